// Run with: npx sys-socket trace exercises/31-no-copy.ts PORT FILE
import { openSync } from 'node:fs';
import {
  AF_INET,
  as_fd,
  close,
  connect,
  type Fd,
  MSG_NOSIGNAL,
  MSG_ZEROCOPY,
  POLLOUT,
  poll,
  recv,
  SO_SNDBUF,
  SO_ZEROCOPY,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  sendfile,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const [, self = '', port = '9000', path = self] = process.argv;
const block = Buffer.alloc(32_768);
const blocks = 64;

const conn = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(conn, SOL_SOCKET, SO_SNDBUF, 65_536));
unwrap(setsockopt(conn, SOL_SOCKET, SO_ZEROCOPY, 1));
unwrap(connect(conn, sockaddr_in('127.0.0.1', Number(port))));

// The peer asks for the blocks, `b`, or for the file, `f`.
const wish = Buffer.alloc(1);
while (unwrap(recv(conn, wish)) > 0) {
  if (wish.toString() === 'f') send_file(conn, path);
  else for (let number = 0; number < blocks; number++) send_block(conn, block.fill(number));
}
close(conn);

/** Sends a file without reading it into the memory of this process. */
function send_file(conn: Fd, path: string): void {
  const file = as_fd(openSync(path, 'r'));
  for (;;) {
    const sent = sendfile(conn, file, null, 1 << 20);
    if (!sent.ok && sent.error.code === 'EINTR') continue;
    if (unwrap(sent) === 0) break;
  }
  close(file);
}

/** Sends bytes without a copy, and returns when they may be overwritten. */
function send_block(conn: Fd, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const sent = send(conn, bytes.subarray(at), MSG_ZEROCOPY | MSG_NOSIGNAL);
    if (!sent.ok && sent.error.code === 'EINTR') continue;
    at += unwrap(sent);
  }
  poll([{ fd: conn, events: POLLOUT, revents: 0 }], -1);
}
