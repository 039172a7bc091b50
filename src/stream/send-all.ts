import { check_bytes } from '../codec/check.js';
import { fixed, length_of, part } from '../codec/intrinsics.js';
import { MSG_NOSIGNAL, POLLOUT } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { interrupted } from '../native.js';
import { type Err, err, ok, type Result } from '../result.js';
import type { PollCode } from '../sys/poll.js';
import { type SendCode, send } from '../sys/send.js';
import {
  type Begun,
  check_unchanged,
  type DeadlineExceeded,
  exceeded,
  finish,
  type Pace,
  pace,
  passed,
  retries,
  type Start,
  type StreamOptions,
  type Transfer,
  unready,
} from './pace.js';

/** Why not everything was sent, and how many bytes were. */
export type SendAllError = (SysError<SendCode | PollCode> | DeadlineExceeded) & {
  /** Bytes that the kernel accepted. */
  readonly sent: number;
};

/**
 * Sends all of `bytes`: repeats send(2), each time from where the last call stopped, until the kernel has accepted the last byte.
 *
 * @param fd a connected stream socket
 * @param bytes the bytes to send; if there are none, no send is made
 * @param options flags, deadline, and what EINTR does
 * @returns `bytes.length`
 *
 * **Errors**: those of {@link send}; `EAGAIN` on a non-blocking socket without a deadline; `DEADLINE_EXCEEDED`. All have the number of
 * bytes sent in `sent`.
 *
 * **strace**: `sendto(3, "HELLO-WORLD", 11, MSG_NOSIGNAL, NULL, 0) = 11`, one line for each part
 *
 * @example
 * ```ts
 * import { AF_UNIX, send_all, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const sent = send_all(a, new Uint8Array(10_000_000), { deadline: 50 }); // nobody reads
 * if (!sent.ok) console.log(sent.error.code, sent.error.sent < 10_000_000); // DEADLINE_EXCEEDED true
 * ```
 */
export function send_all(fd: Fd, bytes: Uint8Array, options?: StreamOptions): Result<number, SendAllError> {
  const how = pace('send_all', fd, options);
  const start = sending_all(fd, bytes, how);
  return 'ok' in start ? start : finish(fd, POLLOUT, start, how);
}

/**
 * The start of send_all.
 *
 * @internal
 */
export function sending_all(fd: Fd, bytes: Uint8Array, how: Pace): Start<number, SendAllError, SendProgress> {
  const before = interrupted();
  check_bytes(bytes, 'send_all: bytes');
  const length = length_of(bytes);
  if (length === 0) return ok(0);
  const all = fixed(bytes, length);
  const answer = send(fd, all, how.flags | MSG_NOSIGNAL);
  if (answer.ok && answer.value === length) return answer;
  const rest = (sent: number, flags: number) => {
    check_unchanged(all, length, sent);
    return send(fd, sent === 0 ? all : part(all, sent), flags);
  };
  return sending(length, how, rest, { answer, before });
}

/** The progress of a send, in bytes. */
export interface SendProgress {
  readonly sent: number;
}

/**
 * The loop of every complete send: `call(sent, flags)` sends the bytes that are left.
 *
 * @internal
 */
export function sending(
  total: number,
  how: Pace,
  call: (sent: number, flags: number) => Result<number, SysError<SendCode>>,
  begun: Begun<SysError<SendCode>>,
): Transfer<number, SendAllError, SendProgress> {
  const flags = how.flags | MSG_NOSIGNAL;
  let sent = 0;
  let first: Begun<SysError<SendCode>>['answer'] | undefined = begun.answer;
  const again = retries(how, begun.before);
  const stopped = <X>(error: X): Err<X & SendProgress> => err({ ...error, sent });
  return {
    stopped,
    moved: () => sent,
    go() {
      while (sent < total) {
        const taken = first ?? call(sent, flags);
        first = undefined;
        if (taken.ok) {
          // The kernel accepts at least one byte of a buffer that is not empty, so this is a subclass that reports a false length.
          if (taken.value === 0) throw new TypeError('send: the bytes must be as long as their length says');
          sent += taken.value;
          if (sent < total && passed(how)) return stopped(exceeded);
        } else if (taken.error.code === 'EAGAIN' && how.waits) {
          return passed(how) ? stopped(exceeded) : unready;
        } else if (taken.error.code !== 'EINTR' || !again()) {
          return stopped(taken.error);
        }
      }
      return ok(sent);
    },
  };
}
