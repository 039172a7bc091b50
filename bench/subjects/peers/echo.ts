// bench/floor's echo-server and echo-client with the send and recv of a peer. A frame is copied into one buffer and sent in one piece, since with
// these peers a program would not call sendmsg by hand.
import * as sys from 'sys-socket';
import { percentiles, take_turns } from '../kit.js';
import type { Libc } from './libc.js';

const header_size = 4;

interface Frames {
  /** The payload, in memory that the next call reuses. */
  recv(fd: number): Uint8Array | undefined;
  send(fd: number, payload: Uint8Array): void;
}

function frames_of({ send, recv }: Libc): Frames {
  let frame = new Uint8Array(1 << 17);
  const header = new Uint8Array(header_size);
  const length = new DataView(header.buffer);
  let payload = new Uint8Array(0);
  const fill = (fd: number, bytes: Uint8Array) => {
    let came = 0;
    while (came < bytes.length) {
      const n = recv(fd, came === 0 ? bytes : bytes.subarray(came), 0);
      if (n <= 0) return false;
      came += n;
    }
    return true;
  };
  return {
    recv(fd) {
      if (!fill(fd, header)) return undefined;
      if (payload.length !== length.getUint32(0)) payload = new Uint8Array(length.getUint32(0));
      return fill(fd, payload) ? payload : undefined;
    },
    send(fd, bytes) {
      if (frame.length !== header_size + bytes.length) frame = new Uint8Array(header_size + bytes.length);
      new DataView(frame.buffer).setUint32(0, bytes.length);
      frame.set(bytes, header_size);
      if (send(fd, frame, sys.MSG_NOSIGNAL) !== frame.length) throw new Error('send: short');
    },
  };
}

const { unwrap } = sys;

export function serve(libc: Libc): never {
  const frames = frames_of(libc);
  const listener = unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
  unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
  unwrap(sys.listen(listener, 128));
  console.log(JSON.stringify({ port: unwrap(sys.getsockname(listener)).sin_port }));
  for (;;) {
    const conn = unwrap(sys.accept(listener));
    unwrap(sys.setsockopt(conn, sys.IPPROTO_TCP, sys.TCP_NODELAY, 1));
    for (let frame = frames.recv(conn); frame !== undefined; frame = frames.recv(conn)) frames.send(conn, frame);
    sys.close(conn);
  }
}

export function measure(libc: Libc, port: number, count: number, size: number): void {
  const frames = frames_of(libc);
  const conn = unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
  unwrap(sys.connect(conn, sys.sockaddr_in('127.0.0.1', port)));
  unwrap(sys.setsockopt(conn, sys.IPPROTO_TCP, sys.TCP_NODELAY, 1));
  const message = new Uint8Array(size).fill(0x5a);
  const times = new Float64Array(count);
  const round_trips = () => {
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      frames.send(conn, message);
      if (frames.recv(conn)?.length !== size) throw new Error('not the echo');
      times[i] = performance.now() - start;
    }
    return percentiles(times);
  };
  for (let run = 0; run < 10; run++) round_trips(); // until both sides run compiled code
  take_turns(round_trips);
}
