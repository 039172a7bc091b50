// The framed echo with sys-socket, both ends. A call blocks: while it waits, nothing else of the process runs.
//
//   node out/labs/compare/raw.js serve [WAIT]   answers each frame after WAIT ms
//   node out/labs/compare/raw.js ask PORT       lines on stdin: COUNT BYTES [watch | ahead]; a line of JSON for each
import { readSync } from 'node:fs';
import {
  AF_INET,
  accept,
  bind,
  connect,
  getsockname,
  listen,
  poll,
  recv_frame,
  SOCK_STREAM,
  send_frame,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';
import { loop_watch, request_of } from './request.js';

const [role, number = '0'] = process.argv.slice(2);
if (role === 'serve') serve(Number(number));
else await ask(Number(number));

function serve(wait: number): void {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 1));
  const name = sockaddr_storage();
  unwrap(getsockname(listener, name));
  console.log(`listening on ${name}`);

  const conn = unwrap(accept(listener));
  for (let frame = recv_frame(conn); frame.ok; frame = recv_frame(conn)) {
    if (wait > 0) unwrap(poll([], wait));
    unwrap(send_frame(conn, frame.value));
  }
}

async function ask(port: number): Promise<void> {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  for (let request = request_of(line()); request !== undefined; request = request_of(line())) {
    const payload = Buffer.alloc(request.bytes, 'x');
    const watch = request.watch ? await loop_watch() : undefined;
    const trips: number[] = [];
    const [rounds, frames] = request.ahead ? [1, request.count] : [request.count, 1];
    for (let i = 0; i < rounds; i += 1) {
      const begin = performance.now();
      for (let sent = 0; sent < frames; sent += 1) unwrap(send_frame(fd, payload));
      for (let received = 0; received < frames; received += 1) unwrap(recv_frame(fd));
      trips.push((performance.now() - begin) * 1000);
    }
    console.log(JSON.stringify({ trips, ...(await watch?.()) }));
  }
}

/** The next line of stdin, waited for: '' at its end. */
function line(): string {
  const text = Buffer.alloc(64);
  return text.toString('utf8', 0, readSync(0, text));
}
