export const help = `usage: sys-socket checklist SERVER [ARG]...

Tries a framed echo server out as its clients would: frames in pieces and several at once, any bytes, lengths that lie, ends in
the middle, resets, and a kernel that moves 3 bytes at a time or interrupts. Stops at the first thing that the server does wrong,
and shows what was sent, what came back, and the calls that prove it.

A frame is four bytes of length, big-endian, and as many bytes; the server sends each back. It prints where it listens:
'listening on 127.0.0.1:PORT', where PORT may be one that the kernel chose.

SERVER is a script of Node's (.js, .ts, .mjs, ...), or any other program: an executable file or a name in the PATH. ARG is for
the server. A server that does not use this package shows no calls, and is spared the trials with a faulty kernel.
A script finds this package under its name, installed beside it or not. Node 20 needs TypeScript for .ts: npm install typescript.

  -h, --help

The output is Korean where LANG is. Takes 20 s at most while the processor is free. Docs: labs/checklist in the repository.

Exit status: 0 all points are kept, 1 one is not, 2 wrong command line, 4 the checklist itself broke, 128 + N signal N.

  sys-socket checklist my-server.ts
  sys-socket checklist python3 server.py 0`;
