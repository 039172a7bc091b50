// The wrong twin: refuses a request after its first KiB, replies, and closes. The rest of the request is unread, so the kernel sends a
// RST in the place of the FIN, and what the peer does not have yet of the reply is thrown away.
//
//   node out/labs/closing/twin.js BYTES OF THE REPLY
import {
  AF_INET,
  accept,
  bind,
  close,
  getsockname,
  listen,
  recv,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const reply = Buffer.alloc(Number(process.argv[2]), 'no ');
const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_SNDBUF, 2 * reply.length)); // so that send need not wait for the reader
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

const conn = unwrap(accept(listener));
const room = Buffer.alloc(1024);
unwrap(recv(conn, room)); // enough to refuse it
unwrap(send_all(conn, reply));
unwrap(close(conn));
console.log('replied');
unwrap(close(listener));
