import { fstat } from '../builtin.js';
import { is_int } from '../codec/check.js';
import type { FileOffset } from '../codec/file-offset.js';
import { POLLIN, POLLOUT } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { FcntlCode } from '../sys/fcntl.js';
import { type SendfileCode, sendfile as sendfile_now } from '../sys/sendfile.js';
import { type SpliceCode, splice as splice_now } from '../sys/splice.js';
import { on_forget } from './descriptors.js';
import { once, patience, type WaitOptions } from './options.js';
import { aborted, type Blocking, closed, type SoonError, type WaitError } from './outcome.js';
import { wait, waits } from './waiting.js';
import { unblocking } from './when-ready.js';

/**
 * sendfile(2), as a promise: copies bytes of a file to a socket, and waits on Node's event loop while the socket's buffer is full. If the
 * destination is a pipe, the source may be a socket or a pipe, and the call waits for its data too.
 *
 * @param out_fd the destination, with O_NONBLOCK
 * @param in_fd a file that supports mmap(2), whose reading from a disk blocks the event loop; for a pipe as destination also a socket or a
 *   pipe with O_NONBLOCK
 * @param offset the offset in the file, in bytes, which the call advances; null uses and advances the file offset
 * @param count the maximum number of bytes
 * @param options when to stop waiting
 * @returns the number of bytes copied; 0 at the end of the file
 *
 * **Errors**: those of `sendfile`, except EAGAIN; `BLOCKING` `out_fd`, or an `in_fd` that is no file, has no O_NONBLOCK; those of
 * {@link ready}, `CLOSED` if either of the two was closed during the wait.
 *
 * **strace**: Node's `fstat` of `in_fd`, then `sendfile(3, 4, [0] => [11], 11) = 11`; if the socket's buffer is full, that line with
 * `-1 EAGAIN`, then the lines of {@link ready}
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
export function sendfile(
  out_fd: Fd,
  in_fd: Fd,
  offset: FileOffset,
  count: number | bigint,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SendfileCode | FcntlCode> | Blocking>> {
  const send = () => sendfile_now(out_fd, in_fd, offset, count);
  const reading: Awaited = [in_fd, POLLIN];
  const writing: Awaited = [out_fd, POLLOUT];
  return is_file(in_fd)
    ? between('sendfile', { out_fd }, [in_fd, out_fd], [writing], options, send)
    : between('sendfile', { in_fd, out_fd }, [in_fd, out_fd], [reading, writing], options, send);
}

/** Whether reading never waits: since Linux 5.12 sendfile(2) to a pipe is splice(2), which waits for the data of a socket or a pipe. */
function is_file(fd: Fd): boolean {
  if (!is_int(fd) || fd < 0) return true; // sendfile says what is wrong with it, and so it does below
  try {
    return fstat(fd).isFile();
  } catch {
    return true;
  }
}

/**
 * splice(2), as a promise: moves bytes between a pipe and another descriptor, and waits on Node's event loop until the source has data and
 * the destination has free space.
 *
 * @param fd_in the source, with O_NONBLOCK
 * @param off_in the offset in it, in bytes; null for a pipe or socket
 * @param fd_out the destination, with O_NONBLOCK
 * @param off_out the offset in it, in bytes; null for a pipe or socket
 * @param len the maximum number of bytes
 * @param flags as for `splice`
 * @param options when to stop waiting
 * @returns the number of bytes moved; 0 at the end of the source
 *
 * **Errors**: those of `splice`, except EAGAIN; `BLOCKING` one of the two has no O_NONBLOCK (required for a file too, although it has no
 * effect there); those of {@link ready}, `CLOSED` if either of the two was closed during the wait.
 *
 * **strace**: `splice(3, NULL, 5, NULL, 11, 0) = 11`; if there is no data or no room, that line with `-1 EAGAIN`, then the lines of
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
  const move = () => splice_now(fd_in, off_in, fd_out, off_out, len, flags);
  const waited: readonly Awaited[] = [
    [fd_in, POLLIN],
    [fd_out, POLLOUT],
  ];
  return between('splice', { fd_in, fd_out }, [fd_in, fd_out], waited, options, move);
}

/** A descriptor, and the events to wait for. */
type Awaited = readonly [fd: Fd, events: number];

/**
 * Makes a call on two descriptors; while it fails with EAGAIN, waits for those that are `awaited`, one after the other, and calls again. If one
 * of the two is closed meanwhile, no further call is made, because its number may name another descriptor by then.
 *
 * @param unblocked the descriptors that must have O_NONBLOCK, by the name of the parameter
 */
async function between<T, E extends { readonly code: string }>(
  call: string,
  unblocked: Readonly<Record<string, Fd>>,
  both: readonly Fd[],
  awaited: readonly Awaited[],
  options: WaitOptions | undefined,
  move: () => Result<T, E>,
): Promise<Result<T, E | WaitError | SysError<FcntlCode> | Blocking>> {
  const how = patience(call, options);
  if (how.signal?.aborted) return aborted(how.signal);
  const first = attempt(call, unblocked, move);
  if (first.ok || first.error.code !== 'EAGAIN') return first;
  const stop = new AbortController();
  const { signal } = how;
  const stop_too = () => stop.abort();
  signal?.addEventListener('abort', stop_too, once);
  let gone: Fd | undefined;
  const cancels = both.map((fd) =>
    on_forget(fd, () => {
      gone = fd;
      stop.abort();
    }),
  );
  const all = awaited.map(([fd, events]) => waits(fd, events, { ...how, signal: stop.signal }));
  try {
    for (;;) {
      for (const waiting of all) {
        const ready = await wait(waiting);
        if (gone !== undefined) return closed(gone);
        if (signal?.aborted && !ready.ok) return aborted(signal);
        // A file is always ready.
        if (!ready.ok && ready.error.code !== 'EPERM') return ready;
      }
      const moved = attempt(call, unblocked, move);
      if (moved.ok || moved.error.code !== 'EAGAIN') return moved;
    }
  } finally {
    signal?.removeEventListener('abort', stop_too);
    for (const cancel of cancels) cancel();
  }
}

function attempt<T, E>(
  call: string,
  unblocked: Readonly<Record<string, Fd>>,
  move: () => Result<T, E>,
): Result<T, E | SysError<FcntlCode> | Blocking> {
  for (const [name, fd] of Object.entries(unblocked)) {
    const may = unblocking(fd, call, name);
    if (!may.ok) return may;
  }
  return move();
}
