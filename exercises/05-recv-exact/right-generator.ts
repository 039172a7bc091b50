import { err, type Fd, ok, type Result, readv, recvmsg } from 'sys-socket';

type Short = { code: string; message: string; received: number };

function* pieces(fd: Fd, n: number): Generator<Uint8Array, Short | undefined> {
  for (let received = 0, turn = 0; received < n; turn++) {
    const room = new Uint8Array(n - received);
    const half = room.length >> 1;
    const iov = [room.subarray(0, half), room.subarray(half)];
    const got = turn % 2 === 0 ? readv(fd, iov) : recvmsg(fd, { msg_iov: iov });
    if (!got.ok) {
      if (got.error.code === 'EINTR') continue;
      return { code: got.error.code, message: got.error.message, received };
    }
    const count = typeof got.value === 'number' ? got.value : got.value.received;
    if (count === 0) return { code: 'EOF', message: 'the end', received };
    received += count;
    yield room.subarray(0, count);
  }
  return undefined;
}

export function recv_exact(fd: Fd, n: number): Result<Uint8Array, Short> {
  const all: Uint8Array[] = [];
  const each = pieces(fd, n);
  for (let next = each.next(); ; next = each.next()) {
    if (next.done === true) return next.value === undefined ? ok(Buffer.concat(all)) : err(next.value);
    all.push(next.value);
  }
}
