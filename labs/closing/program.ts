// Refuses a request after its first KiB, and ends in order: the reply, the FIN, then it receives what the peer still has to say, until
// the peer's FIN. What nobody reads is thrown away, but nothing is unread when it closes.
//
//   node out/labs/closing/program.js BYTES OF THE REPLY
import {
  AF_INET,
  accept,
  bind,
  close,
  getsockname,
  listen,
  recv,
  SHUT_WR,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  setsockopt,
  shutdown,
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
unwrap(shutdown(conn, SHUT_WR));
console.log('replied');
unwrap(setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 5, tv_usec: 0 })); // it need not wait for ever
for (let rest = recv(conn, room); rest.ok && rest.value > 0; ) rest = recv(conn, room);
unwrap(close(conn));
unwrap(close(listener));
