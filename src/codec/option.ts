import type { Level, NoLevel } from '../level.js';
import { check_access, check_codec, check_integer } from './check.js';
import { type Reusable, reusable } from './reuse.js';
import type { Codec } from './struct.js';

declare const option_brand: unique symbol;

/** `r`: getsockopt only. `w`: setsockopt only. */
export type Access = 'r' | 'w' | 'rw';

/**
 * The number of a socket option, branded with its level, the type of its value and its access: a wrong level, a value of
 * the wrong type, or a write to a read-only option do not compile. It is read as a `V` and set as a `W`. One of two levels, as `MCAST_JOIN_GROUP` is, goes with
 * either.
 */
export type SocketOption<L, V, A extends Access = Access, W = V> = number & {
  readonly [option_brand]: {
    readonly level: (level: L) => void;
    readonly value: (value: V) => V;
    readonly set: (value: W) => void;
    readonly access: A;
  };
};

/** A number that no constant of the catalogue is, and so says nothing of its value. */
export type NoOption = number & { readonly [option_brand]?: never };

/** The number of an option without a constant, for {@link getsockopt} and {@link setsockopt} by bytes. */
export type PlainOption = NoOption & NoLevel;

interface Option {
  readonly codec: Codec<unknown>;
  readonly reusable: Reusable | undefined;
}

const catalogue = new Map<number, Map<number, Option>>();

/**
 * Describes an option that the catalogue lacks, for {@link getsockopt} and {@link setsockopt} to know. Ready codecs are
 * `int`, `flag`, `uint16`, `uint32`, `uint64`, `text(size)`, {@link struct} and those of the structs (`linger`, `timeval`, ...); a
 * codec of your own is an object with `size`, `encode` and `decode`.
 *
 * @param level the protocol level
 * @param optname the option's number
 * @param codec how the value becomes bytes and back
 * @param access which of the two calls take it
 * @throws Error when the catalogue has the option already, TypeError or RangeError when an argument is none
 *
 * @example
 * ```ts
 * import { AF_INET, define_option, flag, getsockopt, SOCK_STREAM, SOL_SOCKET, socket, unwrap } from 'sys-socket';
 *
 * const SO_TIMESTAMP_NEW = define_option(SOL_SOCKET, 63, flag, 'rw');
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * console.log(unwrap(getsockopt(fd, SOL_SOCKET, SO_TIMESTAMP_NEW))); // 0
 * ```
 */
export function define_option<L, V, const A extends Access, W = V>(
  level: Level<L>,
  optname: number,
  codec: Codec<V, W>,
  access: A,
): SocketOption<L, V, A, W> {
  check_integer(level, -0x8000_0000, 0x7fff_ffff, 'define_option: level');
  check_integer(optname, -0x8000_0000, 0x7fff_ffff, 'define_option: optname');
  check_codec(codec, 'define_option: codec');
  check_access(access, 'define_option: access');
  const options = catalogue.get(level) ?? new Map<number, Option>();
  catalogue.set(level, options);
  if (options.has(optname)) throw new Error(`define_option: option ${optname} of level ${level} is already defined`);
  // The map forgets V; the brand on the number that leads to this codec remembers it.
  const known = codec as Codec<unknown>;
  options.set(optname, { codec: known, reusable: reusable(known) });
  return optname as SocketOption<L, V, A, W>;
}

/** An option's codec and its bytes, where the catalogue has it. */
export function option_of(level: number, optname: number): Option | undefined {
  return catalogue.get(level)?.get(optname);
}
