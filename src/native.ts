import { remembering } from './again.js';
import { load, on_node } from './load.js';
import type { Loop } from './loop.js';
import { interruptions, through_registers } from './registers.js';
import type { Thread } from './thread.js';

/** C's pointer that may be NULL. */
type Maybe = Uint8Array | null;

/**
 * The whole native boundary: the parameters of the man page in their order, with (pointer, length) as one `Uint8Array`. The result is
 * one number, `>= 0` or `-errno`. A `cell` is a value-result buffer: a `socklen_t` and the bytes whose length it holds.
 */
export interface Native {
  socket(domain: number, type: number, protocol: number): number;
  socketpair(domain: number, type: number, protocol: number, sv: Int32Array): number;
  bind(fd: number, addr: Uint8Array): number;
  listen(fd: number, backlog: number): number;
  accept(fd: number, cell: Maybe): number;
  accept4(fd: number, cell: Maybe, flags: number): number;
  connect(fd: number, addr: Uint8Array): number;
  shutdown(fd: number, how: number): number;
  getsockname(fd: number, cell: Uint8Array): number;
  getpeername(fd: number, cell: Uint8Array): number;
  send(fd: number, buf: Uint8Array, flags: number): number;
  sendto(fd: number, buf: Uint8Array, flags: number, dest_addr: Maybe): number;
  sendmsg(fd: number, msg_iov: readonly Uint8Array[], msg_name: Maybe, msg_control: Maybe, flags: number): number;
  /** The kernel's `msg_flags` is written to the first number of `out`. */
  recvmsg(
    fd: number,
    msg_iov: readonly Uint8Array[],
    name_cell: Maybe,
    control_cell: Maybe,
    out: Int32Array,
    flags: number,
  ): number;
  /** A batch: the pieces, the numbers of each message, the data, and the cells for names and control messages (see batch-layout.ts). */
  sendmmsg(
    fd: number,
    iov: readonly Uint8Array[] | null,
    messages: Uint8Array,
    data: Uint8Array,
    names: Maybe,
    controls: Maybe,
    first: number,
    vlen: number,
    flags: number,
  ): number;
  recvmmsg(
    fd: number,
    iov: readonly Uint8Array[] | null,
    messages: Uint8Array,
    data: Uint8Array,
    names: Maybe,
    controls: Maybe,
    vlen: number,
    flags: number,
    timeout: Maybe,
  ): number;
  readv(fd: number, iov: readonly Uint8Array[]): number;
  writev(fd: number, iov: readonly Uint8Array[]): number;
  preadv(fd: number, iov: readonly Uint8Array[], offset: number | bigint): number;
  pwritev(fd: number, iov: readonly Uint8Array[], offset: number | bigint): number;
  /** An `off_t *` is an array of its eight bytes, which the kernel reads and writes. */
  sendfile(out_fd: number, in_fd: number, offset: Maybe, count: number | bigint): number;
  splice(fd_in: number, off_in: Maybe, fd_out: number, off_out: Maybe, len: number | bigint, flags: number): number;
  tee(fd_in: number, fd_out: number, len: number | bigint, flags: number): number;
  copy_file_range(
    fd_in: number,
    off_in: Maybe,
    fd_out: number,
    off_out: Maybe,
    len: number | bigint,
    flags: number,
  ): number;
  recv(fd: number, buf: Uint8Array, flags: number): number;
  recvfrom(fd: number, buf: Uint8Array, flags: number, cell: Maybe): number;
  read(fd: number, buf: Uint8Array): number;
  write(fd: number, buf: Uint8Array): number;
  getsockopt(fd: number, level: number, optname: number, cell: Uint8Array): number;
  setsockopt(fd: number, level: number, optname: number, optval: Uint8Array): number;
  close(fd: number): number;
  fcntl(fd: number, cmd: number, arg: number): number;
  dup(oldfd: number): number;
  dup3(oldfd: number, newfd: number, flags: number): number;
  pipe2(pipefd: Int32Array, flags: number): number;
  /** `argp` has the bytes that the request reads and writes; null if it has none. */
  ioctl(fd: number, op: number, argp: Maybe): number;
  /** SIOCGIFCONF: the cell's length is `ifc_len`. */
  ioctl_ifconf(fd: number, cell: Uint8Array): number;
  uname(buf: Uint8Array): number;
  poll(fds: Uint8Array, timeout: number): number;
  ppoll(fds: Uint8Array, tmo_p: Maybe, sigmask: Maybe): number;
  epoll_create1(flags: number): number;
  epoll_ctl(epfd: number, op: number, fd: number, event: Maybe): number;
  epoll_wait(epfd: number, events: Uint8Array, timeout: number): number;
  epoll_pwait2(epfd: number, events: Uint8Array, timeout: Maybe, sigmask: Maybe): number;
  eventfd(initval: number, flags: number): number;
  timerfd_create(clockid: number, flags: number): number;
  timerfd_settime(fd: number, flags: number, new_value: Uint8Array, old_value: Maybe): number;
  timerfd_gettime(fd: number, curr_value: Uint8Array): number;
  signalfd(fd: number, mask: Uint8Array, flags: number): number;
  pthread_sigmask(how: number, set: Maybe, oldset: Uint8Array): number;
  gettid(): number;
  tgkill(tgid: number, tid: number, sig: number): number;
  pidfd_open(pid: number, flags: number): number;
  pidfd_getfd(pidfd: number, targetfd: number, flags: number): number;
  /** A list, or an `EAI_` code (negative), or errno (positive) for `EAI_SYSTEM`. */
  getaddrinfo(
    node: string | null,
    service: string | null,
    ai_flags: number,
    ai_family: number,
    ai_socktype: number,
    ai_protocol: number,
  ): number | NativeAddrInfo[];
  /** 0, or an `EAI_` code (negative), or errno (positive) for `EAI_SYSTEM`. */
  getnameinfo(addr: Uint8Array, host: Maybe, serv: Maybe, flags: number): number;
  gai_strerror(errcode: number): string;
  inet_pton(af: number, src: string, dst: Uint8Array): number;
  inet_ntop(af: number, src: Uint8Array, dst: Uint8Array): number;
}

