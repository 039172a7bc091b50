export const help = `usage: sys-socket compare [OPTION]... A B

Runs two servers that answer each frame (a length of four bytes, big-endian, and the payload) with the same frame. Sends
messages to each under strace(1), and shows side by side what the servers do: the calls per message and per large message,
how many bytes their receive calls ask for, the calls at the end of the connection, and mistakes. Round trips are measured
without strace, in turns: B's as a multiple of A's.

A and B are command lines, quoted if they have arguments: any program that listens on a TCP port. A script (.js, .ts) is
run by Node.

  --messages N              the number of messages (100)
  --size BYTES              the size of a payload (64)
  --large BYTES             the size of the large payload (262144)
  --no-times                do not measure round trips
  --format FORMAT           text (default), json
  -o, --output FILE         write to FILE; - is stdout
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

Exit status: 0 if both answered every message, 1 if one did not or cannot be run, 2 for a wrong command line.

  sys-socket compare 'server.ts --port 0' 'python3 server.py 0'`;
