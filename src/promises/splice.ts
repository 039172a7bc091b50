import type { FileOffset } from '../codec/file-offset.js';
import { POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { FcntlCode } from '../sys/fcntl.js';
import { type SendfileCode, sendfile as sendfile_now } from '../sys/sendfile.js';
import { type SpliceCode, splice as splice_now } from '../sys/splice.js';
import { patience, type WaitOptions } from './options.js';
import type { Blocking, SoonError } from './outcome.js';
import { waits } from './waiting.js';
import { unblocking, when_ready } from './when-ready.js';

/**
 * sendfile(2), as a promise: bytes of a file go to a socket, and it waits on Node's event loop while the socket is full.
 *
 * @param out_fd where to, with O_NONBLOCK
 * @param in_fd a file that can be mapped; reading it from a disk takes the time that it takes
 * @param offset where in the file to begin, which moves on; null is the file's own place
 * @param count how many bytes at most
 * @param options what ends the wait early
 * @returns how many bytes went; 0 at the end of the file
 *
 * **Errors**: those of `sendfile`, but EAGAIN; `BLOCKING` `out_fd` has no O_NONBLOCK; those of {@link ready}.
 *
 * **strace**: `sendfile(3, 4, [0] => [11], 11) = 11`; when the socket is full, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { openSync } from 'node:fs';
 * import { AF_UNIX, as_fd, SOCK_NONBLOCK, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { sendfile } from 'sys-socket/promises';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * const file = as_fd(openSync('/proc/sys/kernel/ostype', 'r'));
 * console.log(unwrap(await sendfile(a, file, BigInt64Array.of(2n), 3))); // 3
 * ```
 */
export async function sendfile(
  out_fd: Fd,
  in_fd: Fd,
  offset: FileOffset,
  count: number | bigint,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SendfileCode | FcntlCode> | Blocking>> {
  const may = unblocking(out_fd, 'sendfile', 'out_fd');
  return may.ok
    ? when_ready('sendfile', out_fd, POLLOUT, options, () => sendfile_now(out_fd, in_fd, offset, count))
    : may;
}

/**
 * splice(2), as a promise: bytes go between a pipe and another descriptor, and it waits on Node's event loop until one has some and the
 * other has room.
 *
 * @param fd_in where from, with O_NONBLOCK
 * @param off_in where in it; null for a pipe or a socket
 * @param fd_out where to, with O_NONBLOCK
 * @param off_out where in it; null for a pipe or a socket
 * @param len how many bytes at most
 * @param flags as for `splice`
 * @param options what ends the wait early
 * @returns how many bytes went; 0 at the end
 *
 * **Errors**: those of `splice`, but EAGAIN; `BLOCKING` one of the two has no O_NONBLOCK (a file has to have it too, which changes
 * nothing for it); those of {@link ready}.
 *
 * **strace**: `splice(3, NULL, 5, NULL, 11, 0) = 11`; when there is nothing, or no room, that line with `-1 EAGAIN`, then the lines of
 * {@link ready} for both
 *
 * @example
 * ```ts
 * import { AF_UNIX, O_NONBLOCK, pipe2, SOCK_NONBLOCK, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
 * import { splice } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * const [, writing] = unwrap(pipe2(O_NONBLOCK));
 * const moved = splice(b, null, writing, null, 1024);
 * unwrap(send(a, Buffer.from('HELLO-WORLD')));
 * console.log(unwrap(await moved)); // 11
 * ```
 */
export async function splice(
  fd_in: Fd,
  off_in: FileOffset,
  fd_out: Fd,
  off_out: FileOffset,
  len: number | bigint,
  flags = 0,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SpliceCode | FcntlCode> | Blocking>> {
  const how = patience('splice', options);
  for (const [name, fd] of Object.entries({ fd_in, fd_out })) {
    const may = unblocking(fd, 'splice', name);
    if (!may.ok) return may;
  }
  const both = [waits(fd_in, POLLIN, how), waits(fd_out, POLLOUT, how)];
  for (;;) {
    const moved = splice_now(fd_in, off_in, fd_out, off_out, len, flags);
    if (moved.ok || moved.error.code !== 'EAGAIN') return moved;
    for (const wait of both) {
      const ready = await wait();
      // A file is always ready.
      if (!ready.ok && ready.error.code !== 'EPERM') return ready;
    }
  }
}
