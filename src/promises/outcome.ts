import type { ErrnoName } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { type Err, err } from '../result.js';
import type { EpollCreateCode } from '../sys/epoll-create.js';
import type { EpollCtlCode } from '../sys/epoll-ctl.js';
import type { WatchCode } from './watch.js';

/**
 * A wait reached its timeout. It has no `syscall` and no `errno`, unlike the ETIMEDOUT of a syscall (the peer did not answer a connect):
 * `'timeout' in error` tells them apart.
 */
export interface TimedOut {
  readonly code: 'ETIMEDOUT';
  readonly message: string;
  /** The timeout that was given, in milliseconds. */
  readonly timeout: number;
  readonly syscall?: never;
  readonly errno?: never;
}

/** The signal of the wait was aborted. */
export interface Aborted {
  readonly code: 'ABORT_ERR';
  readonly message: string;
  /** The signal's reason. */
  readonly reason: unknown;
}

/** The descriptor was closed during the wait, by this package and in this thread. */
export interface Closed {
  readonly code: 'CLOSED';
  readonly message: string;
}

/** The call was not made, because it could block the event loop: the descriptor has no O_NONBLOCK, and the syscall no flag like MSG_DONTWAIT. */
export interface Blocking {
  readonly code: 'BLOCKING';
  readonly message: string;
}

/** The errors with which a wait can fail: those of epoll_create1(2) and epoll_ctl(2), and those of watching the epoll descriptor. */
export type WaitCode = EpollCtlCode | EpollCreateCode | WatchCode;

/** Why a wait ended without events. */
export type WaitError = SysError<WaitCode> | TimedOut | Aborted | Closed;

/** Why a call failed: an error of its man page, or {@link WaitError}. */
export type SoonError<Code extends ErrnoName> = SysError<Code> | WaitError;

export function timed_out(timeout: number): Err<TimedOut> {
  return err({ code: 'ETIMEDOUT', message: `Nothing was ready within ${timeout} ms`, timeout });
}

export function aborted(signal: AbortSignal): Err<Aborted> {
  return err({ code: 'ABORT_ERR', message: 'The wait was aborted', reason: signal.reason });
}

export function closed(fd: number): Err<Closed> {
  return err({ code: 'CLOSED', message: `fd ${fd} was closed during the wait` });
}

/** An EPERM of epoll_ctl(2) with a message of its own, since the usual message is about privileges. */
export function never_waits(fd: Fd, error: SysError<EpollCtlCode>): Err<SysError<WaitCode>> {
  const message = `fd ${fd} is a regular file or a directory: those are always ready, and epoll cannot wait for them`;
  return err({ ...error, message });
}
