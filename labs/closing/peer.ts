// The other end of ways.ts: a listener for one connection, and what its kernel says. No call blocks.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accept,
  close,
  type Fd,
  getsockopt,
  IPPROTO_TCP,
  POLLIN,
  poll,
  SO_RCVBUF,
  SOL_SOCKET,
  setsockopt,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_INFO,
  unwrap,
} from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import type { Program, Watch } from '../kit/program.js';
import { start_listening } from '../kit/sockets.js';

/** Most of what is sent has to wait in the send queue of the other end. */
export function small_queue(fd: Fd): void {
  unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 8192));
}

/** Starts ways.ts, and hands over the connection to it. */
export async function meet(bench: Bench, way: string, watch: Watch = {}): Promise<{ program: Program; conn: Fd }> {
  const { listener, port } = start_listening(1, small_queue);
  const program = bench.start({ other: 'ways', args: [String(port), way], ...watch });
  await until(() => unwrap(poll([{ fd: listener, events: POLLIN }], 0)) > 0, 10_000);
  const conn = unwrap(accept(listener));
  unwrap(close(listener));
  return { program, conn };
}

const names = new Map<number, string>([
  [TCP_ESTABLISHED, 'ESTABLISHED'],
  [TCP_CLOSE_WAIT, 'CLOSE_WAIT'],
  [TCP_CLOSE, 'CLOSE'],
]);

/** The state of a connection, as `ss` names it. */
export function state_of(fd: Fd): string {
  const { tcpi_state } = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
  return names.get(tcpi_state) ?? String(tcpi_state);
}

/** Waits until it is so, or so many ms. */
export async function until(is_so: () => boolean, patience: number): Promise<void> {
  for (const end = performance.now() + patience; !is_so() && performance.now() < end; ) await sleep(2);
}
