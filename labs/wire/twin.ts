// The wrong twin: it sends the length as it lies in memory, without htonl(3). Its two ends understand each other, so a test
// that runs both of them passes.
//
//   node out/labs/wire/twin.js serve
//   node out/labs/wire/twin.js ask PORT MESSAGE
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  listen,
  recv_exact,
  SOCK_STREAM,
  send_all,
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
  for (let frame = receive(conn); frame !== undefined; frame = receive(conn)) send(conn, frame);
  unwrap(close(conn));
  unwrap(close(listener));
}

function ask(): void {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
  send(fd, Buffer.from(message));
  console.log(receive(fd)?.toString());
  unwrap(close(fd));
}

function send(fd: Fd, payload: Buffer): void {
  const length = Buffer.from(Uint32Array.of(payload.length).buffer); // whichever end this machine puts first
  unwrap(send_all(fd, Buffer.concat([length, payload])));
}

function receive(fd: Fd): Buffer | undefined {
  const length = new Uint32Array(1);
  if (!recv_exact(fd, new Uint8Array(length.buffer)).ok) return undefined;
  const payload = Buffer.alloc(length[0] ?? 0);
  unwrap(recv_exact(fd, payload));
  return payload;
}
