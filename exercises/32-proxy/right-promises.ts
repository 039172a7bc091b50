// Run with: npx sys-socket trace exercises/32-proxy.ts PORT
// Two loops for each connection, on Node's event loop. A loop receives only when it has sent: that is backpressure.
import {
  AF_INET,
  as_sockaddr_in,
  bind,
  type Fd,
  getsockname,
  listen,
  own,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connect, connections, recv, send_all } from 'sys-socket/promises';

const server = sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9000));

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

for await (const client of connections(listener)) if (client.ok) relay(client.value);

async function relay(fd: Fd): Promise<void> {
  using client = own(fd);
  using upstream = own(unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)));
  if (!(await connect(upstream.fd, server)).ok) return;
  await Promise.all([pump(client.fd, upstream.fd), pump(upstream.fd, client.fd)]);
}

async function pump(from: Fd, to: Fd): Promise<void> {
  const room = Buffer.alloc(16_384);
  for (;;) {
    const got = await recv(from, room);
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (got.ok && got.value === 0) return void shutdown(to, SHUT_WR);
    if (!got.ok || !(await send_all(to, room.subarray(0, got.value))).ok) break;
  }
  for (const fd of [from, to]) shutdown(fd, SHUT_RDWR); // and the other loop gets the end
}
