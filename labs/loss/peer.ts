// Receives whatever comes on so many connections, to their ends, and throws it away.
//
//   node out/labs/loss/peer.js ADDRESS CONNECTIONS
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  MSG_DONTWAIT,
  MSG_TRUNC,
  POLLIN,
  poll,
  recv,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const [address = '', connections] = process.argv.slice(2);
const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in(address, 0)));
unwrap(listen(listener, 128));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

let open = Array.from({ length: Number(connections) }, () => unwrap(accept(listener)));
const room = Buffer.alloc(1 << 18);
while (open.length > 0) {
  const waiting = open.map((fd) => ({ fd, events: POLLIN, revents: 0 }));
  unwrap(poll(waiting, -1));
  const ended = new Set<Fd>();
  for (const { fd, revents } of waiting) {
    if (revents === 0) continue;
    const got = recv(fd, room, MSG_DONTWAIT | MSG_TRUNC); // tcp(7): counted, not copied
    if (!got.ok ? got.error.code !== 'EAGAIN' : got.value === 0) ended.add(fd);
  }
  for (const fd of ended) unwrap(close(fd));
  open = open.filter((fd) => !ended.has(fd));
}
unwrap(close(listener));
