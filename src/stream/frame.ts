import { check_bytes, check_integer, check_object } from '../codec/check.js';
import { network_uint32, put_network_uint32 } from '../codec/field.js';
import { field, fixed, length_of, part } from '../codec/intrinsics.js';
import { give_back, lend } from '../codec/rooms.js';
import { MSG_NOSIGNAL, MSG_ZEROCOPY, POLLOUT } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { interrupted } from '../native.js';
import { err, ok, type Result } from '../result.js';
import { type SendCode, send_pieces } from '../sys/send.js';
import { type Begun, check_unchanged, finish, type Pace, pace, type Start, type StreamOptions } from './pace.js';
import { type SendAllError, type SendProgress, sending } from './send-all.js';

/** Size in bytes of the length that precedes each payload, big-endian. */
export const FRAME_HEADER = 4;

/** The longest payload that is accepted by default: 1 MiB. */
export const FRAME_CAP = 1 << 20;

const longest = 0xffff_ffff;

/** A header announces a length over the cap. Nothing of the payload was read or allocated, so the stream cannot continue. */
export interface FrameTooLarge {
  readonly code: 'FRAME_TOO_LARGE';
  readonly message: string;
  /** The length in the header. */
  readonly announced: number;
  readonly cap: number;
}

/** The limit on the length of a frame. */
export interface FrameOptions {
  /** The longest payload to accept, in bytes; {@link FRAME_CAP} by default. */
  readonly cap?: number;
}

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
  check_integer(length, 0, longest, 'frame_header: length');
  const header = new Uint8Array(FRAME_HEADER);
  put_network_uint32(header, 0, length);
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
    throw new RangeError(`announced_length: header must be at least ${FRAME_HEADER} bytes, got ${length_of(header)}`);
  }
  const announced = network_uint32(header, 0);
  return announced <= cap ? ok(announced) : err(too_large(announced, cap));
}

/** @internal */
export function too_large(announced: number, cap: number): FrameTooLarge {
  const message = `The frame announces ${announced} bytes, over the cap of ${cap}`;
  return { code: 'FRAME_TOO_LARGE', message, announced, cap };
}

/** The cap of the options, checked. */
export function cap_of(call: string, options?: FrameOptions): number {
  return options === undefined ? FRAME_CAP : cap_in(call, options);
}

function cap_in(call: string, options: FrameOptions): number {
  check_object(options, `${call}: options`);
  const cap = field(options, 'cap', FRAME_CAP);
  check_integer(cap, 0, longest, `${call}: options.cap`);
  return cap;
}

/**
 * Sends one frame: four bytes of length, big-endian, and the payload. Both go in one sendmsg(2), because with two sends Nagle's
 * algorithm would hold back the payload until the header is acknowledged.
 *
 * @param fd a connected stream socket
 * @param payload up to 4294967295 bytes; may be empty
 * @param options flags (not `MSG_ZEROCOPY`), deadline, and what EINTR does
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
export function send_frame(fd: Fd, payload: Uint8Array, options?: StreamOptions): Result<number, SendAllError> {
  const how = pace('send_frame', fd, options);
  const start = sending_frame(fd, payload, how);
  return 'ok' in start ? start : finish(fd, POLLOUT, start, how);
}

/**
 * The start of send_frame.
 *
 * @internal
 */
export function sending_frame(fd: Fd, payload: Uint8Array, how: Pace): Start<number, SendAllError, SendProgress> {
  const before = interrupted();
  const length = check_payload(payload);
  if ((how.flags & MSG_ZEROCOPY) !== 0) throw needs_header();
  const announced = fixed(payload, length);
  const lent = lend(FRAME_HEADER);
  put_network_uint32(lent, 0, length);
  const answer = send_pieces(fd, [lent, announced], how.flags | MSG_NOSIGNAL);
  give_back(lent);
  if (answer.ok && answer.value === FRAME_HEADER + length) return answer;
  return sending_rest(fd, announced, how, { answer, before });
}

/** With zero copy, the kernel would read the header's memory after the call, when it is used for another frame. */
function needs_header(): RangeError {
  return new RangeError('send_frame: options.flags must not have MSG_ZEROCOPY: use sendmsg with a header of your own');
}

/** The loop of send_frame after its first call. */
function sending_rest(fd: Fd, payload: Uint8Array, how: Pace, begun: Begun<SysError<SendCode>>) {
  const length = length_of(payload);
  const header = frame_header(length);
  const rest = (sent: number, flags: number) => {
    check_unchanged(payload, length, sent);
    if (sent === 0) return send_pieces(fd, [header, payload], flags);
    const msg_iov = sent < FRAME_HEADER ? [part(header, sent), payload] : [part(payload, sent - FRAME_HEADER)];
    return send_pieces(fd, msg_iov, flags);
  };
  return sending(FRAME_HEADER + length, how, rest, begun);
}

function check_payload(payload: Uint8Array): number {
  check_bytes(payload, 'send_frame: payload');
  const length = length_of(payload);
  if (length > longest) check_integer(length, 0, longest, 'send_frame: payload: length');
  return length;
}
