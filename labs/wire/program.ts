// Both ends of a framed echo: a message with its length before it, and the same back.
//
//   node out/labs/wire/program.js serve
//   node out/labs/wire/program.js ask PORT MESSAGE
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  getsockname,
  listen,
  recv_frame,
  SOCK_STREAM,
  send_frame,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const [role, port, message = ''] = process.argv.slice(2);
if (role === 'serve') serve();
else ask();

function serve(): void {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 1));
  const name = sockaddr_storage();
  unwrap(getsockname(listener, name));
  console.log(`listening on ${name}`);

  const conn = unwrap(accept(listener));
  for (let frame = recv_frame(conn); frame.ok; frame = recv_frame(conn)) unwrap(send_frame(conn, frame.value));
  unwrap(close(conn));
  unwrap(close(listener));
}

function ask(): void {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
  unwrap(send_frame(fd, Buffer.from(message))); // four bytes of length, the highest first, and the message: one sendmsg(2)
  console.log(Buffer.from(unwrap(recv_frame(fd))).toString());
  unwrap(close(fd)); // FIN
}
