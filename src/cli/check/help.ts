export const help = `usage: sys-socket check [OPTION]... PROGRAM [-- ARG...]

Runs PROGRAM (JavaScript or TypeScript) with SYS_SOCKET_CHECK=1, and says on stderr what is wrong with how it uses sys-socket:
refusals and short counts that nobody looked at, descriptors closed twice, used after their close or never closed, and more.

  --abort             stop at the first finding (SIGABRT)
  --json              a line of JSON for each finding
  -o, --output FILE   write the findings there, behind what is there
  -h, --help

Exit status: the program's; 3 when that is 0 and something was found. 1 when it cannot be run, 2 for a wrong command line.

  sys-socket check server.ts -- --port 9000
  sys-socket check --json -o findings.jsonl client.js HELLO`;
