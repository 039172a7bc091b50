// Inspects the sockets of another process without its help: pidfd_open(2) and pidfd_getfd(2).
//
//   node sockets-of.ts [-w] PID
//
// Prints a line for each socket: its number in the other process, its type, its two addresses, and the number of unread bytes. pidfd_getfd(2)
// returns a second descriptor of the same open file, so every query on a socket works on it. It needs permission to trace the process.
// With -w it then waits until the process has ended: a pidfd becomes readable then, and never refers to another process.
//
// Exit status: 0, or 1 with the reason.
import { readdirSync, readlinkSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  close,
  type Fd,
  FIONREAD,
  getpeername,
  getsockname,
  getsockopt,
  ioctl,
  pidfd_getfd,
  pidfd_open,
  SO_ACCEPTCONN,
  SO_DOMAIN,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  unwrap,
} from 'sys-socket';
import { readable } from 'sys-socket/promises';

const domains = new Map<number, string>(Object.entries({ AF_INET, AF_INET6, AF_UNIX }).map(([name, n]) => [n, name]));
const types = new Map<number, string>(
  Object.entries({ SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET }).map(([name, n]) => [n, name]),
);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { wait: { type: 'boolean', short: 'w' } },
});
const pid = Number(positionals[0]);

try {
  const process_fd = unwrap(pidfd_open(pid, 0));
  for (const number of sockets(pid)) {
    const taken = pidfd_getfd(process_fd, number, 0);
    if (!taken.ok && taken.error.code === 'EBADF') continue; // closed meanwhile
    const fd = unwrap(taken);
    console.log(`${number}: ${described(fd)}`);
    unwrap(close(fd));
  }
  if (values.wait) {
    unwrap(await readable(process_fd));
    console.log(`${pid} has ended`);
  }
  unwrap(close(process_fd));
} catch (error) {
  console.error(`sockets-of: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** The numbers of its sockets, from /proc: their links read `socket:[INODE]`. */
function sockets(of: number): number[] {
  const folder = `/proc/${of}/fd`;
  return readdirSync(folder)
    .filter((number) => {
      try {
        return readlinkSync(`${folder}/${number}`).startsWith('socket:');
      } catch {
        return false; // closed meanwhile
      }
    })
    .map(Number);
}

function described(fd: Fd): string {
  const domain = unwrap(getsockopt(fd, SOL_SOCKET, SO_DOMAIN));
  const type = unwrap(getsockopt(fd, SOL_SOCKET, SO_TYPE));
  const kind = `${domains.get(domain) ?? domain} ${types.get(type) ?? type}`;
  const own = getsockname(fd);
  const local = own.ok ? String(own.value) : own.error.code;
  if (unwrap(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN))) return `${kind} ${local} listens`;
  const peer = getpeername(fd);
  const unread = ioctl(fd, FIONREAD);
  const queue = unread.ok ? ` unread ${unread.value}` : '';
  return `${kind} ${local} to ${peer.ok ? peer.value : 'nobody'}${queue}`;
}
