export const help = `usage: sys-socket check [OPTION]... PROGRAM [-- ARG...]

Runs PROGRAM (JavaScript or TypeScript) with SYS_SOCKET_CHECK=1, and reports on stderr how it misuses sys-socket:
ignored errors and short counts, descriptors closed twice, used after close or never closed, and more.

  --abort             stop at the first finding (SIGABRT)
  --json              print one line of JSON per finding
  -o, --output FILE   append the findings to FILE
  -h, --help

Exit status: the program's; 3 if that is 0 and there are findings. 1 if it cannot be run, 2 for a wrong command line.

  sys-socket check server.ts -- --port 9000
  sys-socket check --json -o findings.jsonl client.js HELLO`;
