import { check_bytes } from '../codec/check.js';
import { network_uint32 } from '../codec/field.js';
import { length_of, part, put } from '../codec/intrinsics.js';
import { give_back, lend, small } from '../codec/rooms.js';
import type { Fd } from '../fd.js';
import { type Err, err, ok, type Result } from '../result.js';
import { cap_of, FRAME_HEADER, type FrameOptions, type FrameTooLarge, too_large } from './frame.js';
import { type Pace, pace, type Start, type StreamOptions, type Transfer, unready } from './pace.js';
import { fill, filling, type ReceiveProgress, type RecvExactError } from './recv-exact.js';

/**
 * Why no frame was received. `EOF` is the clean end, before the first byte of a header; `received` counts the bytes of this frame,
 * including its header.
 */
export type RecvFrameError = RecvExactError | (FrameTooLarge & { readonly received: number });

/**
 * Receives one frame: the four bytes of its length, then exactly that many bytes of payload. Control messages are discarded, as with
 * {@link recv_exact}.
 *
 * @param fd a connected stream socket
 * @param options the cap, and flags, deadline (of the whole frame) and what EINTR does
 * @returns the payload
 *
 * **Errors**: as {@link recv_exact}: `EOF` is the clean end between frames, `UNEXPECTED_EOF` an end inside one; `FRAME_TOO_LARGE`
 * a length over the cap, which is in `announced`: nothing of the payload was allocated or read, and the connection is no longer usable.
 *
 * **strace**: `recvfrom(3, "\0\0\0\v", 4, 0, NULL, NULL) = 4`, then `recvfrom(3, "HELLO-WORLD", 11, 0, NULL, NULL) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv_frame, send_all, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_all(a, Uint8Array.of(0xff, 0xff, 0xff, 0xff)));
 * const frame = recv_frame(b, { cap: 1024 });
 * if (!frame.ok) console.log(frame.error.message); // The frame announces 4294967295 bytes, over the cap of 1024
 * ```
 */
export function recv_frame(fd: Fd, options?: FrameOptions & StreamOptions): Result<Uint8Array, RecvFrameError> {
  const cap = cap_of('recv_frame', options);
  return receive_frame(fd, cap, pace('recv_frame', fd, options));
}

/**
 * {@link recv_frame} into the caller's memory. No payload is allocated, which for a large frame is most of the cost.
 *
 * @param fd a connected stream socket
 * @param buffer filled from its start; its length is the cap
 * @param options flags, deadline (of the whole frame) and what EINTR does
 * @returns the length of the payload
 *
 * **Errors**: those of {@link recv_frame}; `FRAME_TOO_LARGE` the payload is longer than `buffer`: none of it was read.
 *
 * **strace**: `recvfrom(3, "\0\0\0\v", 4, 0, NULL, NULL) = 4`, then `recvfrom(3, "HELLO-WORLD", 11, 0, NULL, NULL) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv_frame_into, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_frame(a, Buffer.from('HELLO-WORLD')));
 * const buffer = Buffer.alloc(65_536);
 * console.log(buffer.toString('latin1', 0, unwrap(recv_frame_into(b, buffer)))); // HELLO-WORLD
 * ```
 */
export function recv_frame_into(fd: Fd, buffer: Uint8Array, options?: StreamOptions): Result<number, RecvFrameError> {
  check_bytes(buffer, 'recv_frame_into: buffer');
  const came = receive_frame(fd, length_of(buffer), pace('recv_frame_into', fd, options), buffer);
  return came.ok ? ok(length_of(came.value)) : came;
}

/** Receives a header, then the payload into `buffer` or an array of its own. */
function receive_frame(fd: Fd, cap: number, how: Pace, buffer?: Uint8Array): Result<Uint8Array, RecvFrameError> {
  const header = lend(FRAME_HEADER);
  const headed = fill(fd, header, FRAME_HEADER, how);
  const announced = network_uint32(header, 0);
  give_back(header);
  if (!headed.ok) return headed;
  if (announced > cap) return refused(announced, cap);
  const room = buffer === undefined ? lend(announced) : room_in(buffer, announced);
  const filled = fill(fd, room, announced, how);
  const payload = buffer === undefined ? owned(room) : room;
  return filled.ok ? ok(payload) : err(inside(filled.error, announced));
}

/** The buffer that the last frame was received into, and its part. */
let last_buffer: Uint8Array | undefined;
let last_room: Uint8Array | undefined;

/** The first `length` bytes of a caller's buffer. Frames of equal length get the same view, whose memory the next call then knows. */
function room_in(buffer: Uint8Array, length: number): Uint8Array {
  if (buffer === last_buffer && last_room !== undefined && length === length_of(last_room)) return last_room;
  last_buffer = buffer;
  last_room = part(buffer, 0, length);
  return last_room;
}

/**
 * {@link recv_frame} as a loop.
 *
 * @internal
 */
export function receiving_frame(fd: Fd, cap: number, how: Pace): Transfer<Uint8Array, RecvFrameError, ReceiveProgress> {
  let header: Uint8Array | undefined;
  let payload: Uint8Array | undefined;
  let piece: Start<number, RecvExactError, ReceiveProgress> | undefined;
  const received = (): number => {
    const of_piece = piece === undefined || 'ok' in piece ? 0 : piece.moved();
    return payload === undefined ? of_piece : FRAME_HEADER + of_piece;
  };
  return {
    go() {
      header ??= lend(FRAME_HEADER);
      piece ??= filling(fd, header, FRAME_HEADER, how);
      for (;;) {
        const filled = 'ok' in piece ? piece : piece.go();
        if (filled === unready) {
          // An idle connection keeps no memory.
          if (received() === 0) {
            give_back(header);
            header = piece = undefined;
          }
          return unready;
        }
        if (!filled.ok) return payload === undefined ? filled : err(inside(filled.error, length_of(payload)));
        if (payload !== undefined) return ok(owned(payload));
        const announced = network_uint32(header, 0);
        give_back(header);
        if (announced > cap) return refused(announced, cap);
        payload = lend(announced);
        piece = filling(fd, payload, announced, how);
      }
    },
    moved: received,
    stopped: (error) => err({ ...error, received: received() }),
  };
}

/**
 * The error of a header that announces too much.
 *
 * @internal
 */
export function refused(announced: number, cap: number): Err<FrameTooLarge & ReceiveProgress> {
  return err({ ...too_large(announced, cap), received: FRAME_HEADER });
}

/** The payload in an array that belongs to the caller: a small one is copied, because its array is lent. */
function owned(room: Uint8Array): Uint8Array {
  const length = length_of(room);
  if (length > small) return room;
  const payload = new Uint8Array(length);
  put(payload, room);
  give_back(room);
  return payload;
}

/** Turns an error of the payload into an error of the whole frame. */
function inside(error: RecvExactError, length: number): RecvFrameError {
  const received = FRAME_HEADER + error.received;
  if (error.code !== 'EOF' && error.code !== 'UNEXPECTED_EOF') return { ...error, received };
  const message = `The peer ended the stream after ${received} of the frame's ${FRAME_HEADER + length} bytes`;
  return { code: 'UNEXPECTED_EOF', message, received };
}
