import { POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { FcntlCode } from '../sys/fcntl.js';
import { type ReadCode, read as read_now } from '../sys/read.js';
import { type WriteCode, write as write_now } from '../sys/write.js';
import type { WaitOptions } from './options.js';
import type { Blocking, SoonError } from './outcome.js';
import { when_unblocking } from './when-ready.js';

/**
 * read(2), as a promise: from a socket, pipe, eventfd, timerfd, signalfd or terminal. For files there is `node:fs/promises`.
 *
 * @param fd a descriptor with O_NONBLOCK
 * @param buf the buffer for the bytes
 * @param options when to stop waiting
 * @returns the number of bytes read; 0 at end of file
 *
 * **Errors**: those of `read`, except EAGAIN; `BLOCKING` the descriptor has no O_NONBLOCK; those of {@link ready}.
 *
 * **strace**: `read(3, "HELLO-WORLD", 16) = 11`; if no data is available, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { O_NONBLOCK, pipe2, unwrap, write } from 'sys-socket';
 * import { read } from 'sys-socket/promises';
 *
 * const [reading, writing] = unwrap(pipe2(O_NONBLOCK));
 * const count = read(reading, new Uint8Array(16));
 * unwrap(write(writing, Buffer.from('HELLO-WORLD')));
 * console.log(unwrap(await count)); // 11
 * ```
 */
export function read(
  fd: Fd,
  buf: Uint8Array,
  options?: WaitOptions,
): Promise<Result<number, SoonError<ReadCode | FcntlCode> | Blocking>> {
  return when_unblocking('read', fd, POLLIN, options, () => read_now(fd, buf));
}

/**
 * write(2), as a promise: to a socket, pipe, eventfd or terminal. For files there is `node:fs/promises`.
 *
 * @param fd a descriptor with O_NONBLOCK
 * @param buf the bytes, which must not change until the promise is settled
 * @param options when to stop waiting
 * @returns the number of bytes written, which may be fewer than `buf.length`
 *
 * **Errors**: those of `write`, except EAGAIN; `BLOCKING` the descriptor has no O_NONBLOCK; those of {@link ready}.
 *
 * **strace**: `write(3, "HELLO-WORLD", 11) = 11`; if there is no room, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { O_NONBLOCK, pipe2, unwrap } from 'sys-socket';
 * import { write } from 'sys-socket/promises';
 *
 * const [, writing] = unwrap(pipe2(O_NONBLOCK));
 * console.log(unwrap(await write(writing, Buffer.from('HELLO-WORLD')))); // 11
 * ```
 */
export function write(
  fd: Fd,
  buf: Uint8Array,
  options?: WaitOptions,
): Promise<Result<number, SoonError<WriteCode | FcntlCode> | Blocking>> {
  return when_unblocking('write', fd, POLLOUT, options, () => write_now(fd, buf));
}
