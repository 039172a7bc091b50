// bench/floor's echo-server and echo-client with this package.
//
//   node out/bench/subjects/echo-package.js WAY server | client PORT ITERATIONS SIZE
//
// WAY is how frames are received: recv_frame, recv_frame_into or FrameReader.
import {
  AF_INET,
  accept,
  close,
  connect,
  type Fd,
  FrameReader,
  recv_frame,
  recv_frame_into,
  SOCK_STREAM,
  SOL_TCP,
  send_frame,
  setsockopt,
  sockaddr_in,
  socket,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { percentiles, take_turns } from './kit.js';
import { listening } from './servers/listening.js';

/** The next payload of a connection, or undefined at its end. */
type Receive = () => Uint8Array | undefined;

const ways: Readonly<Record<string, (fd: Fd) => Receive>> = {
  recv_frame: (fd) => () => {
    const frame = recv_frame(fd);
    return frame.ok ? frame.value : undefined;
  },
  recv_frame_into(fd) {
    const buffer = new Uint8Array(1 << 16);
    let frame = buffer;
    return () => {
      const count = recv_frame_into(fd, buffer);
      if (!count.ok) return undefined;
      if (count.value !== frame.length) frame = buffer.subarray(0, count.value);
      return frame;
    };
  },
  FrameReader(fd) {
    const reader = new FrameReader(fd, { room: 1 << 17 });
    return () => {
      const frame = reader.next();
      return frame.ok ? frame.value : undefined;
    };
  },
};

function serve(receiver: (fd: Fd) => Receive): never {
  const listener = listening(0); // blocking, as in C
  for (;;) {
    const conn = unwrap(accept(listener));
    unwrap(setsockopt(conn, SOL_TCP, TCP_NODELAY, 1));
    const receive = receiver(conn);
    for (let frame = receive(); frame !== undefined; frame = receive()) unwrap(send_frame(conn, frame));
    close(conn);
  }
}

function measure(receiver: (fd: Fd) => Receive, port: number, count: number, size: number): void {
  const conn = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(conn, sockaddr_in('127.0.0.1', port)));
  unwrap(setsockopt(conn, SOL_TCP, TCP_NODELAY, 1));
  const receive = receiver(conn);
  const message = new Uint8Array(size).fill(0x5a);
  const times = new Float64Array(count);
  const round_trips = () => {
    for (let i = 0; i < times.length; i++) {
      const start = performance.now();
      unwrap(send_frame(conn, message));
      if (receive()?.length !== size) throw new Error('not the echo');
      times[i] = performance.now() - start;
    }
    return percentiles(times);
  };
  for (let run = 0; run < 10; run++) round_trips(); // until both sides run compiled code
  take_turns(round_trips);
}

const [way = '', role, port, iterations, size] = process.argv.slice(2);
const receiver = ways[way];
if (receiver === undefined) throw new Error(`no way to receive frames: ${way}`);
if (role === 'server') serve(receiver);
else measure(receiver, Number(port), Number(iterations), Number(size));
