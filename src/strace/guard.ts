/**
 * The shell that starts strace. It leads its own session, and kills everything in it, and everything that strace traces, when
 * descriptor 4 is closed: because the time is up, because the caller stops the run (then the word `now` comes first), or because
 * the process with its other end is gone, for whatever reason. Its arguments are strace's path and arguments; the trace goes to
 * descriptor 3.
 *
 * strace itself kills at most the first process that it started, and detaches from the others, which then keep running.
 * While it is stopped, no tracee can create another: a fork stops until strace has handled it. So the search terminates.
 */
export const guard = `
exec 5</proc/self/fd/3 # while this is open, strace gets no EPIPE, and does not detach from its tracees
is_traced() {
  while read -r key value; do
    if [ "$key" = TracerPid: ]; then [ "$value" = "$tracer" ]; return; fi
  done 2>/dev/null <"/proc/$1/status"
  return 1
}
# Sets $left to the processes of the session, and those that are traced, which have not been killed, and $tracer to strace.
look() {
  left=
  for folder in /proc/[0-9]*; do
    pid=\${folder#/proc/} stat=
    if [ "$pid" = $$ ] || [ "$pid" = "$self" ]; then continue; fi
    { while read -r part; do stat="$stat $part"; done <"$folder/stat"; } 2>/dev/null
    set -- \${stat##*) }
    if [ $# -lt 4 ] || [ "$2" = "$self" ]; then continue; fi
    if [ "$2" = $$ ]; then tracer=$pid; continue; fi
    if [ "$4" != $$ ] && ! is_traced "$pid"; then continue; fi
    case " $killed " in *" $pid "*) ;; *) left="$left $pid" ;; esac
  done
}
watch() {
  read -r self rest </proc/self/stat
  read -r line <&4
  tracer= killed= over=
  trap over=1 TERM # from here on TERM does not kill it, but tells it that strace has exited by itself
  until [ -n "$tracer$over" ]; do look; sleep 0.01; done
  [ -z "$tracer" ] || kill -STOP "$tracer"
  end_all
  [ -n "$tracer" ] || return
  # It writes how they ended, if anybody reads that.
  if [ "$line" != now ]; then
    kill -CONT "$tracer"
    await "$tracer"
  fi
  kill -KILL "$tracer"
  await "$tracer"
  end_all # what it has started since then: it forks to test ptrace, and that child pauses forever
  for pid in $killed; do await "$pid"; done
}
# A killed process no longer runs, but exists until strace has handled it: PTRACE_EVENT_EXIT.
end_all() {
  look
  while [ -n "$left" ]; do kill -KILL $left; killed="$killed $left"; look; done
}
# Waits for the end of a process, for a second at most.
await() {
  rounds=0
  while [ $rounds -lt 100 ] && lives "$1"; do sleep 0.01; rounds=$((rounds + 1)); done
}
lives() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  case \${stat##*) } in [ZX]*) return 1 ;; esac
}
watch </dev/null >/dev/null 2>&1 3>&- 5<&- &
strace=$1
shift
(exec "$strace" -o "/proc/$$/fd/3" "$@" 3>&- 4<&- 5<&-)
status=$?
kill $! # or tell it, if it is killing
wait
exit $status
`;
