export const help = `usage: sys-socket strace [OPTION]... LOG...
       sys-socket strace [OPTION]... -- PROGRAM [ARG]...

Reads a log of strace(1), or runs PROGRAM (C, Python, Node's net: any) under strace. Shows the calls on sockets and the calls
that wait for them, with frames, explained errors, a table of descriptors, and the mistakes in the whole trace: a short
count that was not continued, a call after the end of a stream, a busy loop on EAGAIN, a send that may raise SIGPIPE, a
socket that stays open. Several LOGs are merged on one clock; - is stdin. A LOG of strace -f -ttt -T -yy -s 4096 has the
most detail.

  --format FORMAT           text (default), json (one line per call), perfetto (for ui.perfetto.dev), mermaid (a
                            sequence diagram), html (one page, with search)
  -o, --output FILE         write to FILE; - is stdout
  -a, --all                 show every call, not only those on sockets
  -e, --filter SET          show only these calls, in strace's syntax: %network, sendto,recvfrom, !close
  -s, --strings N           the longest string that strace prints of PROGRAM (4096)
  --inject RULE             inject a fault, as strace -e inject= does: recvfrom:error=EINTR:when=2; may be given several times
  --slow MS                 mark calls that take MS milliseconds or longer (100)
  --no-frames               do not decode frames (a length of four bytes, and a payload)
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

The view of a LOG goes to stdout. For a PROGRAM, the text format goes to stderr, as strace's output does; the other formats
go to stdout, and the program's own stdout then goes to stderr.

Exit status: the program's; 128+N if signal N ended it; 0 for a log. 1 if there is nothing to show, 2 for a wrong command
line.

  strace -f -ttt -T -yy -s 4096 -o server.log ./server
  sys-socket strace server.log client.log --format=html -o both.html
  sys-socket strace -- python3 client.py`;
