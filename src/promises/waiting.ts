import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { type Deadline, deadline_in } from '../stream/pace.js';
import { poll } from '../sys/poll.js';
import { type Descriptor, descriptor_of, is_current, type Waiter } from './descriptors.js';
import { EDGE, enter, keep_running, leave, read_events } from './epoll-set.js';
import { once, type Patience } from './options.js';
import { aborted, closed, timed_out, type WaitError } from './outcome.js';
import { has_turned } from './turn.js';

/** The maximum delay of a timer of Node, 24.8 days. */
const longest_timer = 0x7fff_ffff;

type Resolve = (result: Result<number, WaitError>) => void;

/** A wait in progress. It is a class because each idle connection has one, and closures for the ways to end would be most of its memory. */
class Wait implements Waiter {
  readonly events: number;
  readonly #descriptor: Descriptor;
  readonly #patience: Patience;
  /** The time limit, in milliseconds. */
  readonly #limit: number;
  /** When the limit is reached, on the clock of performance.now(). */
  readonly #end: number;
  readonly #resolve: Resolve;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #on_abort: (() => void) | undefined;
  #settled = false;

  constructor(descriptor: Descriptor, events: number, patience: Patience, limit: number, resolve: Resolve) {
    this.#descriptor = descriptor;
    this.events = events;
    this.#patience = patience;
    this.#limit = limit;
    this.#end = limit === Number.POSITIVE_INFINITY ? limit : performance.now() + limit;
    this.#resolve = resolve;
  }

  begin(): void {
    const entered = enter(this.#descriptor, this);
    if (!entered.ok) {
      this.#resolve(entered);
      return;
    }
    const { ref, signal } = this.#patience;
    if (ref) keep_running(1);
    if (signal !== undefined) {
      this.#on_abort = () => this.#give_up(aborted(signal));
      signal.addEventListener('abort', this.#on_abort, once);
    }
    if (this.#limit !== Number.POSITIVE_INFINITY) this.#set_timer(this.#limit);
  }

  settle(result: Result<number, WaitError>): void {
    this.#settled = true;
    has_turned();
    const { ref, signal } = this.#patience;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.#on_abort !== undefined) signal?.removeEventListener('abort', this.#on_abort);
    if (ref) keep_running(-1);
    this.#resolve(result);
  }

  #give_up(why: Result<number, WaitError>): void {
    leave(this.#descriptor, this);
    this.settle(why);
  }

  #set_timer(ms: number): void {
    this.#timer = setTimeout(Wait.#on_time, Math.min(ms, longest_timer), this);
    if (!this.#patience.ref) this.#timer.unref?.();
  }

  static #on_time(wait: Wait): void {
    const left = wait.#end - performance.now();
    if (left > 0) {
      wait.#set_timer(left);
      return;
    }
    read_events(); // an event that has occurred by now was in time
    if (!wait.#settled) wait.#give_up(timed_out(wait.#patience.timeout ?? wait.#limit));
  }
}

/**
 * Waits for an event once. With -1 as `events`, it waits for the close of the descriptor alone.
 *
 * @param limit the maximum duration of the wait, in milliseconds
 */
export function wait_once(
  fd: Fd,
  events: number,
  patience: Patience,
  limit: number,
): Promise<Result<number, WaitError>> {
  if (patience.signal?.aborted) return Promise.resolve(aborted(patience.signal));
  return new Promise((resolve) => new Wait(descriptor_of(fd), events, patience, limit, resolve).begin());
}

/** The number of consecutive misses (waits that ended at once without a result) after which the next wait begins with a pause. */
const patient_misses = 4;
const longest_pause = 64;

/** The waits of one call, which share its time limit. */
export interface Waits {
  readonly descriptor: Descriptor;
  readonly events: number;
  readonly patience: Patience;
  readonly deadline: Deadline | undefined;
  /** The number of consecutive misses. */
  misses: number;
  /** When the last wait began, on the clock of performance.now(). */
  began: number | undefined;
}

/** @param deadline the end of all these waits; default: `timeout` from now */
export function waits(fd: Fd, events: number, patience: Patience, deadline?: Deadline): Waits {
  const { timeout } = patience;
  const end = deadline ?? (timeout === undefined ? undefined : deadline_in(timeout));
  return { descriptor: descriptor_of(fd), events, patience, deadline: end, misses: 0, began: undefined };
}

/**
 * Waits for the events once more.
 *
 * A ready descriptor can still answer EAGAIN: a unix datagram socket is writable while its peer's queue is full, another reader may have
 * taken the data, and a socket with an unread error queue has POLLERR. If that happens repeatedly, the waits pause, longer each time, so that the
 * process does not spin. An event that occurs during a pause ends it.
 */
export function wait(of: Waits): Promise<Result<number, WaitError>> {
  const { events, patience, began } = of;
  const { fd } = of.descriptor;
  // A caller that waits again had no use for the last event, unless it says so. That was a miss if the wait took less than 1 ms. A busy host can delay any
  // wait, so after a longer one the kernel is asked whether the descriptor is still ready.
  let ready: number | undefined;
  if (began !== undefined) {
    if (performance.now() - began >= 1) ready = events_of(fd, events);
    of.misses = ready === 0 ? 0 : of.misses + 1;
  }
  if (of.misses < patient_misses) return begin(of);
  const left = remaining(of);
  const pause = Math.min(2 ** (of.misses - patient_misses), longest_pause);
  const to_come = events & ~(ready ?? events_of(fd, events));
  of.began = performance.now();
  return wait_once(fd, to_come === 0 ? -1 : to_come | EDGE, patience, Math.min(pause, left)).then((paused) => {
    if (paused.ok || paused.error.code !== 'ETIMEDOUT' || pause >= left) return paused;
    return is_current(of.descriptor) ? begin(of) : closed(fd);
  });
}

/**
 * The outcome of a wait, seen from its caller: other code that ran between the event and the caller may have closed the descriptor, and then the number
 * can be another's.
 */
export function by_now({ descriptor }: Waits, outcome: Result<number, WaitError>): Result<number, WaitError> {
  return outcome.ok && !is_current(descriptor) ? closed(descriptor.fd) : outcome;
}

/** Says that the last event was no miss, although the caller waits again: bytes were transferred, but not all. */
export function was_of_use(of: Waits): void {
  of.misses = 0;
  of.began = undefined;
}

function begin(of: Waits): Promise<Result<number, WaitError>> {
  of.began = performance.now();
  return wait_once(of.descriptor.fd, of.events, of.patience, remaining(of));
}

function remaining({ deadline }: Waits): number {
  return deadline === undefined ? Number.POSITIVE_INFINITY : Math.max(deadline.remaining(), 0);
}

/** The events that the descriptor has now, with POLLERR and POLLHUP. */
function events_of(fd: Fd, events: number): number {
  const asked = { fd, events, revents: 0 };
  return poll([asked], 0).ok ? asked.revents : 0;
}
