import { check_integer, check_object } from '../codec/check.js';
import { POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import { err, ok, type Result } from '../result.js';
import { cap_of, type FrameOptions, sending_frame } from '../stream/frame.js';
import { FrameReader, next_frame } from '../stream/frame-reader.js';
import { exceeded, type Pace, passed, type Transfer, unready } from '../stream/pace.js';
import type { ReceiveProgress } from '../stream/recv-exact.js';
import { type RecvFrameError, receiving_frame } from '../stream/recv-frame.js';
import { still_names } from './descriptors.js';
import {
  finish_soon,
  none_received,
  none_sent,
  type SendAllSoonError,
  type Stopped,
  type StreamSoonOptions,
} from './stream.js';

/** Why no complete frame was received, and how many bytes of it were. */
export type RecvFrameSoonError = RecvFrameError | Stopped<ReceiveProgress>;

/**
 * Sends one frame, as `send_frame` does, and waits on Node's event loop while the kernel's buffer is full.
 *
 * @param fd a connected stream socket, blocking or not
 * @param payload up to 4294967295 bytes, which must not change until the promise is settled
 * @param options flags, deadline, signal, and whether to retry after EINTR
 * @returns the number of bytes sent, header and payload
 *
 * **Errors**: as {@link send_all}; `sent` counts the header too.
 *
 * **strace**: that of `send_frame`, with `MSG_DONTWAIT`; if the buffer is full, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { recv_frame, send_frame } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const frame = recv_frame(b);
 * unwrap(await send_frame(a, Buffer.from('HELLO-WORLD')));
 * console.log(Buffer.from(unwrap(await frame)).toString()); // HELLO-WORLD
 * ```
 */
export function send_frame(
  fd: Fd,
  payload: Uint8Array,
  options?: StreamSoonOptions,
): Promise<Result<number, SendAllSoonError>> {
  return finish_soon('send_frame', fd, POLLOUT, options, none_sent, (how) => sending_frame(fd, payload, how));
}

/**
 * Receives one frame, as `recv_frame` does, and waits for it on Node's event loop.
 *
 * @param fd a connected stream socket, blocking or not
 * @param options the maximum payload, flags, deadline (for the whole frame), signal, and what EINTR does
 * @returns the payload
 *
 * **Errors**: `EOF` the stream ended between frames; `UNEXPECTED_EOF` it ended inside a frame; `FRAME_TOO_LARGE` the payload exceeds the
 * maximum; those of {@link recv_exact}. All have the number of bytes of the frame that were received in `received`.
 *
 * **strace**: that of `recv_frame`, with `MSG_DONTWAIT`; if nothing has arrived, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { recv_frame } from 'sys-socket/promises';
 *
 * const [, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const none = await recv_frame(b, { deadline: 1 });
 * if (!none.ok) console.log(none.error.code, none.error.received); // DEADLINE_EXCEEDED 0
 * ```
 */
export function recv_frame(
  fd: Fd,
  options?: FrameOptions & StreamSoonOptions,
): Promise<Result<Uint8Array, RecvFrameSoonError>>;
/**
 * The next frame of a `FrameReader`, as its method `next` gives it, and waits for it on Node's event loop.
 *
 * @param reader the reader of a connected stream socket; it has the maximum payload
 * @param options flags, deadline (for this frame), signal, and what EINTR does
 * @returns the payload: a view of the reader's buffer, valid until the next call; a payload that does not fit there is an array of its own, and
 *   so is one that is received while other calls wait for frames of the reader
 *
 * **Errors**: as with a descriptor. The reader keeps the bytes of a frame that was not completed, and the next call continues from there.
 *
 * **strace**: nothing if the frame is in the buffer; otherwise `recvfrom(3, "\0\0\0\5HELLO\0\0\0\5WORLD", 65536, MSG_DONTWAIT, NULL, NULL) =
 * 18`; if nothing has arrived, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, FrameReader, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { recv_frame } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const reader = new FrameReader(b);
 * const frame = recv_frame(reader);
 * for (const word of ['HELLO', 'WORLD']) unwrap(send_frame(a, Buffer.from(word)));
 * console.log(String(Buffer.from(unwrap(await frame))), reader.pending); // HELLO 9
 * ```
 */
export function recv_frame(
  reader: FrameReader,
  options?: StreamSoonOptions,
): Promise<Result<Uint8Array, RecvFrameSoonError>>;
export function recv_frame(
  from: Fd | FrameReader,
  options?: FrameOptions & StreamSoonOptions,
): Promise<Result<Uint8Array, RecvFrameSoonError>> {
  if (from instanceof FrameReader) {
    return finish_soon('recv_frame', from.fd, POLLIN, options, { received: from.pending }, (how) => reading(from, how));
  }
  return finish_soon('recv_frame', from, POLLIN, options, none_received, (how) =>
    receiving_frame(from, cap_of('recv_frame', options), how),
  );
}

/** True for the end of the stream, and for a close of the descriptor that cut no frame off. */
function ends_between_frames({ code, received }: RecvFrameSoonError): boolean {
  return code === 'EOF' || (code === 'CLOSED' && received === 0);
}

/** The number of calls that wait for a frame of a reader, if there are any. */
const waiting = new WeakMap<FrameReader, number>();

/** {@link FrameReader.next} as a loop: the reader keeps what has arrived. */
function reading(reader: FrameReader, how: Pace): Transfer<Uint8Array, RecvFrameError, ReceiveProgress> {
  const once: Pace = { ...how, waits: false }; // EAGAIN is an error then, and nothing blocks in poll(2)
  let waits = false;
  /** Returns the number of other calls that wait. */
  const others = (wait: boolean): number => {
    const before = waiting.get(reader) ?? 0;
    const rest = waits ? before - 1 : before;
    const now = wait ? rest + 1 : rest;
    if (now !== before) waiting.set(reader, now);
    waits = wait;
    return rest;
  };
  const stopped = <X>(error: X) => {
    others(false);
    return err({ ...error, received: reader.pending });
  };
  return {
    go() {
      const frame = next_frame(reader, once);
      if (!frame.ok && frame.error.code === 'EAGAIN') {
        if (passed(how)) return stopped(exceeded);
        others(true);
        return unready;
      }
      // The next of them may receive into the buffer before the caller has seen the frame.
      return others(false) > 0 && frame.ok ? ok(frame.value.slice()) : frame;
    },
    moved: () => reader.pending,
    stopped,
  };
}

/**
 * Iterates over the frames of a connection as they arrive, with {@link recv_frame}. The iteration ends without an error if the stream ends,
 * or the descriptor is closed, between two frames.
 *
 * @param fd a connected stream socket, blocking or not
 * @param options as for {@link recv_frame}; a `deadline` in milliseconds applies to each frame separately
 * @returns an iterator of Results; after an error, it ends
 *
 * **strace**: as {@link recv_frame}
 *
 * @example
 * ```ts
 * import { AF_UNIX, close, SOCK_STREAM, send_frame, socketpair, unwrap } from 'sys-socket';
 * import { frames } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_frame(a, Buffer.from('HELLO')));
 * unwrap(send_frame(a, Buffer.from('WORLD')));
 * unwrap(close(a));
 * const all: string[] = [];
 * for await (const frame of frames(b)) all.push(Buffer.from(unwrap(frame)).toString());
 * console.log(all.join('-')); // HELLO-WORLD
 * ```
 */
export function frames(
  fd: Fd,
  options?: FrameOptions & StreamSoonOptions,
): AsyncGenerator<Result<Uint8Array, RecvFrameSoonError>, void, void>;
/**
 * Iterates over the frames of a `FrameReader`, which takes fewer calls. A frame is valid until the next iteration. If the loop is left, the
 * reader keeps the bytes that it has received, so that another loop continues from there.
 *
 * @param reader the reader of a connected stream socket
 * @param options as for {@link recv_frame}; a `deadline` in milliseconds applies to each frame separately
 * @returns an iterator of Results; after an error, it ends
 *
 * **strace**: as {@link recv_frame} of a reader
 *
 * @example
 * ```ts
 * import { AF_UNIX, close, FrameReader, SOCK_STREAM, send_frame, socketpair, unwrap } from 'sys-socket';
 * import { frames } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * for (const word of ['HELLO', 'WORLD']) unwrap(send_frame(a, Buffer.from(word)));
 * unwrap(close(a));
 * const all: string[] = [];
 * for await (const frame of frames(new FrameReader(b))) all.push(Buffer.from(unwrap(frame)).toString());
 * console.log(all.join('-')); // HELLO-WORLD
 * ```
 */
export function frames(
  reader: FrameReader,
  options?: StreamSoonOptions,
): AsyncGenerator<Result<Uint8Array, RecvFrameSoonError>, void, void>;
export function frames(
  from: Fd | FrameReader,
  options: FrameOptions & StreamSoonOptions = {},
): AsyncGenerator<Result<Uint8Array, RecvFrameSoonError>, void, void> {
  const fd = from instanceof FrameReader ? from.fd : from;
  check_integer(fd, 0, 0x7fff_ffff, 'frames: fd');
  check_object(options, 'frames: options');
  const next = from instanceof FrameReader ? () => recv_frame(from, options) : () => recv_frame(from, options);
  return iterate(next, still_names(fd));
}

async function* iterate(
  next: () => Promise<Result<Uint8Array, RecvFrameSoonError>>,
  is_open: () => boolean,
): ReturnType<typeof frames> {
  while (is_open()) {
    const frame = await next();
    if (!frame.ok && ends_between_frames(frame.error)) return;
    yield frame;
    if (!frame.ok) return;
  }
}
