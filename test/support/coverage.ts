// Loaded by each process of vitest in a run of scripts/coverage.sh. Programs that tests start write what V8 counted to the folder; the process of
// vitest itself must not, since vitest asks V8 for its counts, which resets them.
process.env.NODE_V8_COVERAGE = process.env.SYS_SOCKET_COVERAGE;
// gcov writes what it counted when a process exits by itself. vitest ends its processes by this signal, half a second later by SIGKILL, and has
// another function in place of process.exit.
if (process.listenerCount('SIGTERM') === 0) process.once('SIGTERM', () => Reflect.get(process, 'reallyExit')(0));
