// What this thread knows about descriptors: the waits for each, and whether it blocks. After a close, the number can name another
// descriptor. So this module stands in front of the native table and sees the calls that open and close descriptors. The functions
// below it do not depend on it, and a program that does not load it has nothing in front of the table.
import { any_control, decode_control } from '../codec/cmsghdr.js';
import { uint32_at } from '../codec/field.js';
import { length_of, part } from '../codec/intrinsics.js';
import { socklen_size } from '../codec/value-result.js';
import { F_DUPFD, F_DUPFD_CLOEXEC, F_SETFL, SOCK_NONBLOCK } from '../constants.js';
import { descriptors_in, holds_descriptors } from '../controls.js';
import type { Fd } from '../fd.js';
import { FIONBIO } from '../ioctls.js';
import { common, interpose, type Native } from '../native.js';
import type { Err, Result } from '../result.js';
import { numbers } from '../structs/batch-layout.js';
import { closed, type WaitError } from './outcome.js';

/** A wait for a descriptor. */
export interface Waiter {
  /** `POLLIN`, ..., or-ed; -1 to wait for the close of the descriptor alone. */
  readonly events: number;
  settle(result: Result<number, WaitError>): void;
}

/** A descriptor with waits, now or in the past. */
export interface Descriptor {
  readonly fd: Fd;
  /** Returned with its events, so that events of an earlier descriptor with the same number are recognized. */
  readonly generation: number;
  /** True if the descriptor is in the epoll set, as far as the package knows. */
  registered: boolean;
  /** True if its waits are armed edge-triggered, and so for more than one event. */
  edge: boolean;
  /** The {@link Known.modes} in which it was seen not to block. */
  unblocking: number;
  /** True while a promise of `connect` waits for an attempt that the kernel makes. */
  connecting: boolean;
  waiters: Waiter[];
}

/** The waits of a descriptor that has none. The first one replaces it, so nothing is ever added to it. */
export const nobody: Waiter[] = [];

interface Known {
  readonly descriptors: Map<number, Descriptor>;
  /** Callbacks for the close of a descriptor: {@link on_forget}. */
  readonly forgetting: Map<number, Set<() => void>>;
  generation: number;
  /** Counts the calls that may have made a descriptor blocking: O_NONBLOCK belongs to the open file description, which other descriptors can share. */
  modes: number;
  /** The epoll descriptor of the set; -1 before the first wait. */
  set: number;
  /** Removes a descriptor with waits from the epoll set. */
  leave(fd: number): void;
}

/** Generations use the bits above 32 of a number that must stay exact. */
const generations = 2 ** 20;

export const known = common<Known>('descriptors', () => {
  interpose(watching);
  return { descriptors: new Map(), forgetting: new Map(), generation: 0, modes: 1, set: -1, leave() {} };
});

/** The record of a descriptor. */
export function descriptor_of(fd: Fd): Descriptor {
  const found = known.descriptors.get(fd);
  if (found !== undefined) return found;
  known.generation = (known.generation + 1) % generations;
  const { generation } = known;
  const made: Descriptor = {
    fd,
    generation,
    registered: false,
    edge: false,
    unblocking: 0,
    connecting: false,
    waiters: nobody,
  };
  known.descriptors.set(fd, made);
  return made;
}

/** Registers a callback for the time when the number stops naming this descriptor. Returns a function that removes it. */
export function on_forget(fd: number, callback: () => void): () => void {
  const callbacks = known.forgetting.get(fd) ?? new Set();
  known.forgetting.set(fd, callbacks.add(callback));
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0 && known.forgetting.get(fd) === callbacks) known.forgetting.delete(fd);
  };
}

/** True as long as its number names this descriptor. */
export function is_current(descriptor: Descriptor): boolean {
  return known.descriptors.get(descriptor.fd) === descriptor;
}

/** Returns a function that tells whether the number still names this descriptor, for loops that do not always wait. */
export function still_names(fd: Fd): () => boolean {
  const descriptor = descriptor_of(fd);
  return () => is_current(descriptor);
}

/** The number stops naming this descriptor: notifies all waits for it. The epoll set keeps an entry as long as a duplicate of the descriptor is open. */
export function forget(fd: number): void {
  for (const callback of known.forgetting.get(fd) ?? []) callback();
  known.forgetting.delete(fd);
  const gone = known.descriptors.get(fd);
  if (gone === undefined) return;
  known.descriptors.delete(fd);
  if (gone.waiters.length === 0 && !gone.edge) return;
  known.leave(fd);
  tell_end(gone, closed(fd));
}

