export const help = `usage: sys-socket example [NAME]
       sys-socket example --copy NAME
       sys-socket example --run NAME [-- ARG...]

Programs to read, to run and to begin with. Without NAME it lists them; with NAME it prints that program, in TypeScript.

  --copy                    write it into this folder as NAME.ts, with what it imports; no file is overwritten
  --run                     run it here, as compiled JavaScript; what follows -- is for it
  -h, --help

A copy is run by Node 22.18 or newer, or by tsx: node NAME.ts

Exit status: 0, or the program's own with --run; 1 when a file is there already, 2 for a wrong command line.

  sys-socket example echo-server | less
  sys-socket example --run echo-server -- --port 9001
  sys-socket example --copy echo-service`;
