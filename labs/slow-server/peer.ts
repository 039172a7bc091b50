// Sends as fast as the kernel takes it, and says after each call how much that was.
//
//   node out/labs/slow-server/peer.js PORT BYTES
import {
  AF_INET,
  close,
  connect,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLOUT,
  poll,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const [port, total] = process.argv.slice(2);
const bytes = Buffer.alloc(Number(total), 'x');

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 128 * 1024));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
for (let accepted = 0; accepted < bytes.length; ) {
  unwrap(poll([{ fd, events: POLLOUT }], -1));
  const sent = send(fd, bytes.subarray(accepted, accepted + 65536), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (!sent.ok) {
    if (sent.error.code !== 'EAGAIN') unwrap(sent);
    continue;
  }
  accepted += sent.value;
  console.log(JSON.stringify({ time: performance.timeOrigin + performance.now(), accepted }));
}
unwrap(close(fd));
