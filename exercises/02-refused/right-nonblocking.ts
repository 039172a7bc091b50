import {
  AF_INET,
  close,
  connect,
  getsockopt,
  POLLOUT,
  poll,
  SO_ERROR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  socket,
  strerror,
  unwrap,
  write,
} from 'sys-socket';

const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
const connected = connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2])));
let refused = connected.ok ? undefined : connected.error.code;
if (refused === 'EINPROGRESS') {
  unwrap(poll([{ fd, events: POLLOUT }], -1));
  const errno = unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR));
  refused = errno === 0 ? undefined : 'ECONNREFUSED';
  if (errno !== 0) console.error(strerror(errno));
}
if (refused === undefined) write(fd, Buffer.from('hello\n'));
else process.stdout.write(`${refused}\n`);
close(fd);
process.exit(refused === undefined ? 0 : 2);
