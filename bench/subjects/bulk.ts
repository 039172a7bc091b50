// bench/floor's bulk-sink and bulk-source with this package.
//
//   node out/bench/subjects/bulk.js bulk-sink | bulk-source PORT BYTES PIECE
import {
  AF_INET,
  accept,
  connect,
  recv,
  recv_exact,
  SOCK_STREAM,
  send,
  send_all,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { take_turns } from './kit.js';
import { listening } from './servers/listening.js';

/** Receives until the peer ends. It answers each run with one byte, so that the peer can measure the time. */
function sink(): never {
  const listener = listening(0); // blocking, as in C
  const piece = new Uint8Array(1 << 18);
  const answer = new Uint8Array(1);
  const wanted = Buffer.alloc(8);
  for (;;) {
    const conn = unwrap(accept(listener));
    while (recv_exact(conn, wanted).ok) {
      for (let left = Number(wanted.readBigUInt64BE()); left > 0; ) {
        const count = unwrap(recv(conn, left < piece.length ? piece.subarray(0, left) : piece));
        if (count === 0) throw new Error('recv: the end');
        left -= count;
      }
      unwrap(send(conn, answer));
    }
  }
}

function source(port: number, total: number, size: number): void {
  const conn = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(conn, sockaddr_in('127.0.0.1', port)));
  const piece = new Uint8Array(size).fill(0x5a);
  const wanted = Buffer.alloc(8);
  wanted.writeBigUInt64BE(BigInt(total));
  const answer = new Uint8Array(1);
  take_turns(() => {
    const start = performance.now();
    unwrap(send_all(conn, wanted));
    for (let left = total; left > 0; left -= size)
      unwrap(send_all(conn, left < size ? piece.subarray(0, left) : piece));
    unwrap(recv_exact(conn, answer));
    return { ns: ((performance.now() - start) * 1e6 * size) / total };
  });
}

const [role, port, bytes, piece] = process.argv.slice(2);
if (role === 'bulk-sink') sink();
else source(Number(port), Number(bytes), Number(piece));
