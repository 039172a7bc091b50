import type { Domain } from './domain.js';
import { constant } from './headers.js';

declare const level_brand: unique symbol;

/** The protocol level of an option, branded with its name. */
export type Level<L> = number & { readonly [level_brand]: L };

function level<L extends string>(name: L): Level<L> {
  return constant(name) as Level<L>;
}

/** A family that is also the level of its options. */
export type DomainAndLevel<L> = Domain & Level<L>;

/** A type without the brand of {@link Level}: a level does not compile in place of a number of another kind. */
export interface NoLevel {
  readonly [level_brand]?: never;
}

/**
 * Accepts a number as a protocol level, branded with that number: for a protocol without a constant in this package, for
 * {@link define_option} and {@link define_cmsg}.
 *
 * @throws TypeError if it is not a number, RangeError if it is not an int32
 *
 * @example
 * ```ts
 * import { as_level, define_option, int } from 'sys-socket';
 *
 * const SOL_LLC = as_level(268);
 * const LLC_OPT_RETRY = define_option(SOL_LLC, 1, int, 'rw'); // linux/llc.h
 * console.log(LLC_OPT_RETRY); // 1
 * ```
 */
export function as_level<const N extends number>(level: N): Level<N> {
  if (typeof level !== 'number') throw new TypeError(`as_level: level must be a number, got ${typeof level}`);
  if (level !== (level | 0)) throw new RangeError(`as_level: level must be an int32, got ${level}`);
  return level as N & Level<N>;
}

/** socket(7) */
export const SOL_SOCKET: Level<'SOL_SOCKET'> = level('SOL_SOCKET');
/** ip(7); as a protocol, the default one of the family */
export const IPPROTO_IP: Level<'IPPROTO_IP'> = level('IPPROTO_IP');
/** ipv6(7) */
export const IPPROTO_IPV6: Level<'IPPROTO_IPV6'> = level('IPPROTO_IPV6');
/** tcp(7); also the protocol of socket(2) */
export const IPPROTO_TCP: Level<'IPPROTO_TCP'> = level('IPPROTO_TCP');
/** udp(7); also the protocol of socket(2) */
export const IPPROTO_UDP: Level<'IPPROTO_UDP'> = level('IPPROTO_UDP');
/** The same number as {@link IPPROTO_IP}, under the name that ip(7) uses. */
export const SOL_IP: Level<'IPPROTO_IP'> = IPPROTO_IP;
/** The same number as {@link IPPROTO_IPV6}. */
export const SOL_IPV6: Level<'IPPROTO_IPV6'> = IPPROTO_IPV6;
/** The same number as {@link IPPROTO_TCP}, as strace prints it. */
export const SOL_TCP: Level<'IPPROTO_TCP'> = IPPROTO_TCP;
/** The same number as {@link IPPROTO_UDP}. */
export const SOL_UDP: Level<'IPPROTO_UDP'> = IPPROTO_UDP;

/** Virtual machines and their host: vsock(7), whose options have the family itself as their level */
export const AF_VSOCK: DomainAndLevel<'AF_VSOCK'> = level('AF_VSOCK') as DomainAndLevel<'AF_VSOCK'>;
/** sctp(7); also the protocol of socket(2) */
export const IPPROTO_SCTP: Level<'IPPROTO_SCTP'> = level('IPPROTO_SCTP');
/** sockets of CAN_RAW */
export const SOL_CAN_RAW: Level<'SOL_CAN_RAW'> = level('SOL_CAN_RAW');

// More levels, for `define_option`. The catalogue has no options of some of them.

/** ATM adaptation layers */
export const SOL_AAL: Level<'SOL_AAL'> = level('SOL_AAL');
/** the kernel's ciphers */
export const SOL_ALG: Level<'SOL_ALG'> = level('SOL_ALG');
/** ATM */
export const SOL_ATM: Level<'SOL_ATM'> = level('SOL_ATM');
/** Bluetooth */
export const SOL_BLUETOOTH: Level<'SOL_BLUETOOTH'> = level('SOL_BLUETOOTH');
/** CAIF */
export const SOL_CAIF: Level<'SOL_CAIF'> = level('SOL_CAIF');
/** The base to which the protocols of AF_CAN add their numbers */
export const SOL_CAN_BASE: Level<'SOL_CAN_BASE'> = level('SOL_CAN_BASE');
/** Sockets of CAN_J1939 */
export const SOL_CAN_J1939: Level<'SOL_CAN_J1939'> = level('SOL_CAN_J1939');
/** DCCP, which Linux 6.16 removed */
export const SOL_DCCP: Level<'SOL_DCCP'> = level('SOL_DCCP');
/** AF_DECnet, which Linux 6.1 removed */
export const SOL_DECNET: Level<'SOL_DECNET'> = level('SOL_DECNET');
/** icmp(7), of IPv6 */
export const SOL_ICMPV6: Level<'SOL_ICMPV6'> = level('SOL_ICMPV6');
/** AF_IRDA, which Linux 4.17 removed */
export const SOL_IRDA: Level<'SOL_IRDA'> = level('SOL_IRDA');
/** AF_IUCV */
export const SOL_IUCV: Level<'SOL_IUCV'> = level('SOL_IUCV');
/** AF_KCM */
export const SOL_KCM: Level<'SOL_KCM'> = level('SOL_KCM');
/** AF_LLC */
export const SOL_LLC: Level<'SOL_LLC'> = level('SOL_LLC');
/** AF_MCTP */
export const SOL_MCTP: Level<'SOL_MCTP'> = level('SOL_MCTP');
/** Multipath TCP */
export const SOL_MPTCP: Level<'SOL_MPTCP'> = level('SOL_MPTCP');
/** AF_NETBEUI */
export const SOL_NETBEUI: Level<'SOL_NETBEUI'> = level('SOL_NETBEUI');
/** netlink(7) */
export const SOL_NETLINK: Level<'SOL_NETLINK'> = level('SOL_NETLINK');
/** AF_NFC */
export const SOL_NFC: Level<'SOL_NFC'> = level('SOL_NFC');
/** packet(7) */
export const SOL_PACKET: Level<'SOL_PACKET'> = level('SOL_PACKET');
/** Pipes of AF_PHONET */
export const SOL_PNPIPE: Level<'SOL_PNPIPE'> = level('SOL_PNPIPE');
/** L2TP over PPPoX */
export const SOL_PPPOL2TP: Level<'SOL_PPPOL2TP'> = level('SOL_PPPOL2TP');
/** raw(7) */
export const SOL_RAW: Level<'SOL_RAW'> = level('SOL_RAW');
/** AF_RDS */
export const SOL_RDS: Level<'SOL_RDS'> = level('SOL_RDS');
/** AF_RXRPC */
export const SOL_RXRPC: Level<'SOL_RXRPC'> = level('SOL_RXRPC');
/** AF_SMC */
export const SOL_SMC: Level<'SOL_SMC'> = level('SOL_SMC');
/** AF_TIPC */
export const SOL_TIPC: Level<'SOL_TIPC'> = level('SOL_TIPC');
/** the kernel's TLS */
export const SOL_TLS: Level<'SOL_TLS'> = level('SOL_TLS');
/** vsock(7): the level of control messages from its error queue */
export const SOL_VSOCK: Level<'SOL_VSOCK'> = level('SOL_VSOCK');
/** x25(7) */
export const SOL_X25: Level<'SOL_X25'> = level('SOL_X25');
/** AF_XDP */
export const SOL_XDP: Level<'SOL_XDP'> = level('SOL_XDP');
