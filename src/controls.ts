import type { Cmsg } from './codec/cmsghdr.js';
import { arriving, type ControlType, control, whole } from './codec/control.js';
import { descriptor, descriptors } from './codec/descriptors.js';
import { uint64 } from './codec/integer.js';
import { append } from './codec/intrinsics.js';
import { int } from './codec/struct.js';
import type { Timespec } from './codec/time.js';
import type { Fd } from './fd.js';
import { IPPROTO_IPV6, SOL_SOCKET } from './level.js';
import {
  IP_RECVORIGDSTADDR,
  IPV6_RECVORIGDSTADDR,
  SO_TIMESTAMP,
  SO_TIMESTAMPNS,
  TCP_INQ,
  type Timeval,
  type Ucred,
  ucred,
} from './options.js';
import type { SockAddr } from './sockaddr/address.js';
import { type ScmTimestamping, scm_timestamping } from './structs/timestamping.js';

// The control messages that are not also options; those that are have both brands, and are in options.ts.

/** Descriptors sent with the bytes to another process: unix(7). At most 253 in one message. The receiver gets new numbers. */
export const SCM_RIGHTS: ControlType<'SOL_SOCKET', readonly Fd[], 'rw'> = control(
  SOL_SOCKET,
  'SCM_RIGHTS',
  descriptors,
  'rw',
);
/** The credentials of the sender, checked by the kernel: unix(7). Received if the receiver has set `SO_PASSCRED`. */
export const SCM_CREDENTIALS: ControlType<'SOL_SOCKET', Ucred, 'rw'> = control(
  SOL_SOCKET,
  'SCM_CREDENTIALS',
  whole(ucred),
  'rw',
);
/**
 * The process that sent this, as a descriptor like that of pidfd_open(2), which the caller must close: unix(7). Received if the receiver
 * has set `SO_PASSPIDFD`. It always has FD_CLOEXEC. Negative if the kernel could not make one.
 */
export const SCM_PIDFD: ControlType<'SOL_SOCKET', Fd, 'r'> = control(SOL_SOCKET, 'SCM_PIDFD', descriptor, 'r');
/** When a datagram arrived, to the microsecond: socket(7). The same number as {@link SO_TIMESTAMP}, which switches it on. */
export const SCM_TIMESTAMP: ControlType<'SOL_SOCKET', Timeval, 'r'> = SO_TIMESTAMP;
/** When a datagram arrived, to the nanosecond: socket(7). The same number as {@link SO_TIMESTAMPNS}, which switches it on. */
export const SCM_TIMESTAMPNS: ControlType<'SOL_SOCKET', Timespec, 'r'> = SO_TIMESTAMPNS;
/** The destination of a datagram before netfilter redirected it. The same number as {@link IP_RECVORIGDSTADDR}, which switches it on. */
export const IP_ORIGDSTADDR: ControlType<'IPPROTO_IP', SockAddr, 'r'> = IP_RECVORIGDSTADDR;
/** {@link IP_ORIGDSTADDR} for IPv6. The same number as {@link IPV6_RECVORIGDSTADDR}, which switches it on. */
export const IPV6_ORIGDSTADDR: ControlType<'IPPROTO_IPV6', SockAddr, 'r'> = IPV6_RECVORIGDSTADDR;
/** The number of bytes that are left to read. The same number as {@link TCP_INQ}, which switches it on. */
export const TCP_CM_INQ: ControlType<'IPPROTO_TCP', number, 'r'> = TCP_INQ;
/** When a packet arrived or was sent, by the clocks that `SO_TIMESTAMPING` selected. */
export const SCM_TIMESTAMPING: ControlType<'SOL_SOCKET', ScmTimestamping, 'r'> = control(
  SOL_SOCKET,
  'SCM_TIMESTAMPING',
  whole(scm_timestamping),
  'r',
);
/** The transmit time of a packet, in nanoseconds of the clock that `SO_TXTIME` selected. */
export const SCM_TXTIME: ControlType<'SOL_SOCKET', bigint, 'w'> = control(SOL_SOCKET, 'SCM_TXTIME', uint64, 'w');
/** The hop limit of a packet, 0 to 255: ipv6(7). Received if `IPV6_RECVHOPLIMIT` is on. To send, -1 selects that of the socket. */
export const IPV6_HOPLIMIT: ControlType<'IPPROTO_IPV6', number, 'rw'> = control(
  IPPROTO_IPV6,
  'IPV6_HOPLIMIT',
  whole(int),
  'rw',
);

/**
 * The descriptors in a received message, if its codec says that it has any: SCM_RIGHTS, SCM_PIDFD, and types from `define_cmsg`.
 *
 * @internal
 */
export function descriptors_in({ cmsg_level, cmsg_type, cmsg_data }: Cmsg): readonly Fd[] {
  const open: Fd[] = [];
  if (!holds_descriptors(cmsg_level, cmsg_type)) return open;
  const arrived = descriptors.decode(cmsg_data);
  for (let i = 0; i < arrived.length; ++i) if ((arrived[i] as Fd) >= 0) append(open, arrived[i] as Fd);
  return open;
}

/**
 * True if the codec of a type of control messages says that they have descriptors.
 *
 * @internal
 */
export function holds_descriptors(level: number, type: number): boolean {
  const codec: unknown = arriving(level, type);
  return codec === descriptors || codec === descriptor;
}
