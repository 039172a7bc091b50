// What each runtime must do, in a minute's reading: a call of each kind, and each way to wait. scripts/matrix.mjs runs it as it is, where TypeScript
// runs as it is, and stripped of its types elsewhere. It needs nothing but the package and prints a line for each case.
import {
  AF_INET,
  AF_UNIX,
  accept,
  as_fd,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  connect,
  type Fd,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  recv,
  recv_frame,
  recvmsg,
  SCM_RIGHTS,
  SHUT_WR,
  SO_RCVBUF,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  send_frame,
  sendmsg,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { trace } from 'sys-socket/observe';
import { connections, frames, readable, recv as recv_soon, send_frame as send_frame_soon } from 'sys-socket/promises';

function same(got: unknown, wanted: unknown): void {
  const [a, b] = [got, wanted].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

/** Two ends of a unix stream, which are closed when `use` is done. */
async function with_pair(use: (a: Fd, b: Fd) => unknown): Promise<void> {
  const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  try {
    await use(a, b);
  } finally {
    for (const fd of [a, b]) close(fd);
  }
}

export const cases: Readonly<Record<string, () => Promise<void>>> = {
  'sends and receives': () =>
    with_pair((a, b) => {
      same(unwrap(send(a, new TextEncoder().encode('HELLO'), MSG_NOSIGNAL)), 5);
      const buffer = new Uint8Array(16);
      same(new TextDecoder().decode(buffer.subarray(0, unwrap(recv(b, buffer)))), 'HELLO');
    }),

  'gives a refusal as a value': async () => {
    const refused = send(as_fd(0x7fff_ffff), new Uint8Array(1));
    same(refused.ok ? 'ok' : [refused.error.code, refused.error.errno, refused.error.syscall], ['EBADF', 9, 'send']);
  },

  'throws for a wrong argument, and names it': async () => {
    try {
      Reflect.apply(send, undefined, [0, 'text']);
    } catch (error) {
      return same(error instanceof TypeError && error.message.startsWith('send: buf '), true);
    }
    throw new Error('it took text for bytes');
  },

  'connects over TCP, with addresses and options': async () => {
    const [listener, client] = [unwrap(socket(AF_INET, SOCK_STREAM, 0)), unwrap(socket(AF_INET, SOCK_STREAM, 0))];
    unwrap(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, 65_536));
    unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(listener, 1));
    unwrap(connect(client, unwrap(getsockname(listener))));
    const from = sockaddr_in('0.0.0.0', 0);
    const conn = unwrap(accept(listener, from));
    same(String(from), String(unwrap(getsockname(client))));
    for (const fd of [listener, client, conn]) unwrap(close(fd));
  },

  'passes a descriptor': () =>
    with_pair((a, b) => {
      unwrap(sendmsg(a, { msg_iov: [new Uint8Array(1)], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
      const came = unwrap(recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) }));
      same(close_rights(came.msg_control), 1);
    }),

  'sends and receives a frame': () =>
    with_pair((a, b) => {
      unwrap(send_frame(a, new TextEncoder().encode('HELLO')));
      same(new TextDecoder().decode(unwrap(recv_frame(b))), 'HELLO');
    }),

  'shows the line that strace shows': () =>
    with_pair((a) => {
      const lines: string[] = [];
      const stop = trace(({ call, returned }) => lines.push(`${call} = ${returned}`));
      send(a, new TextEncoder().encode('HELLO'), MSG_NOSIGNAL);
      stop();
      same(lines, [`sendto(${a}, "HELLO", 5, MSG_NOSIGNAL, NULL, 0) = 5`]);
    }),

  'waits on the loop for what comes later': () =>
    with_pair(async (a, b) => {
      const buffer = new Uint8Array(16);
      const later = recv_soon(b, buffer);
      await Promise.resolve();
      unwrap(send(a, new TextEncoder().encode('HELLO')));
      same(unwrap(await later), 5);
    }),

  'ends a wait by its timeout, its signal and a close': () =>
    with_pair(async (a) => {
      const code = async (wait: ReturnType<typeof readable>) => {
        const ended = await wait;
        return ended.ok ? 'ok' : ended.error.code;
      };
      same(await code(readable(a, { timeout: 1 })), 'ETIMEDOUT');
      const aborting = new AbortController();
      const aborted = code(readable(a, { signal: aborting.signal }));
      aborting.abort();
      same(await aborted, 'ABORT_ERR');
      const [c, d] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      const closed = code(readable(c));
      unwrap(close(c));
      same(await closed, 'CLOSED');
      unwrap(close(d));
    }),

  'serves a hundred connections on the loop': async () => {
    const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(listener, 128));
    const echo = async (conn: Fd) => {
      for await (const frame of frames(conn)) unwrap(await send_frame_soon(conn, unwrap(frame)));
      close(conn);
    };
    const serving = (async () => {
      for await (const conn of connections(listener)) void echo(unwrap(conn));
    })();
    const ask = async (i: number) => {
      const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      unwrap(connect(fd, unwrap(getsockname(listener))));
      unwrap(send_frame(fd, Uint8Array.of(i)));
      unwrap(shutdown(fd, SHUT_WR));
      const got: number[] = [];
      for await (const frame of frames(fd)) got.push(...unwrap(frame));
      unwrap(close(fd));
      return got[0];
    };
    const hundred = Array.from({ length: 100 }, (_, i) => i);
    same(await Promise.all(hundred.map(ask)), hundred);
    unwrap(close(listener));
    await serving;
  },
};
