// Each thread of JavaScript has one epoll descriptor, which the thread's event loop watches. Its events are read by epoll_wait(2) with
// timeout 0. A wait arms its descriptor for one event (EPOLLONESHOT), so a descriptor without waits does not wake the loop.
import { append } from '../codec/intrinsics.js';
import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLONESHOT,
  POLLERR,
  POLLHUP,
} from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Watch } from '../loop.js';
import { common, keeper, native } from '../native.js';
import { ok, type Result } from '../result.js';
import { close } from '../sys/close.js';
import { epoll_create1 } from '../sys/epoll-create.js';
import { epoll_ctl } from '../sys/epoll-ctl.js';
import { epoll_events, epoll_wait } from '../sys/epoll-wait.js';
import { type Descriptor, known, nobody, tell_end, type Waiter } from './descriptors.js';
import { closed, never_waits, type WaitCode } from './outcome.js';
import { REF, UNREF, watched } from './watch.js';

interface EpollSet {
  readonly epfd: Fd;
  readonly watch: Watch;
}

interface Holder {
  set?: EpollSet;
  /** The number of waits that keep the process running. Some need no epoll set, and can begin before there is one. */
  refs: number;
}

/** Of the events of a wait: wait until one of them occurs, and not for POLLERR and POLLHUP, which may be there already. EPOLLET would make the number negative. */
export const EDGE = 1 << 16;

const holder = common<Holder>('epoll set', () => ({ refs: 0 }));
const events = epoll_events(256);
const high = 2 ** 32;

/** The epoll set of this thread, created for its first wait. It ends with the thread. */
function the_set(): Result<EpollSet, SysError<WaitCode>> {
  if (holder.set !== undefined) return ok(holder.set);
  const epfd = epoll_create1(EPOLL_CLOEXEC);
  if (!epfd.ok) return epfd;
  const watch = watched(epfd.value, read_events, true);
  if (!watch.ok) {
    close(epfd.value);
    return watch;
  }
  keeper.keeps(epfd.value);
  known.set = epfd.value;
  if (holder.refs === 0) watch.value(UNREF);
  known.leave = (fd) => native.epoll_ctl(epfd.value, EPOLL_CTL_DEL, fd, null);
  holder.set = { epfd: epfd.value, watch: watch.value };
  return ok(holder.set);
}

/** Adds a wait for the descriptor. */
export function enter(descriptor: Descriptor, waiter: Waiter): Result<void, SysError<WaitCode>> {
  add(descriptor, waiter);
  const armed = arm(descriptor, waiter);
  if (!armed.ok) leave(descriptor, waiter);
  return armed;
}

/** Most descriptors have one wait at a time. An array that begins with it has room for no more than that; `push` would take room for 17. */
function add(descriptor: Descriptor, waiter: Waiter): void {
  if (descriptor.waiters.length === 0) descriptor.waiters = [waiter];
  else append(descriptor.waiters, waiter);
}

/** Removes a wait. An event that was armed for it can still arrive once, and is ignored. */
export function leave(descriptor: Descriptor, waiter: Waiter): void {
  const at = descriptor.waiters.indexOf(waiter);
  if (at >= 0) descriptor.waiters.splice(at, 1);
}

/** Arms the descriptor for all of its waits, including `newcomer`. */
function arm(descriptor: Descriptor, newcomer?: Waiter): Result<void, SysError<WaitCode>> {
  const wanted = wanted_of(descriptor.waiters);
  if (wanted < 0) return ok(undefined); // no epoll set is needed, for which no descriptor may be free
  const set = the_set();
  if (!set.ok) return set;
  const { fd, generation } = descriptor;
  descriptor.edge = (wanted & EDGE) !== 0;
  const mask = descriptor.edge ? wanted - EDGE + EPOLLET : wanted | EPOLLONESHOT;
  const data = generation * high + fd;
  const op = descriptor.registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  let armed = epoll_ctl(set.value.epfd, op, fd, { events: mask, data });
  if (!armed.ok && armed.error.code === 'ENOENT') {
    // The descriptor was closed without the package noticing, and its number names another one now. Only the newcomer waits for that one.
    const others = descriptor.waiters.filter((waiter) => waiter !== newcomer);
    descriptor.waiters = others;
    descriptor.unblocking = 0;
    descriptor.registered = false;
    tell_end(descriptor, closed(fd));
    if (newcomer === undefined) return ok(undefined);
    add(descriptor, newcomer);
    return arm(descriptor, newcomer);
  }
  if (!armed.ok && armed.error.code === 'EEXIST') {
    // The number was closed while a duplicate kept the file open, so the entry is still in the set. The number now names that file again.
    armed = epoll_ctl(set.value.epfd, EPOLL_CTL_MOD, fd, { events: mask, data });
  }
  descriptor.registered = armed.ok;
  if (armed.ok) return ok(undefined);
  return armed.error.code === 'EPERM' ? never_waits(fd, armed.error) : armed;
}

/** The events of all waits, or-ed; -1 if none waits for an event. */
function wanted_of(waiters: readonly Waiter[]): number {
  let wanted = -1;
  for (const { events } of waiters) if (events >= 0) wanted = wanted < 0 ? events : wanted | events;
  return wanted;
}

/** Reads ready events until there are no more, and resolves the waits for them. */
export function read_events(): void {
  const { set } = holder;
  if (set === undefined) return;
  for (;;) {
    const came = epoll_wait(set.epfd, events, 0);
    if (!came.ok) return; // EINTR: the loop calls again
    for (let i = 0; i < came.value; ++i) {
      const fd = events.fd(i);
      tell(fd, (events.data(i) - fd) / high, events.events(i));
    }
    if (came.value < events.maxevents) return;
  }
}

function tell(fd: Fd, generation: number, revents: number): void {
  const descriptor = known.descriptors.get(fd);
  if (descriptor === undefined || descriptor.generation !== generation) return;
  const waiting = descriptor.waiters;
  descriptor.waiters = nobody;
  for (let i = 0; i < waiting.length; ++i) {
    const waiter = waiting[i] as Waiter; // i < length
    const came =
      waiter.events < 0 ? 0 : revents & (waiter.events & EDGE ? waiter.events : waiter.events | POLLERR | POLLHUP);
    if (came === 0) add(descriptor, waiter);
    else waiter.settle(ok(came));
  }
  if (descriptor.edge) {
    if (descriptor.waiters.length > 0) return; // still armed
    descriptor.edge = descriptor.registered = false;
    known.leave(fd);
    return;
  }
  if (descriptor.waiters.length === 0) return;
  const armed = arm(descriptor);
  if (!armed.ok) tell_end(descriptor, armed);
}

/** Notes that a wait that keeps the process running has begun (1) or ended (-1). */
export function keep_running(by: 1 | -1): void {
  holder.refs += by;
  if (holder.refs === (by === 1 ? 1 : 0)) holder.set?.watch(by === 1 ? REF : UNREF);
}
