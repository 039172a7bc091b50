export const help = `usage: sys-socket trace [OPTION]... PROGRAM [-- ARG...]

Runs PROGRAM (JavaScript or TypeScript) and shows the calls that it makes through sys-socket. No ptrace, no strace.
Text goes to stderr, as strace's does. A document goes to stdout, and the program's own stdout to stderr then.

  --with 'PROGRAM ARG...'   a second program, on the same clock. It starts when the first one listens; {port} in ARG is
                            the port of that. When the second has ended, and the first has no more to do, that is ended
  --format FORMAT           text (default), json (a line for each call), perfetto (for ui.perfetto.dev), mermaid (a
                            sequence diagram), html (one page, with search)
  -o, --output FILE         write there; - is stdout
  -e, --filter SET          the calls to show, in strace's words: %network, sendto,recvfrom, !close;
                            the table at the end counts all
  -s, --strings N           the longest string that is shown whole (32)
  --slow MS                 mark calls that take as long, or longer (100)
  --fault RULE              misbehave as SYS_SOCKET_FAULT says, in strace's words: recvfrom:error=EINTR:when=2, sendto:short=3;
                            several are several rules
  --no-frames               do not look for frames (a length of four bytes, and a payload)
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

Exit status: the program's; 128+N when signal N ended it; with two, the first that is not 0. 1 when it cannot be run, 2 for a
wrong command line.

  sys-socket trace server.ts -- --port 9000
  sys-socket trace server.js --with 'client.js HELLO-WORLD --port {port}' -- --port 0
  sys-socket trace --format=html -o trace.html client.js`;
