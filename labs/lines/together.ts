// Two who write at the same time to one connection whose buffers are full, and one who writes for both: writers.ts. The lab reads.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accept,
  close,
  type Fd,
  MSG_DONTWAIT,
  POLLIN,
  poll,
  recv,
  SO_RCVBUF,
  SOL_SOCKET,
  setsockopt,
  unwrap,
} from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { start_listening } from '../kit/sockets.js';

/** Lines that came whole, of those that were sent. */
export interface Whole {
  readonly sent: number;
  readonly whole: number;
}

export async function together(bench: Bench, writers: 1 | 2, each: number): Promise<Whole> {
  const progress = bench.phase(
    writers === 1
      ? say('one writer for both, a full buffer', '한 쪽이 도맡아 쓰기, 가득 찬 버퍼')
      : say('two writers at once, a full buffer', '둘이 동시에 쓰기, 가득 찬 버퍼'),
  );
  const { listener, port } = start_listening(1, small);
  const program = bench.start({ other: 'writers', args: [port, writers, each].map(String) });
  while (unwrap(poll([{ fd: listener, events: POLLIN }], 0)) === 0) await sleep(5);
  const conn = unwrap(accept(listener));
  const room = Buffer.alloc(1 << 16);
  const lines: string[] = [];
  let rest = '';
  for (;;) {
    const got = recv(conn, room, MSG_DONTWAIT);
    if (!got.ok && got.error.code === 'EAGAIN') {
      await sleep(0);
      continue;
    }
    const length = unwrap(got);
    if (length === 0) break;
    const parts = `${rest}${room.toString('latin1', 0, length)}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    progress(Math.min(0.99, lines.length / (2 * each)));
  }
  await program.ended();
  for (const fd of [conn, listener]) unwrap(close(fd));
  progress(1);
  return { sent: 2 * each, whole: lines.filter((line) => /^(A{999}|B{999})$/.test(line)).length };
}

/** A window of a few segments: most of what is written has to wait. */
function small(fd: Fd): void {
  unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 4096));
}
