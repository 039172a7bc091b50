export const help = `usage: sys-socket compare [OPTION]... A B

Runs two servers that answer each frame (four bytes of length, big-endian, and the payload) with the same frame, speaks to each
under strace(1), and shows side by side what they do: the calls for a message, of a large one too, how many bytes their
receives ask for, what happens when the client has no more to send, and what is wrong. Round trips are measured without
strace, turn by turn: B's as a multiple of A's.

A and B are command lines, in quotes where they have arguments: any program that listens on a TCP port of its own. A script
(.js, .ts) is run by Node.

  --messages N              how many (100)
  --size BYTES              of a payload (64)
  --large BYTES             of the large one (262144)
  --no-times                do not measure round trips
  --format FORMAT           text (default), json
  -o, --output FILE         write there; - is stdout
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

Exit status: 0 when both answered everything, 1 when one did not or cannot be run, 2 for a wrong command line.

  sys-socket compare 'server.ts --port 0' 'python3 server.py 0'`;
