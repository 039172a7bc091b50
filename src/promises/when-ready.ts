import { check_integer } from '../codec/check.js';
import { F_GETFL, MSG_DONTWAIT, O_NONBLOCK } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { err, ok, type Result } from '../result.js';
import { type FcntlCode, fcntl } from '../sys/fcntl.js';
import { descriptor_of, known } from './descriptors.js';
import { patience, type WaitOptions } from './options.js';
import { aborted, type Blocking, type WaitError } from './outcome.js';
import { without_wait } from './turn.js';
import { by_now, wait, waits } from './waiting.js';

/** Makes a call; while it fails with EAGAIN, waits for `events` and calls again. */
export async function when_ready<T, E extends { readonly code: string }>(
  name: string,
  fd: Fd,
  events: number,
  options: WaitOptions | undefined,
  call: () => Result<T, E>,
): Promise<Result<T, E | WaitError>> {
  const how = patience(name, options);
  if (how.signal?.aborted) return aborted(how.signal);
  let result = call();
  if (result.ok || result.error.code !== 'EAGAIN') return without_wait(result);
  const waiting = waits(fd, events, how);
  do {
    const ready = by_now(waiting, await wait(waiting));
    if (!ready.ok) return ready;
    result = call();
  } while (!result.ok && result.error.code === 'EAGAIN');
  return result;
}

/** {@link when_ready} for a call without a flag like MSG_DONTWAIT. */
export function when_unblocking<T, E extends { readonly code: string }>(
  name: string,
  fd: Fd,
  events: number,
  options: WaitOptions | undefined,
  call: () => Result<T, E>,
  parameter?: string,
): Promise<Result<T, E | WaitError | SysError<FcntlCode> | Blocking>> {
  return when_ready<T, E | SysError<FcntlCode> | Blocking>(name, fd, events, options, () => {
    const may = unblocking(fd, name, parameter);
    return may.ok ? call() : may;
  });
}

/** The flags of a send or receive, with MSG_DONTWAIT, because finding out whether the descriptor blocks would take another call. */
export function dont_wait(name: string, flags: number): number {
  check_integer(flags, -0x8000_0000, 0xffff_ffff, `${name}: flags`);
  return flags | MSG_DONTWAIT;
}

/**
 * For calls without a flag like MSG_DONTWAIT: tells whether the descriptor is non-blocking. The kernel is asked once, by
 * `fcntl(fd, F_GETFL)`, unless the call of this package that created the descriptor made it non-blocking, and again after a call of this thread that
 * may have changed the answer.
 */
export function unblocking(fd: Fd, call: string, name = 'fd'): Result<void, SysError<FcntlCode> | Blocking> {
  check_integer(fd, 0, 0x7fff_ffff, `${call}: ${name}`);
  const descriptor = descriptor_of(fd);
  if (descriptor.unblocking === known.modes) return ok(undefined);
  const flags = fcntl(fd, F_GETFL);
  if (!flags.ok) return flags;
  if ((flags.value & O_NONBLOCK) === 0) return err(blocking(fd, call));
  descriptor.unblocking = known.modes;
  return ok(undefined);
}

function blocking(fd: Fd, call: string): Blocking {
  const message =
    `fd ${fd} does not have O_NONBLOCK, and ${call} takes no MSG_DONTWAIT: it could block the event loop. ` +
    'Create it with SOCK_NONBLOCK, or set the flag: fcntl(fd, F_SETFL, flags | O_NONBLOCK)';
  return { code: 'BLOCKING', message };
}
