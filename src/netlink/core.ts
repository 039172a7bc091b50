// What sock_diag(7) says of a socket, whatever its family is, and what all families say alike.

import type { SockAddr } from '../sockaddr/address.js';
import { type SkMeminfo, sk_meminfo, words } from '../structs/sk-meminfo.js';

export { type SkMeminfo, sk_meminfo, words };

/** What {@link sock_diag} tells of every socket. */
export interface SocketCore {
  /** `AF_INET`, `AF_INET6`, `AF_UNIX`, `AF_NETLINK` or `AF_PACKET`. */
  readonly family: number;
  /** `TCP_ESTABLISHED`, `TCP_LISTEN`, ..., see {@link tcp_state_name}; of what does not connect, `TCP_CLOSE`. */
  readonly state: number;
  /** The address that the socket has. */
  readonly src: SockAddr;
  /** The address of its peer; all zero where it has none. Of unix sockets there is `peer` instead, packet sockets have none. */
  readonly dst?: SockAddr;
  /** The inode, as fstat(2) and /proc/self/fd tell it; 0 for a connection that no process has: in TIME_WAIT, or not accepted yet. */
  readonly inode: number;
  /** A number that no other socket has had since the machine started: `SO_COOKIE`. */
  readonly cookie: bigint;
  /**
   * Bytes that were received and not read. Of a listening socket, connections that wait for accept(2); of netlink and packet
   * sockets, the memory that they take.
   */
  readonly rqueue: number;
  /**
   * Bytes that were written and not acknowledged by the peer (TCP), or not read by it (unix). Of a listening socket, how many
   * connections may wait; of netlink and packet sockets, the memory that they take.
   */
  readonly wqueue: number;
  /** The memory of the socket. */
  readonly skmeminfo?: SkMeminfo;
  /** The attributes that have no field here, by their numbers (`INET_DIAG_MD5SIG`, ...): their bytes. */
  readonly attributes: ReadonlyMap<number, Uint8Array>;
}

/** A cookie: two words, the low one first. */
export function cookie_of(bytes: Uint8Array, at: number): bigint {
  const [low = 0, high = 0] = words(bytes.subarray(at, at + 8));
  return (BigInt(high) << 32n) | BigInt(low);
}

/** Which states are meant: a bit for each. */
export function state_bits(states: readonly number[] | undefined): number {
  return states === undefined ? 0xffff_ffff : states.reduce((bits, state) => bits | (1 << state), 0) >>> 0;
}
