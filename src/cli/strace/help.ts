export const help = `usage: sys-socket strace [OPTION]... LOG...
       sys-socket strace [OPTION]... -- PROGRAM [ARG]...

Shows what strace(1) has written, or runs PROGRAM (C, Python, Node's net: any) under it: the calls on sockets, and those that
wait for them, with frames, explained refusals, a table of descriptors, and what is wrong in the whole: a short count
that was not continued, a call after the end of a stream, a spin on EAGAIN, a send that may raise SIGPIPE, a socket
that stays open. Several LOGs stand on one clock; - is stdin. A LOG of strace -f -ttt -T -yy -s 4096 tells most.

  --format FORMAT           text (default), json (a line for each call), perfetto (for ui.perfetto.dev), mermaid (a
                            sequence diagram), html (one page, with search)
  -o, --output FILE         write there; - is stdout
  -a, --all                 every call, not those alone that are about sockets
  -e, --filter SET          the calls to show, in strace's words: %network, sendto,recvfrom, !close
  -s, --strings N           the longest string that strace prints of PROGRAM (4096)
  --inject RULE             misbehave, as strace -e inject= says: recvfrom:error=EINTR:when=2; several are several rules
  --slow MS                 mark calls that take as long, or longer (100)
  --no-frames               do not look for frames (a length of four bytes, and a payload)
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

A log goes to stdout. Of a PROGRAM, text goes to stderr, as strace's does; a document goes to stdout, and the program's own
stdout to stderr then.

Exit status: the program's; 128+N when signal N ended it; 0 for a log. 1 when there is nothing to show, 2 for a wrong
command line.

  strace -f -ttt -T -yy -s 4096 -o server.log ./server
  sys-socket strace server.log client.log --format=html -o both.html
  sys-socket strace -- python3 client.py`;
