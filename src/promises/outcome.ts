import type { ErrnoName } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { type Err, err } from '../result.js';
import type { EpollCreateCode } from '../sys/epoll-create.js';
import type { EpollCtlCode } from '../sys/epoll-ctl.js';
import type { WatchCode } from './watch.js';

/**
 * The time of a wait ran out. A syscall's own ETIMEDOUT (a connection that nobody answers) has `syscall` and `errno`, and this has
 * neither: `'timeout' in error` tells.
 */
export interface TimedOut {
  readonly code: 'ETIMEDOUT';
  readonly message: string;
  /** Milliseconds, as they were given. */
  readonly timeout: number;
  readonly syscall?: never;
  readonly errno?: never;
}

/** The signal of a wait was aborted. */
export interface Aborted {
  readonly code: 'ABORT_ERR';
  readonly message: string;
  /** The signal's reason. */
  readonly reason: unknown;
}

/** The descriptor was closed while it was waited for: by this package, in this thread. */
export interface Closed {
  readonly code: 'CLOSED';
  readonly message: string;
}

/** The call could stop the event loop: the descriptor has no O_NONBLOCK, and the syscall no flag for it. Nothing was called. */
export interface Blocking {
  readonly code: 'BLOCKING';
  readonly message: string;
}

/** Why the kernel may refuse a wait: what epoll_create1(2) and epoll_ctl(2) document, and what it takes to watch the epoll descriptor. */
export type WaitCode = EpollCtlCode | EpollCreateCode | WatchCode;

/** Why a wait ended without events. */
export type WaitError = SysError<WaitCode> | TimedOut | Aborted | Closed;

/** Why a call did not come to its end: what its man page says, or {@link WaitError}. */
export type SoonError<Code extends ErrnoName> = SysError<Code> | WaitError;

export function timed_out(timeout: number): Err<TimedOut> {
  return err({ code: 'ETIMEDOUT', message: `Nothing was ready within ${timeout} ms`, timeout });
}

export function aborted(signal: AbortSignal): Err<Aborted> {
  return err({ code: 'ABORT_ERR', message: 'The wait was aborted', reason: signal.reason });
}

export function closed(fd: number): Err<Closed> {
  return err({ code: 'CLOSED', message: `fd ${fd} was closed while it was waited for` });
}

/** EPERM of epoll_ctl(2), in words: the errno's own are about privileges. */
export function never_waits(fd: Fd, error: SysError<EpollCtlCode>): Err<SysError<WaitCode>> {
  const message = `fd ${fd} is a regular file or a directory: those are always ready, and epoll cannot wait for them`;
  return err({ ...error, message });
}
