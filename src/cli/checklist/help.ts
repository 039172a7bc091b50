export const help = `usage: sys-socket checklist SERVER [ARG]...

Tests a framed echo server with what real clients send: frames in pieces, several frames at once, arbitrary bytes, false
lengths, connections that end within a frame, resets, and system calls that move 3 bytes at a time or are interrupted.
It stops at the first fault, and shows what was sent, what came back, and the calls that prove it.

A frame is a length of four bytes, big-endian, and that many bytes; the server sends each frame back. The server prints
its address: 'listening on 127.0.0.1:PORT', where the kernel may have chosen PORT.

SERVER is a Node script (.js, .ts, .mjs, ...) or any other program: an executable file or a name in PATH. ARG is passed to
the server. If the server does not use this package, its calls are not shown, and the trials with injected faults are
skipped. A script can import this package by name even if it is not installed there. Node 20 needs TypeScript for .ts
files: npm install typescript.

  -h, --help

The output is Korean if LANG is. A run takes at most 20 s on an idle machine. Docs: labs/checklist in the repository.

Exit status: 0 if all points hold, 1 if one does not, 2 for a wrong command line, 4 if the checklist itself failed, 128+N
for signal N.

  sys-socket checklist my-server.ts
  sys-socket checklist python3 server.py 0`;
