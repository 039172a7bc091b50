export const help = `usage: sys-socket example [NAME]
       sys-socket example --copy NAME
       sys-socket example --run NAME [-- ARG...]

Example programs to read, run or copy. Without NAME, lists them; with NAME, prints that program in TypeScript.

  --copy                    write it to NAME.ts in this folder, with the files that it imports; no file is overwritten
  --run                     run it here, as compiled JavaScript; arguments after -- are passed to it
  -h, --help

Run a copy with Node 22.18 or newer, or with tsx: node NAME.ts

Exit status: 0, or the program's own with --run; 1 if a file already exists, 2 for a wrong command line.

  sys-socket example echo-server | less
  sys-socket example --run echo-server -- --port 9001
  sys-socket example --copy echo-service`;
