// node --expose-gc connections.mjs COUNT [BYTES [raw]]: so many TCP connections, five frames each, of so many bytes at least, 64 unless said, one after
// the other; prints what is left after each tenth of them, a line of JSON each. With `raw` nothing is collected but what V8 collects by itself.

import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  getsockname,
  IPPROTO_TCP,
  listen,
  recv_frame,
  SO_LINGER,
  SOCK_STREAM,
  SOL_SOCKET,
  send_frame,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  TCP_NODELAY,
  unwrap,
} from '../../dist/index.js';
import { left } from './measure.mjs';

const count = Number(process.argv[2]);
const bytes = Number(process.argv[3] ?? 64);
const collect = process.argv[4] !== 'raw';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 8));
const self = sockaddr_storage();
unwrap(getsockname(listener, self));

let frames = 0;

function one(i) {
  const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, 1));
  unwrap(connect(client, self));
  const served = unwrap(accept(listener, sockaddr_storage()));
  for (let n = 0; n < 5; ++n) {
    const payload = new Uint8Array(bytes + ((i + n) % 1000)).fill(n);
    unwrap(send_frame(n % 2 === 0 ? client : served, payload));
    const came = unwrap(recv_frame(n % 2 === 0 ? served : client));
    if (came.length !== payload.length) throw new Error(`${came.length} bytes came of ${payload.length}`);
    frames += 1;
  }
  // No TIME_WAIT: the ports would be used up.
  unwrap(setsockopt(client, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  unwrap(close(client));
  unwrap(close(served));
}

for (let i = 0; i < count; ++i) {
  if (i % (count / 10) === 0) console.log(JSON.stringify({ done: i, frames, ...(await left(collect)) }));
  one(i);
}
console.log(JSON.stringify({ done: count, frames, ...(await left(collect)) }));
