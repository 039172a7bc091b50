import { in_c, subject } from './cases.js';

/** A row of the micro table: one call or one pair of calls, in C and in the package, by the name that both programs use. */
export interface MicroRow {
  readonly name: string;
  /** The name of the row of C, if it is another one. */
  readonly like?: string;
  readonly title: string;
  /** Steps in one turn, which takes some milliseconds. */
  readonly steps: number;
  /** The maximum ratio of the package to C. */
  readonly goal?: number;
  /** A second, lower one. */
  readonly second_goal?: number;
  /** The maximum garbage of a step, in bytes. */
  readonly garbage?: number;
}

export const micro_rows: readonly MicroRow[] = [
  { name: 'pair', title: 'send and recv of 64 B', steps: 2000, goal: 1.1, second_goal: 1.06, garbage: 0 },
  { name: 'eagain', title: 'recv, EAGAIN', steps: 5000, goal: 1.15, second_goal: 1.08, garbage: 0 },
  { name: 'write-read', title: 'write and read of 64 B', steps: 2000, goal: 1.12, garbage: 0 },
  { name: 'fcntl', title: 'fcntl F_GETFL', steps: 8000, goal: 1.25, garbage: 0 },
  { name: 'sendmsg', title: 'sendmsg of 2 parts, recv', steps: 2000, goal: 1.2 },
  { name: 'recvmsg', title: 'send, recvmsg of 2 parts', steps: 2000, goal: 1.3 },
  { name: 'writev', title: 'writev of 2 parts, read', steps: 2000 },
  { name: 'udp', title: 'UDP, sendto and recvfrom with address', steps: 1000, goal: 1.08 },
  { name: 'mmsg', title: 'sendmmsg and recvmmsg, 64 datagrams by 8', steps: 20, garbage: 0 },
  { name: 'gso', title: 'GSO and GRO, 32 datagrams of 1000 B', steps: 100, goal: 1.15 },
  { name: 'epoll_wait-1', title: 'epoll_wait, 1 ready', steps: 4000, goal: 1.15, garbage: 0 },
  { name: 'epoll_wait-64', title: 'epoll_wait, 64 ready', steps: 500, goal: 1.02, garbage: 0 },
  { name: 'epoll_ctl', title: 'epoll_ctl EPOLL_CTL_MOD', steps: 5000, goal: 1.25 },
  { name: 'poll-1', title: 'poll of 1', steps: 5000, goal: 1.4, garbage: 0 },
  { name: 'poll-64', title: 'poll of 64', steps: 500, goal: 1.08, garbage: 0 },
  { name: 'getsockopt-int', title: 'getsockopt, an int', steps: 5000, goal: 1.35, garbage: 0 },
  { name: 'setsockopt-int', title: 'setsockopt, an int', steps: 5000, goal: 1.35, garbage: 0 },
  { name: 'getsockopt-struct', title: 'getsockopt, a struct linger', steps: 5000, goal: 1.6 },
  { name: 'setsockopt-struct', title: 'setsockopt, a struct linger', steps: 5000, goal: 1.6 },
  {
    name: 'getsockopt-tcp_info',
    title: 'getsockopt TCP_INFO into a view, one field read',
    steps: 3000,
    goal: 2,
    garbage: 0,
  },
  {
    name: 'getsockopt-tcp_info-value',
    like: 'getsockopt-tcp_info',
    title: 'getsockopt TCP_INFO, a value with all 56 fields',
    steps: 3000,
  },
  { name: 'getsockname', title: 'getsockname into an address, the port read', steps: 4000, goal: 1.35 },
  { name: 'accept', title: 'socket, connect, accept with address, 2 close', steps: 200, goal: 1.35 },
  { name: 'frame-64', title: 'a frame of 64 B sent and received', steps: 1000, goal: 1.25 },
  { name: 'frame-64k', title: 'a frame of 64 KiB, into an array of its own', steps: 200 },
  {
    name: 'frame-64k-into',
    like: 'frame-64k',
    title: 'the same, into the memory of the caller',
    steps: 200,
    goal: 1.08,
  },
  { name: 'frame-64-reader', like: 'frame-64', title: 'a frame of 64 B, FrameReader', steps: 1000, goal: 1 },
];

/** The subjects of a row: the floor, and this package as built in the given folders. */
export function subjects_of(
  { name, like = name, steps }: MicroRow,
  packages: Readonly<Record<string, string>>,
): Readonly<Record<string, readonly string[]>> {
  const here = Object.entries(packages).map(([who, root]) => [who, [...subject('micro', root), name, String(steps)]]);
  return { C: [...in_c, like, String(steps)], ...Object.fromEntries(here) };
}