/** Ends all waits for a descriptor that is gone. */
export function tell_end(descriptor: Descriptor, why: Err<WaitError>): void {
  const { waiters } = descriptor;
  descriptor.waiters = nobody;
  for (const waiter of waiters) waiter.settle(why);
}

/** Takes the result of a call that creates a descriptor: its number, or an error. */
function made(fd: number, flags = 0): number {
  if (fd < 0) return fd;
  forget(fd);
  if (flags & SOCK_NONBLOCK) descriptor_of(fd as Fd).unblocking = known.modes;
  return fd;
}

function both_made(returned: number, numbers: Int32Array, flags: number): number {
  if (returned >= 0) for (const fd of numbers) made(fd, flags);
  return returned;
}

/** The control messages that a call wrote into a cell can have descriptors. Most have none, so their headers are looked at before any is decoded. */
function came(returned: number, cells: Uint8Array, at = 0, room: number = length_of(cells)): void {
  if (returned < 0) return;
  const end = at + Math.min(socklen_size + uint32_at(cells, at), room);
  if (!any_control(cells, at + socklen_size, end, holds_descriptors)) return;
  for (const message of decode_control(cells, part, at + socklen_size, end))
    for (const fd of descriptors_in(message)) made(fd);
}

/** Without its epoll set, no wait of this thread would ever end. */
function refuse_set(fd: number, where: string): void {
  if (fd !== known.set) return;
  throw new RangeError(
    `${where} must be a descriptor that is not the package's own, got ${fd}, the epoll set of promises`,
  );
}

function watching(below: Native): Partial<Native> {
  return {
    close(fd) {
      refuse_set(fd, 'close: fd');
      forget(fd);
      return below.close(fd);
    },
    dup3(oldfd, newfd, flags) {
      refuse_set(newfd, 'dup3: newfd');
      const fd = below.dup3(oldfd, newfd, flags);
      return made(fd);
    },
    fcntl(fd, cmd, arg) {
      const returned = below.fcntl(fd, cmd, arg);
      if (returned >= 0 && cmd === F_SETFL && !(arg & SOCK_NONBLOCK)) known.modes += 1;
      return cmd === F_DUPFD || cmd === F_DUPFD_CLOEXEC ? made(returned) : returned;
    },
    ioctl(fd, op, argp) {
      const returned = below.ioctl(fd, op, argp);
      if (returned >= 0 && op === FIONBIO) known.modes += 1;
      return returned;
    },
    socket: (domain, type, protocol) => made(below.socket(domain, type, protocol), type),
    socketpair: (domain, type, protocol, sv) => both_made(below.socketpair(domain, type, protocol, sv), sv, type),
    pipe2: (pipefd, flags) => both_made(below.pipe2(pipefd, flags), pipefd, flags),
    accept: (fd, cell) => made(below.accept(fd, cell)),
    accept4: (fd, cell, flags) => made(below.accept4(fd, cell, flags), flags),
    recvmsg(fd, msg_iov, name, control, out, flags) {
      const returned = below.recvmsg(fd, msg_iov, name, control, out, flags);
      if (control !== null) came(returned, control);
      return returned;
    },
    recvmmsg(fd, iov, messages, data, names, controls, vlen, flags, timeout) {
      const returned = below.recvmmsg(fd, iov, messages, data, names, controls, vlen, flags, timeout);
      if (controls === null) return returned;
      const room = (controls.length * numbers * 4) / messages.length;
      for (let i = 0; i < Math.min(returned, vlen); ++i) came(returned, controls, i * room, room);
      return returned;
    },
    signalfd: (fd, mask, flags) =>
      fd < 0 ? made(below.signalfd(fd, mask, flags), flags) : below.signalfd(fd, mask, flags),
    dup: (oldfd) => made(below.dup(oldfd)),
    eventfd: (initval, flags) => made(below.eventfd(initval, flags), flags),
    timerfd_create: (clockid, flags) => made(below.timerfd_create(clockid, flags), flags),
    epoll_create1: (flags) => made(below.epoll_create1(flags)),
    pidfd_open: (pid, flags) => made(below.pidfd_open(pid, flags)),
    pidfd_getfd: (pidfd, targetfd, flags) => made(below.pidfd_getfd(pidfd, targetfd, flags)),
  };
}
