import type { Level, NoLevel } from '../level.js';
import { check_access, check_codec, check_integer } from './check.js';
import { type Reusable, reusable } from './reuse.js';
import type { Codec } from './struct.js';

declare const option_brand: unique symbol;

/** `r`: getsockopt only. `w`: setsockopt only. */
export type Access = 'r' | 'w' | 'rw';

/**
 * The number of a socket option, branded with its level, the type of its value and its access: a wrong level, a value of
 * the wrong type, or a write to a read-only option does not compile. It is read as a `V` and set as a `W`. An option that belongs to
 * two levels, such as `MCAST_JOIN_GROUP`, is accepted with either.
 */
export type SocketOption<L, V, A extends Access = Access, W = V> = number & {
  readonly [option_brand]: {
    readonly level: (level: L) => void;
    readonly value: (value: V) => V;
    readonly set: (value: W) => void;
    readonly access: A;
  };
};

/** A number that is not a constant of the catalogue, so that the type of its value is unknown. */
export type NoOption = number & { readonly [option_brand]?: never };

/** The number of an option without a constant, for {@link getsockopt} and {@link setsockopt} by bytes. */
export type PlainOption = NoOption & NoLevel;

interface Option {
  readonly codec: Codec<unknown>;
  readonly reusable: Reusable | undefined;
}

const catalogue = new Map<number, Map<number, Option>>();

/**
 * Adds an option to the catalogue, for {@link getsockopt} and {@link setsockopt}. The package has the codecs `int`, `flag`, `uint16`,
 * `uint32`, `uint64`, `text(size)`, {@link struct} and those of the structs (`linger`, `timeval`, ...); any object with `size`, `encode`
 * and `decode` is a codec too.
 *
 * @param level the protocol level
 * @param optname the option's number
 * @param codec converts between value and bytes
 * @param access `r` for getsockopt only, `w` for setsockopt only, `rw` for both
 * @throws Error if the catalogue has the option already; TypeError or RangeError if an argument is invalid
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
  // The map does not keep V. The brand on the number under which the codec is stored does.
  const known = codec as Codec<unknown>;
  options.set(optname, { codec: known, reusable: reusable(known) });
  return optname as SocketOption<L, V, A, W>;
}

/** The codec of an option and its reusable bytes; undefined if the catalogue lacks the option. */
export function option_of(level: number, optname: number): Option | undefined {
  return catalogue.get(level)?.get(optname);
}
