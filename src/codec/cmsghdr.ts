import { layout, offset_of } from '../headers.js';
import { check_bytes, check_integer, is_bytes, is_int } from './check.js';
import { int32_at, put_int32, put_uint64, uint32_at, uint64_at } from './field.js';
import { append, type copied, isArray, length_of, part, put } from './intrinsics.js';
import { lend_zeros } from './rooms.js';

/**
 * A control message: C's `struct cmsghdr` and the bytes that follow it, as they cross the boundary. A message of a type that the
 * catalogue lacks can be written as such an object, and is sent unchanged.
 */
export interface Cmsg {
  readonly cmsg_level: number;
  readonly cmsg_type: number;
  readonly cmsg_data: Uint8Array;
}

const header = layout('cmsghdr');
const len_at = offset_of('cmsghdr', 'cmsg_len');
const level_at = offset_of('cmsghdr', 'cmsg_level');
const type_at = offset_of('cmsghdr', 'cmsg_type');

const { ceil } = Math;

/** The longest data: with the header and the padding added, the number is still exact (below 2^53). */
const longest = 2 ** 52;

/** Every header starts at a multiple of this: the kernel's CMSG_ALIGN. */
const alignment = layout('size_t').size;

function align(length: number): number {
  return ceil(length / alignment) * alignment;
}

/** The offset of the data: CMSG_LEN(0). */
const data_at = align(header.size);

/** CMSG_SPACE, for a length that is known to be valid. */
function space(length: number): number {
  return data_at + align(length);
}

/** `cmsg_len` is a `size_t`. */
const size_at = alignment === 8 ? uint64_at : uint32_at;
const put_size = alignment === 8 ? put_uint64 : put_int32;

/**
 * The length in bytes of a control message with `length` bytes of data, without the padding that follows it: cmsg(3).
 *
 * @example
 * ```ts
 * import { CMSG_LEN } from 'sys-socket';
 *
 * console.log(CMSG_LEN(4)); // 20 (a header of 16 bytes, and an int)
 * ```
 */
export function CMSG_LEN(length: number): number {
  check_integer(length, 0, longest, 'CMSG_LEN: length');
  return data_at + length;
}

/**
 * The space in bytes that a control message with `length` bytes of data occupies, including padding: cmsg(3). `msg_controllen` is the
 * sum over the expected messages.
 *
 * The kernel also uses the padding: `CMSG_SPACE(4)` has space for two descriptors.
 *
 * @example
 * ```ts
 * import { CMSG_SPACE } from 'sys-socket';
 *
 * console.log(CMSG_SPACE(4) + CMSG_SPACE(12)); // 56 (room for a descriptor, and for credentials)
 * ```
 */
export function CMSG_SPACE(length: number): number {
  check_integer(length, 0, longest, 'CMSG_SPACE: length');
  return space(length);
}

/**
 * The bytes of `msg_control`, in an array from {@link lend_zeros}.
 *
 * @internal
 */
export function encode_control(messages: readonly Cmsg[], where: string): Uint8Array {
  if (!isArray(messages)) throw new TypeError(`${where} must be an array of control messages, or a Uint8Array`);
  let size = 0;
  for (let i = 0; i < messages.length; ++i) {
    const data: unknown = messages[i]?.cmsg_data;
    if (!is_bytes(data) || length_of(data) === 0) check_bytes(data, `${where}: cmsg_data`);
    size += space(length_of(data));
  }
  const bytes = lend_zeros(size);
  let start = 0;
  for (let i = 0; i < messages.length; ++i) {
    const { cmsg_level, cmsg_type, cmsg_data } = messages[i] as Cmsg; // a hole has no data, and was refused
    const length = length_of(cmsg_data);
    put_size(bytes, start + len_at, data_at + length);
    put_int32(bytes, start + level_at, checked_int(cmsg_level, where, ': cmsg_level'));
    put_int32(bytes, start + type_at, checked_int(cmsg_type, where, ': cmsg_type'));
    put(bytes, cmsg_data, start + data_at);
    start += space(length);
  }
  return bytes;
}

function checked_int(value: unknown, where: string, name: string): number {
  if (!is_int(value)) check_integer(value, -0x8000_0000, 0x7fff_ffff, where + name);
  return value;
}

/**
 * The bytes of `msg_control` from what a call accepts: messages, their bytes, or C's NULL.
 *
 * @internal
 */
export function control_of(control: readonly Cmsg[] | Uint8Array | null | undefined, where: string): Uint8Array | null {
  if (control === null || control === undefined) return null;
  if (!is_bytes(control)) return encode_control(control, where);
  check_bytes(control, where);
  return control;
}

/**
 * Decodes the control messages in bytes that the kernel wrote; their data are views of these bytes, or copies. A message that was
 * truncated (MSG_CTRUNC) has the data that arrived, so that no descriptor is lost. The function does not throw, for the same reason.
 *
 * @internal
 */
export function decode_control(
  bytes: Uint8Array,
  data_of: typeof copied = part,
  start = 0,
  end: number = length_of(bytes),
): Cmsg[] {
  let messages: Cmsg[] | undefined; // an empty array that grows would take more memory than one message needs
  let at = start;
  while (at + data_at <= end) {
    const length = size_at(bytes, at + len_at);
    if (length < data_at) break;
    const message = {
      cmsg_level: int32_at(bytes, at + level_at),
      cmsg_type: int32_at(bytes, at + type_at),
      cmsg_data: data_of(bytes, at + data_at, at + length < end ? at + length : end),
    };
    if (messages === undefined) messages = [message];
    else append(messages, message);
    at += align(length);
  }
  return messages ?? [];
}

/**
 * True if a control message among the bytes from `start` to `end` is wanted. It reads only the headers and allocates nothing: to see what
 * each call brings costs little where most bring nothing of interest.
 *
 * @internal
 */
export function any_control(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: (level: number, type: number) => boolean,
): boolean {
  for (let at = start; at + data_at <= end; ) {
    const length = size_at(bytes, at + len_at);
    if (length < data_at) break;
    if (wanted(int32_at(bytes, at + level_at), int32_at(bytes, at + type_at))) return true;
    at += align(length);
  }
  return false;
}
