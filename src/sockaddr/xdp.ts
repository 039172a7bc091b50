import { struct } from '../codec/struct.js';
import { AF_XDP } from '../constants.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** C's `struct sockaddr_xdp` of linux/if_xdp.h: one queue of an interface. */
export interface SockAddrXdp {
  /** `XDP_SHARED_UMEM`, `XDP_COPY`, `XDP_ZEROCOPY`, `XDP_USE_NEED_WAKEUP`, or-ed. */
  readonly sxdp_flags: number;
  /** The index of the interface. */
  readonly sxdp_ifindex: number;
  readonly sxdp_queue_id: number;
  /** With `XDP_SHARED_UMEM`, the socket whose memory is shared. */
  readonly sxdp_shared_umem_fd: number;
}

const codec = struct<SockAddrXdp & { readonly sxdp_family: number }>('sockaddr_xdp');

/**
 * An address of an AF_XDP socket: `struct sockaddr_xdp` of linux/if_xdp.h, 16 bytes.
 *
 * @param sxdp_ifindex the index of the interface
 * @param sxdp_queue_id the queue, from 0
 * @param sxdp_flags `XDP_COPY`, `XDP_ZEROCOPY`, ..., or-ed
 * @param sxdp_shared_umem_fd with `XDP_SHARED_UMEM`, the socket whose memory is shared
 * @throws RangeError if one of them does not fit
 *
 * @example
 * ```ts
 * import { as_sockaddr_xdp, sockaddr_xdp, XDP_COPY } from 'sys-socket';
 *
 * console.log(as_sockaddr_xdp(sockaddr_xdp(2, 0, XDP_COPY))?.sxdp_flags === XDP_COPY); // true
 * ```
 */
export function sockaddr_xdp(
  sxdp_ifindex: number,
  sxdp_queue_id: number,
  sxdp_flags = 0,
  sxdp_shared_umem_fd = 0,
): SockAddr {
  const value = { sxdp_family: AF_XDP, sxdp_flags, sxdp_ifindex, sxdp_queue_id, sxdp_shared_umem_fd };
  return sockaddr(codec.encode(value, 'sockaddr_xdp'));
}

/**
 * An address as C's `struct sockaddr_xdp`; undefined if it is not of `AF_XDP`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_xdp, sockaddr_xdp } from 'sys-socket';
 *
 * console.log(as_sockaddr_xdp(sockaddr_xdp(2, 7))?.sxdp_queue_id); // 7
 * ```
 */
export function as_sockaddr_xdp(addr: SockAddr): SockAddrXdp | undefined {
  const bytes = cast(addr, AF_XDP, codec.size, 'as_sockaddr_xdp');
  if (bytes === undefined) return undefined;
  const { sxdp_family: _, ...fields } = codec.decode(bytes);
  return fields;
}

/**
 * True if an address is of `AF_XDP`, so that {@link as_sockaddr_xdp} can read it.
 *
 * @example
 * ```ts
 * import { is_sockaddr_xdp, sockaddr_in, sockaddr_xdp } from 'sys-socket';
 *
 * console.log(is_sockaddr_xdp(sockaddr_xdp(2, 0)), is_sockaddr_xdp(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_xdp(addr: SockAddr): boolean {
  return as_sockaddr_xdp(checked(addr, 'is_sockaddr_xdp')) !== undefined;
}
