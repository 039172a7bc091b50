import { check_bytes, check_object } from '../codec/check.js';
import { fixed, length_of } from '../codec/intrinsics.js';
import { MSG_DONTWAIT, POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import { err, type Result } from '../result.js';
import {
  type DeadlineExceeded,
  exceeded,
  type Pace,
  pace,
  type Start,
  type StreamOptions,
  unready,
} from '../stream/pace.js';
import { filling, type ReceiveProgress, type RecvExactError } from '../stream/recv-exact.js';
import {
  type ControlReceived,
  type RecvmsgExactError,
  type RecvmsgExactOptions,
  receiving_messages,
} from '../stream/recvmsg-exact.js';
import { type SendAllError, type SendProgress, sending_all } from '../stream/send-all.js';
import { patience_without_limit, type WaitOptions } from './options.js';
import { aborted, type WaitError } from './outcome.js';
import { without_wait } from './turn.js';
import { by_now, wait, waits, was_of_use } from './waiting.js';

/** {@link StreamOptions}, and the signal and `ref` of {@link WaitOptions}. The time limit is `deadline`, for the whole call. */
export interface StreamSoonOptions extends StreamOptions, Omit<WaitOptions, 'timeout'> {}

/**
 * A wait that ended without its event, and the progress until then.
 *
 * @internal
 */
export type Stopped<Progress> = (Exclude<WaitError, { readonly timeout: number }> | DeadlineExceeded) & Progress;

/** Why not everything was sent, and how many bytes were. */
export type SendAllSoonError = SendAllError | Stopped<SendProgress>;
/** Why the buffer was not filled, and how many bytes it has. */
export type RecvExactSoonError = RecvExactError | Stopped<ReceiveProgress>;
/** Why the buffer was not filled, and the control messages that were received. */
export type RecvmsgExactSoonError = RecvmsgExactError | Stopped<ReceiveProgress & ControlReceived>;

/** {@link pace} for a loop that waits on Node's event loop. */
function pace_soon(call: string, fd: Fd, options: StreamSoonOptions | undefined): Pace {
  const { flags, retry, deadline } = pace(call, fd, options);
  return { flags: flags | MSG_DONTWAIT, retry, deadline, waits: true, asks_first: true };
}

/** The progress of a call that was not made, because the signal was aborted before. */
export const none_sent: SendProgress = Object.freeze({ sent: 0 });
export const none_received: ReceiveProgress = Object.freeze({ received: 0 });

/** Runs a loop of stream/ to its end, and waits on Node's event loop. `none` is the progress if no call is made. */
export async function finish_soon<T, E, Progress>(
  call: string,
  fd: Fd,
  events: number,
  options: StreamSoonOptions | undefined,
  none: Progress,
  begin: (how: Pace) => Start<T, E, Progress>,
): Promise<Result<T, E | Stopped<Progress>>> {
  const how = pace_soon(call, fd, options);
  const patient = patience_without_limit(call, options);
  if (patient.signal?.aborted) return err({ ...aborted(patient.signal).error, ...none });
  const loop = begin(how);
  if ('ok' in loop) return without_wait(loop);
  let done = loop.go();
  if (done !== unready) return without_wait(done);
  const waiting = waits(fd, events, patient, how.deadline);
  do {
    const before = loop.moved();
    const ready = by_now(waiting, await wait(waiting));
    if (!ready.ok) return loop.stopped('timeout' in ready.error ? exceeded : ready.error);
    done = loop.go();
    if (loop.moved() !== before) was_of_use(waiting);
  } while (done === unready);
  return done;
}

/**
 * Sends all of `bytes`, as `send_all` does, and waits on Node's event loop while the kernel's buffer is full. Await it before the next send on the
 * same connection: while one waits, the bytes of another would get between its own.
 *
 * @param fd a connected stream socket, blocking or not
 * @param bytes the bytes, which must not change until the promise is settled; if they are detached or shrink, it rejects with a TypeError
 * @param options flags, deadline, signal, and whether to retry after EINTR
 * @returns `bytes.length`
 *
 * **Errors**: those of `send`; `DEADLINE_EXCEEDED`; those of {@link ready}. All have the number of bytes sent in `sent`.
 *
 * **strace**: `sendto(3, "HELLO-WORLD", 11, MSG_DONTWAIT|MSG_NOSIGNAL, NULL, 0) = 11`, one line for each part; if the buffer is full, that
 * line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { recv_exact, send_all } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const all = new Uint8Array(1_000_000);
 * const [sent, received] = await Promise.all([send_all(a, all), recv_exact(b, new Uint8Array(1_000_000))]);
 * console.log(unwrap(sent), unwrap(received)); // 1000000 1000000
 * ```
 */
export function send_all(
  fd: Fd,
  bytes: Uint8Array,
  options?: StreamSoonOptions,
): Promise<Result<number, SendAllSoonError>> {
  return finish_soon('send_all', fd, POLLOUT, options, none_sent, (how) => sending_all(fd, bytes, how));
}

/**
 * Fills all of `buffer`, as `recv_exact` does, and waits on Node's event loop for missing bytes.
 *
 * @param fd a connected stream socket, blocking or not
 * @param buffer the buffer to fill; if it is detached or shrinks before the promise is settled, that rejects with a TypeError
 * @param options flags, deadline, signal, and whether to retry after EINTR
 * @returns `buffer.length`
 *
 * **Errors**: `EOF` and `UNEXPECTED_EOF`, as from `recv_exact`; those of `recv`; `DEADLINE_EXCEEDED`; those of {@link ready}. All have the
 * number of bytes received in `received`.
 *
 * **strace**: `recvfrom(3, "HELLO-WORLD", 11, MSG_DONTWAIT, NULL, NULL) = 11`, one line for each part; if nothing has arrived, that line with
 * `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, close, SOCK_STREAM, send_all, socketpair, unwrap } from 'sys-socket';
 * import { recv_exact } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const filled = recv_exact(b, new Uint8Array(11));
 * unwrap(send_all(a, Buffer.from('HEL')));
 * unwrap(close(a));
 * const got = await filled;
 * if (!got.ok) console.log(got.error.code, got.error.received); // UNEXPECTED_EOF 3
 * ```
 */
export function recv_exact(
  fd: Fd,
  buffer: Uint8Array,
  options?: StreamSoonOptions,
): Promise<Result<number, RecvExactSoonError>> {
  return finish_soon('recv_exact', fd, POLLIN, options, none_received, (how) => {
    check_bytes(buffer, 'recv_exact: buffer');
    const length = length_of(buffer);
    return filling(fd, fixed(buffer, length), length, how);
  });
}

/**
 * {@link recv_exact} that keeps control messages, as `recvmsg_exact` does.
 *
 * @param fd a connected stream socket, blocking or not
 * @param buffer the buffer to fill
 * @param options the size of the control buffer, in bytes; flags, deadline, signal, and whether to retry after EINTR
 * @returns the control messages; an error has them too
 *
 * **Errors**: those of {@link recv_exact}, with `msg_control` and `msg_flags`.
 *
 * **strace**: one `recvmsg` for each part, with `MSG_DONTWAIT`; if nothing has arrived, that line with `-1 EAGAIN`, then the lines of
 * {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, CMSG_SPACE, close_rights, cmsg, SCM_RIGHTS, SOCK_STREAM, SOL_SOCKET, sendmsg, socketpair, unwrap } from 'sys-socket';
 * import { recvmsg_exact } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const received = recvmsg_exact(b, Buffer.alloc(5), { msg_controllen: CMSG_SPACE(4) });
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('HELLO')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
 * console.log(close_rights(unwrap(await received).msg_control)); // 1
 * ```
 */
export async function recvmsg_exact(
  fd: Fd,
  buffer: Uint8Array,
  options: RecvmsgExactOptions & StreamSoonOptions,
): Promise<Result<ControlReceived, RecvmsgExactSoonError>> {
  check_object(options, 'recvmsg_exact: options');
  const none = { ...none_received, msg_control: [], msg_flags: 0 };
  return finish_soon('recvmsg_exact', fd, POLLIN, options, none, (how) => receiving_messages(fd, buffer, options, how));
}
