import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { poll } from '../sys/poll.js';
import { descriptor_of, type Waiter } from './descriptors.js';
import { enter, keep_running, leave, read_events } from './epoll-set.js';
import type { Patience } from './options.js';
import { aborted, timed_out, type WaitError } from './outcome.js';

/** The maximum delay of a timer of Node, 24.8 days. */
const longest_timer = 0x7fff_ffff;

/**
 * Waits for an event once. With -1 as `events`, it waits for the close of the descriptor alone.
 *
 * @param left the maximum duration of the wait, in milliseconds
 */
export function wait_once(
  fd: Fd,
  events: number,
  { signal, timeout, ref }: Patience,
  left: number,
): Promise<Result<number, WaitError>> {
  if (signal?.aborted) return Promise.resolve(aborted(signal));
  const descriptor = descriptor_of(fd);
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settled = false;
    const waiter: Waiter = {
      events,
      settle(result) {
        settled = true;
        if (timer !== undefined) clearTimeout(timer);
        signal?.removeEventListener('abort', on_abort);
        if (ref) keep_running(-1);
        resolve(result);
      },
    };
    const give_up = (why: Result<number, WaitError>): void => {
      leave(descriptor, waiter);
      waiter.settle(why);
    };
    const on_abort = (): void => {
      if (signal !== undefined) give_up(aborted(signal));
    };
    const end = performance.now() + left;
    const on_time = (): void => {
      const more = end - performance.now();
      if (more > 0) set_timer(more);
      else {
        read_events(); // what is ready by now has come in time
        if (!settled) give_up(timed_out(timeout ?? left));
      }
    };
    const set_timer = (ms: number): void => {
      timer = setTimeout(on_time, Math.min(ms, longest_timer));
      if (!ref) timer.unref?.();
    };
    const entered = enter(descriptor, waiter);
    if (!entered.ok) return resolve(entered);
    if (ref) keep_running(1);
    signal?.addEventListener('abort', on_abort, { once: true });
    if (left < Number.POSITIVE_INFINITY) set_timer(left);
  });
}

/** The number of consecutive waits that end at once for nothing, after which the next one is preceded by a pause. */
const patient_misses = 4;
const longest_pause = 64;

/**
 * The waits of one call, which share its time limit: each call of the returned function is a wait.
 *
 * A ready descriptor can still answer EAGAIN: a unix datagram socket is writable while its peer's queue is full, and another reader may have
 * taken the data. If that happens repeatedly, the waits pause, longer each time, so that the process does not spin.
 *
 * @param remaining the remaining milliseconds; default: those of `timeout`, counted from now
 */
export function waits(
  fd: Fd,
  events: number,
  patience: Patience,
  remaining: () => number = within(patience.timeout),
): () => Promise<Result<number, WaitError>> {
  let misses = 0;
  let took: number | undefined;
  return async () => {
    // Who asks again was told of nothing. A wait of a moment was none; of a longer one, which a busy host can make of any, the kernel knows.
    if (took !== undefined) misses = took < 1 || is_ready(fd, events) ? misses + 1 : 0;
    if (misses >= patient_misses) {
      const left = remaining();
      const pause = Math.min(2 ** (misses - patient_misses), longest_pause);
      const paused = await wait_once(fd, -1, patience, Math.min(pause, left));
      if (!paused.ok && (paused.error.code !== 'ETIMEDOUT' || pause >= left)) return paused;
    }
    const began = performance.now();
    const ready = await wait_once(fd, events, patience, Math.max(remaining(), 0));
    took = performance.now() - began;
    return ready;
  };
}

function is_ready(fd: Fd, events: number): boolean {
  const polled = poll([{ fd, events }], 0);
  return polled.ok && polled.value > 0;
}

function within(timeout: number | undefined): () => number {
  if (timeout === undefined) return () => Number.POSITIVE_INFINITY;
  const end = performance.now() + timeout;
  return () => end - performance.now();
}
