// Serves connections with programs that do not use sockets, as inetd does: each connection is the standard input and output of a process.
//
//   node inetd.ts PORT COMMAND [ARGUMENT...]
//
// A descriptor in `stdio` of child_process.spawn is duplicated into the child. No byte passes through this process.
import { spawn } from 'node:child_process';
import {
  AF_INET,
  bind,
  close,
  getsockname,
  listen,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connections } from 'sys-socket/promises';

const [port, command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('PORT COMMAND [ARGUMENT...]');

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', Number(port))));
unwrap(listen(listener, 128));
console.log(`listening on ${unwrap(getsockname(listener))}`);
process.once('SIGTERM', () => close(listener)); // this ends the loop; the commands run until they end by themselves

// A program expects a blocking standard input. So the connection is accepted without SOCK_NONBLOCK, because the flag belongs to the open file
// and not to the descriptor. Close-on-exec keeps the other connections out of the child.
for await (const conn of connections(listener, { flags: SOCK_CLOEXEC })) {
  if (!conn.ok) {
    console.error(`accept: ${conn.error.message}`);
    continue;
  }
  const child = spawn(command, args, { stdio: [conn.value, conn.value, 'inherit'] });
  child.on('error', (error) => console.error(error.message)); // no such command: the connection ends
  close(conn.value); // only the child has descriptors of the connection now, so the connection ends when the child does
}
