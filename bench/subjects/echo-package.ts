// bench/floor's echo-server and echo-client with this package.
//
//   node out/bench/subjects/echo-package.js server | client PORT ITERATIONS SIZE
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  listen,
  recv_frame,
  SOCK_STREAM,
  SOL_TCP,
  send_frame,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { percentiles, take_turns } from './kit.js';

function serve(): never {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 128));
  const name = sockaddr_storage();
  unwrap(getsockname(listener, name));
  console.log(JSON.stringify({ port: name.sin_port }));
  for (;;) {
    const conn = unwrap(accept(listener));
    unwrap(setsockopt(conn, SOL_TCP, TCP_NODELAY, 1));
    echo(conn);
    close(conn);
  }
}

function echo(conn: Fd): void {
  for (;;) {
    const frame = recv_frame(conn);
    if (!frame.ok) return;
    unwrap(send_frame(conn, frame.value));
  }
}

function measure(port: number, count: number, size: number): void {
  const conn = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(conn, sockaddr_in('127.0.0.1', port)));
  unwrap(setsockopt(conn, SOL_TCP, TCP_NODELAY, 1));
  const message = new Uint8Array(size).fill(0x5a);
  const times = new Float64Array(count);
  const round_trips = () => {
    for (let i = 0; i < times.length; i++) {
      const start = performance.now();
      unwrap(send_frame(conn, message));
      if (unwrap(recv_frame(conn)).length !== size) throw new Error('not the echo');
      times[i] = performance.now() - start;
    }
    return percentiles(times);
  };
  for (let run = 0; run < 10; run++) round_trips(); // until both sides run compiled code
  take_turns(round_trips);
}

const [role, port, iterations, size] = process.argv.slice(2);
if (role === 'server') serve();
else measure(Number(port), Number(iterations), Number(size));
