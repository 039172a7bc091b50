// Receives, once for each size, with a receive buffer of that size, or the kernel's own for 0, and says how fast:
// a line of JSON.
//
//   node out/labs/bdp/program.js ADDRESS WARM-UP MEASURED SIZE...
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  getsockopt,
  is_sockaddr_in,
  listen,
  recv,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const [address = '', warm_up, measured, ...sizes] = process.argv.slice(2);
const room = Buffer.alloc(1 << 16);

for (const size of sizes.map(Number)) {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  if (size > 0) unwrap(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, size)); // the connections inherit it
  unwrap(bind(listener, sockaddr_in(address, 0)));
  unwrap(listen(listener, 1));
  const name = sockaddr_storage();
  unwrap(getsockname(listener, name));
  if (is_sockaddr_in(name)) console.log(`listening on ${address}:${name.sin_port}`);
  const fd = unwrap(accept(listener));
  const buffer = unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF));

  receive(fd, Number(warm_up)); // slow start
  const [bytes, ms] = receive(fd, Number(measured));
  console.log(JSON.stringify({ size, buffer, bits_per_second: (bytes * 8000) / ms }));
  unwrap(close(fd));
  unwrap(close(listener));
}

/** Receives for so many milliseconds: how many bytes, and how long it took. */
function receive(fd: Fd, ms: number): [number, number] {
  const start = performance.now();
  let bytes = 0;
  while (performance.now() < start + ms) bytes += unwrap(recv(fd, room));
  return [bytes, performance.now() - start];
}
