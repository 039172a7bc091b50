#!/bin/sh
# Makes the recordings anew, with the strace of this machine (those here: 6.1). The programs run in a folder of their own, so that
# no path of the machine is in them.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/recording-XXXXXX)
trap 'rm -r "$work"' EXIT
cp "$here"/../programs/* "$work"
cd "$work"
gcc -o calls calls.c -lpthread
calls='%network,close,read,poll,pselect6,epoll_create1,epoll_ctl,epoll_wait,clone,clone3,dup,fcntl,wait4,kill,rt_sigaction'
calls="$calls,rt_sigprocmask,ioctl,prlimit64,execve,exit_group,getpid,futex,openat"
fewer='%network,close,poll,pselect6,epoll_create1,epoll_ctl,epoll_wait,clone,clone3,wait4,kill,rt_sigreturn'
echo='%network,close,read,write,epoll_ctl,clone3,clone,eventfd2,pipe2'
node=$(command -v node) python=$(command -v python3)
# -v prints the environment of execve.
strace=$(command -v strace)
strace() { env -i PATH=/usr/bin:/bin "$strace" "$@"; }
exec </dev/null >/dev/null
strace -f -ttt -T -yy -e "trace=$calls" -o "$here/c-ttt-T-yy.strace" ./calls
strace -f -tt -r -y -xx -e "trace=$calls" -o "$here/c-tt-r-y-xx.strace" ./calls
strace -f -r -Y -n -i -v -e "trace=$calls" -o "$here/c-r-Y-n-i-v.strace" ./calls
strace -f -t -k -e trace=%network,clone3 ./calls 2>"$here/c-t-k.strace"
strace -f -X verbose -s 8 ./calls 2>"$here/c-verbose-s8.strace"
strace -f -X raw ./calls 2>"$here/c-raw.strace"
strace -f -e inject=getpid:retval=5:when=1 -e inject=setsockopt:error=EINTR -e inject=dup:delay_enter=1000 \
  -e trace=%network,dup,getpid ./calls 2>"$here/c-inject.strace"
strace -f -ttt -T -yy -e "trace=$fewer" -o "$here/python-ttt-T-yy.strace" "$python" -S -E calls.py
strace -f -tt -xx -yy -e "trace=$fewer" "$python" -S -E calls.py 2>"$here/python-tt-xx-yy.strace"
strace -f -ttt -T -yy -e "trace=$echo" -o "$here/node-ttt-T-yy.strace" "$node" echo.mjs
strace -f -r -e trace=%network,clone3,epoll_wait,epoll_ctl "$node" echo.mjs 2>"$here/node-r.strace"
# What is random in their names, and where this machine keeps its Python, is of no interest.
sed -i -e "s#$work#/home/you#g" -e 's#/[^ "<>]*/lib/\(lib\)\?python#/usr/lib/\1python#g' "$here"/*.strace