export interface NativeAddrInfo {
  readonly ai_flags: number;
  readonly ai_family: number;
  readonly ai_socktype: number;
  readonly ai_protocol: number;
  readonly ai_addr: Uint8Array;
  readonly ai_canonname: string | null;
}

/** What the binary has beside the table. */
interface Beside {
  readonly loop: Loop<NativeAddrInfo>;
  readonly thread: Thread;
  readonly registers: Int32Array | null;
  /** What the C compiler knew from the headers, as JSON: src/headers.ts. */
  readonly headers: string;
}

// The cast is needed because the types of the binary are not known at compile time.
const binary = load() as Native & Beside;
const { registers, headers, loop, thread, ...functions } = binary;

export { headers, loop, thread };

/** The number of calls of this thread that returned EINTR on request (`interrupt`, `siginterrupt`). */
export const interrupted: () => number = interruptions(registers, thread.interrupted);

/**
 * A value that all copies of this package's modules in a thread share, by name. Loaders of TypeScript and test runners make a second copy
 * of a module that is loaded by `require`, but there is only one binary.
 */
export function common<T>(name: string, make: () => T): T {
  const key = Symbol.for(`sys-socket ${name}`);
  if (!Object.hasOwn(binary, key)) Object.defineProperty(binary, key, { value: make() });
  return Reflect.get(binary, key) as T; // made by `make` of this name, here or in another copy
}

/** The functions of the binary itself, without those that stand in front of them. */
export const kernel: Readonly<Native> = common('kernel', () => {
  const through = through_registers(functions, registers);
  // In Bun, memory may move beneath a view.
  return registers === null || !on_node ? through : remembering(functions, through, registers);
});

/** Every call of the package goes through this table, so that `interpose` can put functions in front of it. */
export const native: Native = common('table', () => ({ ...kernel }));

/** Called for each descriptor that the package opens for itself and keeps until the thread ends, so that it is not reported as a leak. */
export const keeper: { keeps(fd: number): void } = common('keeper', () => ({ keeps() {} }));

/** The layers of `interpose`, the lowest first. */
const standing = common('layers', () => ({
  layers: [] as { readonly below: Native; readonly over: Partial<Native> }[],
}));

/**
 * Puts functions in front of those of the table, to watch or change calls, or to replace the kernel in a test. Returns a function that
 * removes them, even if other functions were put in front of them since.
 *
 * @param place `'bottom'` puts them directly in front of the binary, below all layers that exist already
 */
export function interpose(wrap: (below: Native) => Partial<Native>, place: 'top' | 'bottom' = 'top'): () => void {
  const below = { ...(place === 'top' ? native : kernel) };
  const layer = { below, over: wrap(below) };
  standing.layers = place === 'top' ? [...standing.layers, layer] : [layer, ...standing.layers];
  restack();
  return () => {
    standing.layers = standing.layers.filter((other) => other !== layer);
    restack();
  };
}

function restack(): void {
  const table: Native = { ...kernel };
  for (const { below, over } of standing.layers) {
    Object.assign(below, table);
    Object.assign(table, over);
  }
  Object.assign(native, table);
}
