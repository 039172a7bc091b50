import { Buffer } from 'node:buffer';
import { check_bytes, check_integer, check_object } from '../codec/check.js';
import { field, length_of, part, view_of } from '../codec/intrinsics.js';
import { POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import { err, ok, type Result } from '../result.js';
import { sendmsg } from '../sys/send.js';
import { finish, type Loop, type Pace, pace, type StreamOptions, unready } from './pace.js';
import { type ReceiveProgress, type RecvExactError, receiving } from './recv-exact.js';
import { type SendAllError, type SendProgress, sending } from './send-all.js';

/** Bytes of the length that stands before each payload, big-endian. */
export const FRAME_HEADER = 4;

/** The longest payload that is accepted unless you say otherwise: 1 MiB. */
export const FRAME_CAP = 1 << 20;

const longest = 0xffff_ffff;

/** A length was announced that is over the cap. Nothing of the payload was read or allocated: the stream cannot go on. */
export interface FrameTooLarge {
  readonly code: 'FRAME_TOO_LARGE';
  readonly message: string;
  /** The length that the header says. */
  readonly announced: number;
  readonly cap: number;
}

/** How far a frame may go. */
export interface FrameOptions {
  /** The longest payload to accept, in bytes. {@link FRAME_CAP} unless given. */
  readonly cap?: number;
}

/**
 * Why no frame came. `EOF` is the clean end, before the first byte of a header; `received` counts the bytes of this frame, its
 * header among them.
 */
export type RecvFrameError = RecvExactError | (FrameTooLarge & { readonly received: number });

/**
 * The header of a payload: its length in four bytes, big-endian.
 *
 * @example
 * ```ts
 * import { frame_header } from 'sys-socket';
 *
 * console.log(frame_header(11)); // Uint8Array(4) [ 0, 0, 0, 11 ]
 * ```
 */
export function frame_header(length: number): Uint8Array {
  check_integer(length, 0, longest, 'frame: length');
  const header = new Uint8Array(FRAME_HEADER);
  view_of(header).setUint32(0, length);
  return header;
}

/**
 * The length that a header announces, if it is not over the cap.
 *
 * @param header at least four bytes
 * @param cap the longest payload to accept, in bytes: 0 to 4294967295
 *
 * **Errors**: `FRAME_TOO_LARGE`, with the announced length.
 *
 * @example
 * ```ts
 * import { announced_length, frame_header, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(announced_length(frame_header(11), 1024))); // 11
 * console.log(announced_length(frame_header(1025), 1024).ok); // false
 * ```
 */
export function announced_length(header: Uint8Array, cap: number): Result<number, FrameTooLarge> {
  check_bytes(header, 'announced_length: header');
  check_integer(cap, 0, longest, 'announced_length: cap');
  if (length_of(header) < FRAME_HEADER) {
    throw new RangeError(`announced_length: header must be ${FRAME_HEADER} bytes, got ${length_of(header)}`);
  }
  return within(view_of(header).getUint32(0), cap);
}

function within(announced: number, cap: number): Result<number, FrameTooLarge> {
  if (announced <= cap) return ok(announced);
  const message = `The frame announces ${announced} bytes, over the cap of ${cap}`;
  return err({ code: 'FRAME_TOO_LARGE', message, announced, cap });
}

/** The cap of the options, checked. */
export function cap_of(options: FrameOptions): number {
  check_object(options, 'frame: options');
  const cap = field(options, 'cap', FRAME_CAP);
  check_integer(cap, 0, longest, 'frame: cap');
  return cap;
}

/** Room for a header in Node's pool: a small array of its own would cost a malloc(3) when native code looks at it. */
function pooled_header(): Buffer {
  return Buffer.allocUnsafe(FRAME_HEADER);
}

/**
 * Sends one frame: four bytes of length, big-endian, and the payload, in one sendmsg(2), so that no header waits alone for an
 * ACK (Nagle's algorithm).
 *
 * @param fd a connected stream socket
 * @param payload up to 4294967295 bytes; may be empty
 * @param options flags, deadline, and what EINTR does
 * @returns the bytes sent, header and payload
 *
 * **Errors**: as {@link send_all}; `sent` counts the header too.
 *
 * **strace**: `sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\0\0\0\v", iov_len=4}, {iov_base="HELLO-WORLD",
 * iov_len=11}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 15`
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv_frame, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_frame(a, Buffer.from('HELLO-WORLD')));
 * console.log(Buffer.from(unwrap(recv_frame(b))).toString()); // HELLO-WORLD
 * ```
 */
export function send_frame(fd: Fd, payload: Uint8Array, options: StreamOptions = {}): Result<number, SendAllError> {
  const how = pace(options);
  return finish(fd, POLLOUT, sending_frame(fd, payload, how), how);
}

/**
 * The loop of send_frame.
 *
 * @internal
 */
export function sending_frame(fd: Fd, payload: Uint8Array, how: Pace): Loop<number, SendAllError, SendProgress> {
  check_bytes(payload, 'send_frame: payload');
  const length = length_of(payload);
  check_integer(length, 0, longest, 'frame: length');
  const header = pooled_header();
  header.writeUInt32BE(length);
  return sending(FRAME_HEADER + length, how, (sent, flags) => {
    if (sent === 0) return sendmsg(fd, { msg_iov: [header, payload] }, flags);
    const msg_iov = sent < FRAME_HEADER ? [part(header, sent), payload] : [part(payload, sent - FRAME_HEADER)];
    return sendmsg(fd, { msg_iov }, flags);
  });
}

/**
 * Receives one frame: the four bytes of its length, then exactly so many of payload. Control messages are dropped, as by
 * {@link recv_exact}.
 *
 * @param fd a connected stream socket
 * @param options the cap, and flags, deadline (of the whole frame) and what EINTR does
 * @returns the payload
 *
 * **Errors**: as {@link recv_exact}: `EOF` is the clean end between frames, `UNEXPECTED_EOF` an end inside one; `FRAME_TOO_LARGE`
 * over the cap, with `announced`: nothing was allocated, nothing more was read, and the connection is of no more use.
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
export function recv_frame(fd: Fd, options: FrameOptions & StreamOptions = {}): Result<Uint8Array, RecvFrameError> {
  const cap = cap_of(options);
  const how = pace(options);
  return finish(fd, POLLIN, receiving_frame(fd, cap, how), how);
}

/**
 * The loop of recv_frame: that of the header, then that of the payload.
 *
 * @internal
 */
export function receiving_frame(fd: Fd, cap: number, how: Pace): Loop<Uint8Array, RecvFrameError, ReceiveProgress> {
  const header = pooled_header();
  let payload: Uint8Array | undefined;
  let piece = receiving(fd, header, how);
  return {
    go() {
      for (;;) {
        const filled = piece.go();
        if (filled === unready) return unready;
        if (!filled.ok) return payload === undefined ? filled : err(inside(filled.error, length_of(payload)));
        if (payload !== undefined) return ok(payload);
        const length = within(header.readUInt32BE(), cap);
        if (!length.ok) return err({ ...length.error, received: FRAME_HEADER });
        payload = new Uint8Array(length.value);
        piece = receiving(fd, payload, how);
      }
    },
    stopped(error) {
      const told = piece.stopped(error);
      return payload === undefined ? told : err({ ...told.error, received: FRAME_HEADER + told.error.received });
    },
  };
}

/** An error of the payload, told as one of the whole frame. */
function inside(error: RecvExactError, length: number): RecvFrameError {
  const received = FRAME_HEADER + error.received;
  if (error.code !== 'EOF' && error.code !== 'UNEXPECTED_EOF') return { ...error, received };
  const message = `The peer ended the stream after ${received} of the frame's ${FRAME_HEADER + length} bytes`;
  return { code: 'UNEXPECTED_EOF', message, received };
}
