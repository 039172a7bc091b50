// The peer, which does not read until the lab lets it.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fd, MSG_DONTWAIT, recv, SO_RCVBUF, SOL_SOCKET, setsockopt, unwrap } from 'sys-socket';

/** So that the peer's part is quickly seen: its connections inherit it. */
export function small_queue(listener: Fd): void {
  unwrap(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, 1 << 20));
}

/** What a peer has read. */
export interface Received {
  bytes: number;
  /** Bytes that are not those that stand in this place of what was sent. */
  wrong: number;
  /** The count after each read. */
  readonly steps: { readonly time: number; readonly bytes: number }[];
}

/** Reads to the end, a piece each millisecond or so, without blocking. */
export async function read_all(conn: Fd, received: Received): Promise<void> {
  const room = Buffer.alloc(256 << 10);
  for (;;) {
    const got = recv(conn, room, MSG_DONTWAIT);
    if (got.ok && got.value === 0) return;
    if (!got.ok && got.error.code !== 'EAGAIN') unwrap(got);
    const length = got.ok ? got.value : 0;
    for (let i = 0; i < length; i += 1) if (room[i] !== (received.bytes + i) % 251) received.wrong += 1;
    received.bytes += length;
    received.steps.push({ time: performance.timeOrigin + performance.now(), bytes: received.bytes });
    await sleep(1);
  }
}
