// The other end of ways.ts: a listener for one connection, and what its kernel says. No call blocks.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  getsockopt,
  IPPROTO_TCP,
  listen,
  POLLIN,
  poll,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_INFO,
  unwrap,
} from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import type { Program, Watch } from '../kit/program.js';

/** A listener on a port that the kernel chose, and its address. */
export function start_listening(backlog: number, options: (fd: Fd) => void = () => {}) {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  options(listener);
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, backlog));
  const address: SockAddr = sockaddr_storage();
  unwrap(getsockname(listener, address));
  return { listener, address };
}

/** Starts ways.ts, and hands over the connection to it. */
export async function meet(bench: Bench, way: string, watch: Watch = {}): Promise<{ program: Program; conn: Fd }> {
  const { listener, address } = start_listening(1, (fd) => unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 8192)));
  const port = String(address).replace(/^.*:/, '');
  const program = bench.start({ other: 'ways', args: [port, way], ...watch });
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
