import { define_cmsg, type OptionAndControl } from '../codec/control.js';
import { type Access, define_option, type SocketOption } from '../codec/option.js';
import type { Codec } from '../codec/struct.js';
import { constant } from '../headers.js';
import { IPPROTO_IP, IPPROTO_IPV6, type Level } from '../level.js';

/**
 * {@link define_option} with a name from the kernel headers.
 *
 * docs/options.md is generated from these calls (`npm run options`): level, name, codec and access are their arguments. The comment above a
 * call says what the option does, and ends with the first kernel that has it, unless that is 2.6.12 or older.
 */
export function option<L, V, const A extends Access, W = V>(
  level: Level<L>,
  name: string,
  codec: Codec<V, W>,
  access: A,
): SocketOption<L, V, A, W> {
  return define_option(level, constant(name), codec, access);
}

/** An option of RFC 3678, which has the same number for IPv4 and IPv6. */
export function option_of_both<V, const A extends Access>(
  name: string,
  codec: Codec<V>,
  access: A,
): SocketOption<'IPPROTO_IP' | 'IPPROTO_IPV6', V, A> {
  option(IPPROTO_IP, name, codec, access);
  option(IPPROTO_IPV6, name, codec, access);
  return constant(name) as SocketOption<'IPPROTO_IP' | 'IPPROTO_IPV6', V, A>;
}

/** Declares that the option's number is the type of a control message too: the codec of its value, and whether it is received (`r`) or sent (`w`). */
export function also_cmsg<L, V, A extends Access, C, const B extends Access, W = V, S = C>(
  optname: SocketOption<L, V, A, W>,
  level: Level<NoInfer<L>>,
  codec: Codec<C, S>,
  access: B,
): OptionAndControl<L, V, A, C, B, W, S> {
  define_cmsg(level, optname, codec, access);
  return optname as OptionAndControl<L, V, A, C, B, W, S>;
}
