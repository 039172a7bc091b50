// A parser as a generator: it asks for bytes, and is given them whenever they come.
import { close, type Fd, recv, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (const frame of frames(pieces(fd))) {
    if (frame.length > cap || !send_frame(fd, frame).ok) return;
  }
}

function* pieces(fd: Fd): Generator<Buffer, undefined> {
  const room = Buffer.alloc(1000);
  for (;;) {
    const received = recv(fd, room);
    if (!received.ok && received.error.code === 'EINTR') continue;
    if (!received.ok || received.value === 0) return undefined;
    yield Buffer.from(room.subarray(0, received.value));
  }
}

function* frames(pieces: Generator<Buffer, undefined>): Generator<Buffer> {
  let all = Buffer.alloc(0);
  const has = (length: number): boolean => {
    while (all.length < length) {
      const { value } = pieces.next();
      if (value === undefined) return false;
      all = Buffer.concat([all, value]);
    }
    return true;
  };
  while (has(4)) {
    const length = all.readUInt32BE();
    if (length > cap || !has(4 + length)) return;
    yield all.subarray(4, 4 + length);
    all = all.subarray(4 + length);
  }
}
