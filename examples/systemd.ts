// A systemd service: it gets its listening sockets through LISTEN_FDS (sd_listen_fds(3)), and reports to NOTIFY_SOCKET that it is ready
// (sd_notify(3)). It needs no systemd library: both are descriptors and datagrams. The service echoes what each connection sends.
//
//   systemd-socket-activate -l 9000 node systemd.ts
import {
  AF_UNIX,
  as_fd,
  close,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  type Fd,
  fcntl,
  getsockname,
  getsockopt,
  MSG_NOSIGNAL,
  O_NONBLOCK,
  SO_ACCEPTCONN,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOL_SOCKET,
  sendto,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';

import { connections, recv, send_all } from 'sys-socket/promises';

/** The first descriptor that is passed: SD_LISTEN_FDS_START. */
const first = 3;

const listeners = listen_fds();
if (listeners.length === 0)
  throw new Error('no socket was passed: LISTEN_FDS and LISTEN_PID are for another process, or not set');
notify(`READY=1\nSTATUS=${listeners.length} sockets`);
process.once('SIGTERM', () => {
  notify('STOPPING=1');
  for (const listener of listeners) close(listener);
});
await Promise.all(listeners.map(serve));

/** The variables are only for the process that LISTEN_PID names. They are deleted so that child processes do not inherit them. */
function listen_fds(): Fd[] {
  const { LISTEN_PID, LISTEN_FDS } = process.env;
  delete process.env.LISTEN_PID;
  delete process.env.LISTEN_FDS;
  if (Number(LISTEN_PID) !== process.pid) return [];
  return Array.from({ length: Number(LISTEN_FDS) }, (_, i) => {
    const fd = as_fd(first + i);
    unwrap(fcntl(fd, F_SETFD, FD_CLOEXEC));
    unwrap(fcntl(fd, F_SETFL, O_NONBLOCK));
    if (!unwrap(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN))) throw new Error(`descriptor ${fd} does not listen`);
    return fd;
  });
}

/** Sends a datagram to the service manager, if there is one. A name that begins with `@` is abstract: its first byte is 0. */
function notify(state: string): void {
  const name = process.env.NOTIFY_SOCKET;
  if (name === undefined) return;
  const fd = unwrap(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  unwrap(sendto(fd, Buffer.from(state), MSG_NOSIGNAL, sockaddr_un(name)));
  unwrap(close(fd));
}

async function serve(listener: Fd): Promise<void> {
  console.log(`listening on ${unwrap(getsockname(listener))}`);
  for await (const conn of connections(listener)) {
    if (conn.ok) void echo(conn.value);
    else console.error(`accept: ${conn.error.message}`);
  }
}

async function echo(conn: Fd): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (;;) {
    const received = await recv(conn, buffer);
    if (!received.ok || received.value === 0) break;
    const sent = await send_all(conn, buffer.subarray(0, received.value));
    if (!sent.ok) break;
  }
  close(conn);
}
