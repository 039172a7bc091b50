import type { Level } from './level.js';
import { layout, type StructLayout } from './native.js';
import { type Codec, check_bytes, read_field, view_of, write_field } from './struct.js';

declare const control_brand: unique symbol;

/** The type of a control message, branded with its level and the type of its value, as {@link SocketOption} is. */
export type ControlType<L, V> = number & {
  readonly [control_brand]: { readonly level: L; readonly value: (value: V) => V };
};

/** A control message: C's `struct cmsghdr` and the bytes behind it, as they go over the boundary. */
export interface Cmsg {
  readonly cmsg_level: number;
  readonly cmsg_type: number;
  readonly cmsg_data: Uint8Array;
}

const header = layout('cmsghdr');
const cmsg_len = field(header, 'cmsg_len');
const cmsg_level = field(header, 'cmsg_level');
const cmsg_type = field(header, 'cmsg_type');

/** Every header starts at a multiple of the size of C's `size_t`, which is that of `cmsg_len`. */
const alignment = cmsg_len[1] / 8;

function field(struct: StructLayout, name: string) {
  const found = struct.fields[name];
  if (found === undefined) throw new Error(`the binary has no field ${name}`);
  return found;
}

function align(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

/**
 * Bytes of a control message with so many bytes of data, without what follows to align the next: cmsg(3).
 *
 * @example
 * ```ts
 * import { CMSG_LEN } from 'sys-socket';
 *
 * console.log(CMSG_LEN(4)); // 20 (a header of 16 bytes, and an int)
 * ```
 */
export function CMSG_LEN(length: number): number {
  return align(header.size) + length;
}

/**
 * Bytes that a control message with so many bytes of data takes up: cmsg(3). What to add up for `msg_controllen`.
 *
 * @example
 * ```ts
 * import { CMSG_SPACE } from 'sys-socket';
 *
 * console.log(CMSG_SPACE(4) + CMSG_SPACE(12)); // 56 (room for a descriptor, and for credentials)
 * ```
 */
export function CMSG_SPACE(length: number): number {
  return align(header.size) + align(length);
}

const catalogue = new Map<number, Map<number, Codec<unknown>>>();

/**
 * Describes a control message that the catalogue lacks, for {@link cmsg} and {@link cmsg_value} to know.
 *
 * @param level the protocol level
 * @param type the message's number
 * @param codec how the value becomes bytes and back
 * @throws Error when the catalogue has the type already
 *
 * @example
 * ```ts
 * import { cmsg, define_cmsg, int, IPPROTO_IP } from 'sys-socket';
 *
 * const IP_TTL = define_cmsg(IPPROTO_IP, 2, int); // as a message, to send one datagram with it
 * console.log(cmsg(IPPROTO_IP, IP_TTL, 42).cmsg_data.length); // 4
 * ```
 */
export function define_cmsg<L, V>(level: Level<L>, type: number, codec: Codec<V>): ControlType<L, V> {
  const types = catalogue.get(level) ?? new Map<number, Codec<unknown>>();
  catalogue.set(level, types);
  if (types.has(type)) throw new Error(`define_cmsg: type ${type} of level ${level} is defined already`);
  // The map forgets V; the brand on the number that leads to this codec remembers it.
  types.set(type, codec as Codec<unknown>);
  return type as ControlType<L, V>;
}

function codec_of(level: number, type: number): Codec<unknown> {
  const codec = catalogue.get(level)?.get(type);
  if (codec === undefined) throw new TypeError(`cmsg: no codec for type ${type} of level ${level}: pass a Uint8Array`);
  return codec;
}

/**
 * A control message to send: cmsg(3).
 *
 * @param level `SOL_SOCKET`, `IPPROTO_IP`, ...
 * @param type a message of that level: its constant says the type of the value
 * @param data the value, or its raw bytes
 *
 * @example
 * ```ts
 * import { AF_UNIX, cmsg, SCM_RIGHTS, sendmsg, SOCK_STREAM, SOL_SOCKET, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [b])] }));
 * ```
 */
export function cmsg<L, V>(level: Level<L>, type: ControlType<NoInfer<L>, V>, data: NoInfer<V> | Uint8Array): Cmsg {
  const bytes = data instanceof Uint8Array ? data : codec_of(level, type).encode(data, 'cmsg: data');
  return { cmsg_level: level, cmsg_type: type, cmsg_data: bytes };
}

/**
 * The value of a control message that arrived, if it is of this level and type, else undefined.
 *
 * @example
 * ```ts
 * import {
 *   AF_UNIX, CMSG_SPACE, cmsg, cmsg_value, MSG_CMSG_CLOEXEC, recvmsg, SCM_RIGHTS, sendmsg, SOCK_STREAM, SOL_SOCKET, socketpair, unwrap,
 * } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [b])] }));
 *
 * const msg = { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) };
 * const { msg_control } = unwrap(recvmsg(b, msg, MSG_CMSG_CLOEXEC));
 * for (const arrived of msg_control) console.log(cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS)?.length); // 1
 * ```
 */
export function cmsg_value<L, V>(arrived: Cmsg, level: Level<L>, type: ControlType<NoInfer<L>, V>): V | undefined {
  if (arrived.cmsg_level !== level || arrived.cmsg_type !== type) return undefined;
  // What the brand of the number says of this codec.
  return codec_of(level, type).decode(arrived.cmsg_data) as V;
}

/**
 * The bytes of `msg_control`.
 *
 * @internal
 */
export function encode_control(messages: readonly Cmsg[]): Uint8Array {
  let size = 0;
  for (const { cmsg_data } of messages) size += CMSG_SPACE(cmsg_data.length);
  const bytes = new Uint8Array(size);
  let start = 0;
  for (const message of messages) {
    check_bytes(message.cmsg_data, 'cmsg: data');
    const view = view_of(bytes.subarray(start));
    write_field(view, cmsg_len, CMSG_LEN(message.cmsg_data.length), 'cmsg_len');
    write_field(view, cmsg_level, message.cmsg_level, 'cmsg_level');
    write_field(view, cmsg_type, message.cmsg_type, 'cmsg_type');
    bytes.set(message.cmsg_data, start + CMSG_LEN(0));
    start += CMSG_SPACE(message.cmsg_data.length);
  }
  return bytes;
}

/**
 * The control messages in bytes that the kernel wrote. One that was cut off (MSG_CTRUNC) has what there is of it, so that no
 * descriptor is lost from sight.
 *
 * @internal
 */
export function decode_control(bytes: Uint8Array): Cmsg[] {
  const messages: Cmsg[] = [];
  let start = 0;
  while (start + CMSG_LEN(0) <= bytes.length) {
    const view = view_of(bytes.subarray(start));
    const length = read_field(view, cmsg_len) ?? 0;
    if (length < CMSG_LEN(0)) break;
    messages.push({
      cmsg_level: read_field(view, cmsg_level) ?? 0,
      cmsg_type: read_field(view, cmsg_type) ?? 0,
      cmsg_data: bytes.slice(start + CMSG_LEN(0), start + length),
    });
    start += align(length);
  }
  return messages;
}
