import { check_bytes } from '../codec/check.js';
import { fixed, length_of, part } from '../codec/intrinsics.js';
import { POLLIN } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { interrupted } from '../native.js';
import { type Err, err, ok, type Result } from '../result.js';
import type { PollCode } from '../sys/poll.js';
import { type RecvCode, recv } from '../sys/recv.js';
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

/** The peer ended the stream: `EOF` before the first byte, which is a clean end; `UNEXPECTED_EOF` after it, which is not. */
export type EndOfStream =
  | { readonly code: 'EOF'; readonly message: string }
  | { readonly code: 'UNEXPECTED_EOF'; readonly message: string };

/** Why the buffer was not filled, and how many bytes it has. */
export type RecvExactError = (SysError<RecvCode | PollCode> | DeadlineExceeded | EndOfStream) & {
  /** Bytes received; they are in the buffer. */
  readonly received: number;
};

/**
 * Fills all of `buffer`: repeats recv(2), each time for the missing bytes and never for more. The kernel discards control messages
 * that arrive with the bytes, and closes their descriptors: {@link recvmsg_exact} keeps them.
 *
 * @param fd a connected stream socket
 * @param buffer the buffer to fill; if it is empty, no recv is made
 * @param options flags, deadline, and what EINTR does
 * @returns `buffer.length`
 *
 * **Errors**: `EOF` the peer ended the stream before the first byte; `UNEXPECTED_EOF` it ended the stream after the first byte; those of
 * {@link recv}; `EAGAIN` on a non-blocking socket without a deadline; `DEADLINE_EXCEEDED`. All have the number of bytes in `received`.
 *
 * **strace**: `recvfrom(3, "HELLO-WORLD", 11, 0, NULL, NULL) = 11`, one line for each part
 *
 * @example
 * ```ts
 * import { AF_UNIX, close, recv_exact, send_all, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_all(a, Buffer.from('HEL')));
 * unwrap(close(a));
 * const got = recv_exact(b, new Uint8Array(11));
 * if (!got.ok) console.log(got.error.code, got.error.received); // UNEXPECTED_EOF 3
 * ```
 */
export function recv_exact(fd: Fd, buffer: Uint8Array, options?: StreamOptions): Result<number, RecvExactError> {
  check_bytes(buffer, 'recv_exact: buffer');
  const length = length_of(buffer);
  return fill(fd, fixed(buffer, length), length, pace('recv_exact', fd, options));
}

/**
 * Receives until at least `least` bytes have arrived; takes more if they have arrived and fit into `room`.
 *
 * @internal
 */
export function fill(fd: Fd, room: Uint8Array, least: number, how: Pace): Result<number, RecvExactError> {
  const start = filling(fd, room, least, how);
  return 'ok' in start ? start : finish(fd, POLLIN, start, how);
}

/**
 * The start of {@link fill}.
 *
 * @internal
 */
export function filling(
  fd: Fd,
  room: Uint8Array,
  least: number,
  how: Pace,
): Start<number, RecvExactError, ReceiveProgress> {
  const waits_first = how.waits && !how.asks_first;
  if (waits_first || least === 0) return filling_on(fd, room, least, how);
  const before = interrupted();
  const answer = recv(fd, room, how.flags);
  return answer.ok && answer.value >= least ? answer : filling_on(fd, room, least, how, answer, before);
}

/** The loop of {@link fill}, from its start or after its first call. */
function filling_on(
  fd: Fd,
  room: Uint8Array,
  least: number,
  how: Pace,
  answer?: Result<number, SysError<RecvCode>>,
  before = interrupted(),
): Transfer<number, RecvExactError, ReceiveProgress> {
  return receiving(fd, room, how, undefined, least, answer && { answer, before });
}

/** The progress of a receive, in bytes. */
export interface ReceiveProgress {
  readonly received: number;
}

/**
 * The loop of every exact receive: `call(piece, flags)` receives into the part that is missing.
 *
 * @internal
 */
export function receiving(
  fd: Fd,
  buffer: Uint8Array,
  how: Pace,
  call: (piece: Uint8Array, flags: number) => Result<number, SysError<RecvCode>> = (piece, flags) =>
    recv(fd, piece, flags),
  total: number = length_of(buffer),
  begun?: Begun<SysError<RecvCode>>,
): Transfer<number, RecvExactError, ReceiveProgress> {
  const whole = fixed(buffer, total);
  let received = 0;
  let first = begun?.answer;
  const again = retries(how, begun?.before);
  let asked = false;
  let waited = how.asks_first;
  const stopped = <X>(error: X): Err<X & ReceiveProgress> => err({ ...error, received });
  const missing = () => {
    check_unchanged(whole, total, received);
    return received === 0 ? whole : part(whole, received);
  };
  return {
    stopped,
    moved: () => received,
    go() {
      while (received < total) {
        if (how.waits && !waited) {
          if (asked && passed(how)) return stopped(exceeded);
          waited = true;
          return unready;
        }
        const came = first ?? call(missing(), how.flags);
        first = undefined;
        asked = true;
        waited = how.asks_first && (came.ok || came.error.code === 'EINTR');
        if (came.ok) {
          if (came.value === 0) return stopped(ended(received, total));
          received += came.value;
          // A peer that is never slower than this loop would extend the deadline, since each receive finds bytes.
          if (received < total && passed(how)) return stopped(exceeded);
        } else if (came.error.code === 'EAGAIN' ? !how.waits : came.error.code !== 'EINTR' || !again()) {
          return stopped(came.error);
        }
      }
      return ok(received);
    },
  };
}

function ended(received: number, total: number): EndOfStream {
  return received === 0
    ? { code: 'EOF', message: 'The peer ended the stream before the first byte' }
    : { code: 'UNEXPECTED_EOF', message: `The peer ended the stream after ${received} of ${total} bytes` };
}
