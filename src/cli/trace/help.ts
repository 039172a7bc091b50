export const help = `usage: sys-socket trace [OPTION]... PROGRAM [-- ARG...]

Runs PROGRAM (JavaScript or TypeScript) and shows the calls that it makes through sys-socket, without ptrace or strace.
The text format goes to stderr, as strace's output does. The other formats go to stdout; the program's own stdout then
goes to stderr.

  --with 'PROGRAM ARG...'   run a second program on the same clock. It starts when the first one listens; {port} in ARG is
                            that port. When the second has ended and the first is idle, the first is ended too
  --format FORMAT           text (default), json (one line per call), perfetto (for ui.perfetto.dev), mermaid (a
                            sequence diagram), html (one page, with search)
  -o, --output FILE         write to FILE; - is stdout
  -e, --filter SET          show only these calls, in strace's syntax: %network, sendto,recvfrom, !close;
                            the table at the end counts all calls
  -s, --strings N           the longest string that is shown in full (32)
  --slow MS                 mark calls that take MS milliseconds or longer (100)
  --fault RULE              inject a fault, in the syntax of SYS_SOCKET_FAULT: recvfrom:error=EINTR:when=2, sendto:short=3;
                            may be given several times
  --no-frames               do not decode frames (a length of four bytes, and a payload)
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

Exit status: the program's; 128+N if signal N ended it; of two programs, the first status that is not 0. 1 if a program
cannot be run, 2 for a wrong command line.

  sys-socket trace server.ts -- --port 9000
  sys-socket trace server.js --with 'client.js HELLO-WORLD --port {port}' -- --port 0
  sys-socket trace --format=html -o trace.html client.js`;
