// readv into header and payload at once, writev out of them: calls without flags, so nothing to say of SIGPIPE, which Node ignores.
import { close, type Fd, readv, writev } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const [high, low] = [Buffer.alloc(2), Buffer.alloc(2)];
  while (moves_all([high, low], (pieces) => readv(fd, pieces))) {
    const length = high.readUInt16BE() * 65536 + low.readUInt16BE();
    if (length > cap) return;
    const payload = Buffer.alloc(length);
    const halves = [payload.subarray(0, length >> 1), payload.subarray(length >> 1)];
    if (length > 0 && !moves_all(halves, (pieces) => readv(fd, pieces))) return;
    if (!moves_all([high, low, payload], (pieces) => writev(fd, pieces))) return;
  }
}

type Moved =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly error: { readonly code: string } };

function moves_all(pieces: readonly Buffer[], move: (pieces: readonly Buffer[]) => Moved): boolean {
  let left = pieces.filter(({ length }) => length > 0);
  while (left.length > 0) {
    const moved = move(left);
    if (!moved.ok && moved.error.code === 'EINTR') continue;
    if (!moved.ok || moved.value === 0) return false;
    let gone = moved.value;
    left = left.flatMap((piece) => {
      const rest = piece.subarray(Math.min(gone, piece.length));
      gone -= piece.length - rest.length;
      return rest.length > 0 ? [rest] : [];
    });
  }
  return true;
}
