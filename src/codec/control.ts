import { constant } from '../headers.js';
import type { Level } from '../level.js';
import { uncurried } from '../uncurried.js';
import { check_access, check_bytes, check_codec, check_integer, check_object } from './check.js';
import type { Cmsg } from './cmsghdr.js';
import { length_of } from './intrinsics.js';
import type { Access, SocketOption } from './option.js';
import { type Codec, is_bytes } from './struct.js';

declare const control_brand: unique symbol;

/**
 * The type of a control message, branded as {@link SocketOption} is: with its level, the type of its value, and its access: `r` if it
 * is only received, `w` if it is only sent. It is received as a `V` and sent as a `W`.
 */
export type ControlType<L, V, A extends Access = Access, W = V> = number & {
  readonly [control_brand]: {
    readonly level: L;
    readonly value: (value: V) => V;
    readonly sent: (value: W) => void;
    readonly access: A;
  };
};

/**
 * An option whose number is also the type of a control message. `V`, `A` and `W` are the value, access and set value of the option;
 * `C`, `B` and `S` are the received value, access and sent value of the message.
 */
export type OptionAndControl<L, V, A extends Access, C, B extends Access, W = V, S = C> = SocketOption<L, V, A, W> &
  ControlType<L, C, B, S>;

/** A type can have different values when it is sent and when it is received: `SO_TIMESTAMPING`. */
const catalogue = { w: new Map<number, Types>(), r: new Map<number, Types>() };

/** The codecs of a level, by type. */
type Types = Map<number, Codec<unknown>>;

const of_level: (levels: Map<number, Types>, level: number) => Types | undefined = uncurried(Map.prototype.get);
const of_type: (types: Types, type: number) => Codec<unknown> | undefined = uncurried(Map.prototype.get);

function find(levels: Map<number, Types>, level: number, type: number): Codec<unknown> | undefined {
  const types = of_level(levels, level);
  return types === undefined ? undefined : of_type(types, type);
}

/**
 * Adds a control message to the catalogue, for {@link cmsg} and {@link cmsg_value}.
 *
 * @param level the protocol level
 * @param type the message's number
 * @param codec converts between value and bytes; `least` is the minimum number of bytes of a complete value
 * @param access `r` for a message that is only received, `w` for one that is only sent, `rw` for both
 * @throws Error if the catalogue has the type already; TypeError or RangeError if an argument is invalid
 *
 * @example
 * ```ts
 * import { cmsg, define_cmsg, int, SOL_SOCKET } from 'sys-socket';
 *
 * const SO_PRIORITY = define_cmsg(SOL_SOCKET, 12, int, 'rw'); // as a message, to send one datagram with it: Linux 6.14
 * console.log(cmsg(SOL_SOCKET, SO_PRIORITY, 6).cmsg_data.length); // 4
 * ```
 */
export function define_cmsg<L, V, const A extends Access, W = V>(
  level: Level<L>,
  type: number,
  codec: Codec<V, W>,
  access: A,
): ControlType<L, V, A, W> {
  check_integer(level, -0x8000_0000, 0x7fff_ffff, 'define_cmsg: level');
  check_integer(type, -0x8000_0000, 0x7fff_ffff, 'define_cmsg: type');
  check_codec(codec, 'define_cmsg: codec');
  check_access(access, 'define_cmsg: access');
  const ways = (['w', 'r'] as const).filter((way) => access.includes(way)).map((way) => catalogue[way]);
  if (ways.some((levels) => levels.get(level)?.has(type))) {
    throw new Error(`define_cmsg: type ${type} of level ${level} is already defined`);
  }
  // The map does not keep V. The brand on the number under which the codec is stored does.
  for (const levels of ways) {
    const types: Types = levels.get(level) ?? new Map();
    levels.set(level, types.set(type, codec as Codec<unknown>));
  }
  return type as ControlType<L, V, A, W>;
}

/**
 * {@link define_cmsg} for a constant of the headers, by its name.
 *
 * @internal
 */
export function control<L, V, const A extends Access>(
  level: Level<L>,
  name: string,
  codec: Codec<V>,
  access: A,
): ControlType<L, V, A> {
  return define_cmsg(level, constant(name), codec, access);
}

/**
 * The same codec, with truncated bytes no longer accepted as a value.
 *
 * @internal
 */
export function whole<V, W>(codec: Codec<V, W>): Codec<V, W> {
  return { ...codec, least: codec.size };
}

/**
 * The codec of a received control message; undefined if the catalogue has none.
 *
 * @internal
 */
export function arriving(level: number, type: number): Codec<unknown> | undefined {
  return find(catalogue.r, level, type);
}

/**
 * A control message to send: cmsg(3).
 *
 * @param level `SOL_SOCKET`, `IPPROTO_IP`, ...
 * @param type a message of that level; its constant determines the type of the value
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
export function cmsg<L, V, W>(
  level: Level<L>,
  type: ControlType<NoInfer<L>, V, 'w' | 'rw', W>,
  data: NoInfer<W | Uint8Array>,
): Cmsg {
  check_integer(level, -0x8000_0000, 0x7fff_ffff, 'cmsg: level');
  check_integer(type, -0x8000_0000, 0x7fff_ffff, 'cmsg: type');
  if (is_bytes(data)) return { cmsg_level: level, cmsg_type: type, cmsg_data: data };
  const codec = find(catalogue.w, level, type);
  if (codec === undefined)
    throw new TypeError(`cmsg: data must be a Uint8Array: there is no codec for type ${type} of level ${level}`);
  return { cmsg_level: level, cmsg_type: type, cmsg_data: codec.encode(data, 'cmsg: data') };
}

/**
 * The value of a received control message. It is undefined if the message is of another level or type, or was truncated
 * (`MSG_CTRUNC`).
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
export function cmsg_value<L, V>(
  arrived: Cmsg,
  level: Level<L>,
  type: ControlType<NoInfer<L>, V, 'r' | 'rw', never>,
): V | undefined {
  check_object(arrived, 'cmsg_value: arrived');
  const { cmsg_level, cmsg_type, cmsg_data } = arrived;
  check_bytes(cmsg_data, 'cmsg_value: arrived.cmsg_data');
  if (cmsg_level !== level || cmsg_type !== type) return undefined;
  const codec = arriving(level, type);
  if (codec === undefined)
    throw new TypeError(`cmsg_value: no codec for type ${type} of level ${level}: use cmsg_data`);
  // The brand of the number says that this codec decodes a V.
  return length_of(cmsg_data) < (codec.least ?? 0) ? undefined : (codec.decode(cmsg_data) as V);
}
