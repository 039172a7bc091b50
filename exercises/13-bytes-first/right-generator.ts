import { type Fd, recvfrom, unwrap } from 'sys-socket';

function* bytes(fd: Fd): Generator<number> {
  const room = Buffer.alloc(7);
  for (;;) {
    const count = unwrap(recvfrom(fd, room));
    if (count === 0) return;
    yield* room.subarray(0, count);
  }
}

export function read_text(fd: Fd): string {
  return Buffer.from([...bytes(fd)]).toString('utf8');
}
