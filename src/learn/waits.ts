import { little_endian } from '../codec/field.js';
import { timespec } from '../codec/time.js';
import { EPOLL_CTL_DEL, EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT } from '../constants.js';
import { layout, offset_of } from '../headers.js';
import type { Native } from '../native.js';
import type { PlayClock } from './time.js';

/** When a descriptor will be ready, on the play's clock: Infinity for never. */
export interface Readiness {
  readable(): number;
  writable(): number;
  /** True if the connection was refused, which is reported once it is writable. */
  broken(): boolean;
}

/** What waiting calls need from their play. */
export interface Waiting {
  readonly fd: number;
  readonly clock: PlayClock;
  readonly ready: Readiness;
  /** -EINTR. */
  readonly interrupted: number;
  /** Called for each call. */
  turn(): void;
  /** Ends the play, because the call would block forever. */
  sleeps(): never;
}

const pollfd = { size: layout('pollfd').size, fd: offset_of('pollfd', 'fd') } as const;
const poll_at = { events: offset_of('pollfd', 'events'), revents: offset_of('pollfd', 'revents') } as const;
const event_at = offset_of('epoll_event', 'events');
const event_size = layout('epoll_event').size;

/** poll(2), epoll(7) and similar calls, for one descriptor and on the clock of a play. */
export function waiting({ fd, clock, ready, interrupted, turn, sleeps }: Waiting): (below: Native) => Partial<Native> {
  /** poll and epoll events have the same bits. @returns the events; 0 if none occurred in time; -EINTR */
  const wait = (events: number, longest: number): number => {
    turn();
    const readable = events & EPOLLIN ? ready.readable() : Number.POSITIVE_INFINITY;
    const writable = events & EPOLLOUT || ready.broken() ? ready.writable() : Number.POSITIVE_INFINITY;
    const woken = clock.wait(Math.min(readable, writable), longest);
    if (woken === undefined) return sleeps();
    if (woken === 'signal') return interrupted;
    const broken = ready.broken() && ready.writable() <= clock.now ? EPOLLERR | EPOLLHUP : 0;
    return (readable <= clock.now ? EPOLLIN : 0) | (writable <= clock.now ? events & EPOLLOUT : 0) | broken;
  };

  const polled = (fds: Uint8Array, longest: number): number | undefined => {
    const view = new DataView(fds.buffer, fds.byteOffset, fds.length);
    for (let at = 0; at < fds.length; at += pollfd.size) {
      if (view.getInt32(at + pollfd.fd, little_endian) !== fd) continue;
      const found = wait(view.getInt16(at + poll_at.events, little_endian), longest);
      if (found > 0) view.setInt16(at + poll_at.revents, found, little_endian);
      return found > 0 ? 1 : found;
    }
    return undefined;
  };

  /** The struct epoll_event of the descriptor, by the epoll instance in which it is registered. */
  const sets = new Map<number, Uint8Array>();
  const epolled = (epfd: number, events: Uint8Array, longest: number): number | undefined => {
    const event = sets.get(epfd);
    if (event === undefined) return undefined;
    const found = wait(new DataView(event.buffer).getUint32(event_at, little_endian), longest);
    if (found <= 0) return found;
    events.set(event);
    new DataView(events.buffer, events.byteOffset).setUint32(event_at, found, little_endian);
    return 1;
  };

  return (below) => ({
    poll: (fds, timeout) => polled(fds, milliseconds(timeout)) ?? below.poll(fds, timeout),
    ppoll: (fds, tmo, mask) => polled(fds, of_timespec(tmo)) ?? below.ppoll(fds, tmo, mask),
    epoll_ctl(epfd, op, of, event) {
      const result = below.epoll_ctl(epfd, op, of, event);
      if (of !== fd || result < 0) return result;
      if (op === EPOLL_CTL_DEL || event === null) sets.delete(epfd);
      else sets.set(epfd, Uint8Array.from(event.subarray(0, event_size)));
      return result;
    },
    epoll_wait: (epfd, events, timeout) =>
      epolled(epfd, events, milliseconds(timeout)) ?? below.epoll_wait(epfd, events, timeout),
    epoll_pwait2: (epfd, events, tmo, mask) =>
      epolled(epfd, events, of_timespec(tmo)) ?? below.epoll_pwait2(epfd, events, tmo, mask),
  });
}

/** poll(2): any negative time means forever. */
function milliseconds(timeout: number): number {
  return timeout < 0 ? Number.POSITIVE_INFINITY : timeout;
}

function of_timespec(time: Uint8Array | null): number {
  if (time === null) return Number.POSITIVE_INFINITY;
  const { tv_sec, tv_nsec } = timespec.decode(time);
  return 1000 * Number(tv_sec) + Number(tv_nsec) / 1e6;
}
