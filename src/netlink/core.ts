// The fields that sock_diag(7) reports for sockets of every family.

import type { SockAddr } from '../sockaddr/address.js';
import { type SkMeminfo, sk_meminfo, words } from '../structs/sk-meminfo.js';

export { type SkMeminfo, sk_meminfo, words };

/** The fields that {@link sock_diag} returns for sockets of every family. */
export interface SocketCore {
  /** `AF_INET`, `AF_INET6`, `AF_UNIX`, `AF_NETLINK` or `AF_PACKET`. */
  readonly family: number;
  /** `TCP_ESTABLISHED`, `TCP_LISTEN`, ..., see {@link tcp_state_name}; `TCP_CLOSE` for a socket that is not connected. */
  readonly state: number;
  /** The local address. */
  readonly src: SockAddr;
  /** The address of the peer; all zero if there is none. Unix sockets have `peer` instead, packet sockets have neither. */
  readonly dst?: SockAddr;
  /** The inode number, as from fstat(2) and /proc/self/fd. 0 for a connection that no process holds: in TIME_WAIT, or not accepted yet. */
  readonly inode: number;
  /** A number that no other socket has had since boot: `SO_COOKIE`. */
  readonly cookie: bigint;
  /**
   * Received bytes that have not been read. For a listening socket, the number of pending connections; for netlink and packet sockets, the
   * memory use of the queue.
   */
  readonly rqueue: number;
  /**
   * Written bytes that the peer has not acknowledged (TCP) or not read (unix). For a listening socket, the maximum number of pending
   * connections; for netlink and packet sockets, the memory use of the queue.
   */
  readonly wqueue: number;
  /** The memory use of the socket. */
  readonly skmeminfo?: SkMeminfo;
  /** The bytes of the attributes that have no field here, by number: `INET_DIAG_MD5SIG`, ... */
  readonly attributes: ReadonlyMap<number, Uint8Array>;
}

/** A cookie: two words, the low one first. */
export function cookie_of(bytes: Uint8Array, at: number): bigint {
  const [low = 0, high = 0] = words(bytes.subarray(at, at + 8));
  return (BigInt(high) << 32n) | BigInt(low);
}

/** A bit for each of the states; all bits if none are given. */
export function state_bits(states: readonly number[] | undefined): number {
  return states === undefined ? 0xffff_ffff : states.reduce((bits, state) => bits | (1 << state), 0) >>> 0;
}
