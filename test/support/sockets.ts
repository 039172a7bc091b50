import { readlinkSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  accept,
  bind,
  close,
  connect,
  type Domain,
  type Fd,
  getsockname,
  listen,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { onTestFinished } from 'vitest';
import { hang } from './hang.js';
import { open_files } from './open-files.mjs';

/** Closes the descriptor at the end of the test, unless the test has closed it: its number may have been reused since. */
export function closing(fd: Fd, by: (fd: Fd) => unknown = close): Fd {
  const file = file_of(fd);
  onTestFinished(() => {
    if (file_of(fd) === file) by(fd);
  });
  return fd;
}

/** The file that is open under a number, such as `socket:[4242]`. */
function file_of(fd: Fd): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

/** Makes calls on it fail with EAGAIN after two seconds instead of blocking the test runner for ever. */
export function impatient(fd: Fd): Fd {
  return waits(fd, 2);
}

/** The same with more time, for calls that wait for another thread or process, which may run late on a busy host. */
export function patient(fd: Fd): Fd {
  return waits(fd, hang / 1000);
}

function waits(fd: Fd, tv_sec: number): Fd {
  for (const option of [SO_RCVTIMEO, SO_SNDTIMEO]) unwrap(setsockopt(fd, SOL_SOCKET, option, { tv_sec, tv_usec: 0 }));
  return fd;
}

/** A socket that is closed at the end of the test. */
export function open(domain: Domain = AF_INET, type: number = SOCK_STREAM, protocol = 0): Fd {
  return closing(impatient(unwrap(socket(domain, type, protocol))));
}

/** Two connected unix sockets. */
export function pair(type: number = SOCK_STREAM): readonly [Fd, Fd] {
  const [a, b] = unwrap(socketpair(AF_UNIX, type, 0));
  return [closing(impatient(a)), closing(impatient(b))];
}

/** The address of a socket. */
export function name_of(fd: Fd): SockAddr {
  return unwrap(getsockname(fd));
}

/** A listener on loopback, and its address. */
export function listener(family: Domain = AF_INET, backlog = 16): { readonly fd: Fd; readonly addr: SockAddr } {
  const fd = open(family);
  unwrap(bind(fd, family === AF_INET6 ? sockaddr_in6('::1', 0) : sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(fd, backlog));
  return { fd, addr: name_of(fd) };
}

/** Both ends of a TCP connection over loopback. */
export function tcp_pair(family: Domain = AF_INET): { readonly client: Fd; readonly server: Fd } {
  const { fd, addr } = listener(family);
  const client = open(family);
  unwrap(connect(client, addr));
  return { client, server: closing(impatient(unwrap(accept(fd)))) };
}

/** The number of open descriptors of this process. */
export function open_fds(): number {
  return open_files().size;
}
