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

// The control messages that are not options too; those are in options.ts, with both brands.

/** Descriptors that go with the bytes to another process: unix(7). At most 253 in one message. They arrive as new numbers. */
export const SCM_RIGHTS: ControlType<'SOL_SOCKET', readonly Fd[], 'rw'> = control(
  SOL_SOCKET,
  'SCM_RIGHTS',
  descriptors,
  'rw',
);
/** Who sent this, checked by the kernel: unix(7). Arrives when the receiver has set `SO_PASSCRED`. */
export const SCM_CREDENTIALS: ControlType<'SOL_SOCKET', Ucred, 'rw'> = control(
  SOL_SOCKET,
  'SCM_CREDENTIALS',
  whole(ucred),
  'rw',
);
/**
 * The process that sent this, as a descriptor of pidfd_open(2) that is yours to close: unix(7). Arrives when the receiver has set
 * `SO_PASSPIDFD`. It has FD_CLOEXEC without being asked. Negative where the kernel could not make one.
 */
export const SCM_PIDFD: ControlType<'SOL_SOCKET', Fd, 'r'> = control(SOL_SOCKET, 'SCM_PIDFD', descriptor, 'r');
/** When a datagram arrived, to the microsecond: socket(7). The same number as {@link SO_TIMESTAMP}, which switches it on. */
export const SCM_TIMESTAMP: ControlType<'SOL_SOCKET', Timeval, 'r'> = SO_TIMESTAMP;
/** When a datagram arrived, to the nanosecond: socket(7). The same number as {@link SO_TIMESTAMPNS}, which switches it on. */
export const SCM_TIMESTAMPNS: ControlType<'SOL_SOCKET', Timespec, 'r'> = SO_TIMESTAMPNS;
/** Where a datagram was to go before netfilter redirected it. The same number as {@link IP_RECVORIGDSTADDR}, which switches it on. */
export const IP_ORIGDSTADDR: ControlType<'IPPROTO_IP', SockAddr, 'r'> = IP_RECVORIGDSTADDR;
/** {@link IP_ORIGDSTADDR} of IPv6. The same number as {@link IPV6_RECVORIGDSTADDR}, which switches it on. */
export const IPV6_ORIGDSTADDR: ControlType<'IPPROTO_IPV6', SockAddr, 'r'> = IPV6_RECVORIGDSTADDR;
/** How many bytes are left to be read. The same number as {@link TCP_INQ}, which switches it on. */
export const TCP_CM_INQ: ControlType<'IPPROTO_TCP', number, 'r'> = TCP_INQ;
/** When a packet arrived or was sent, by which clock `SO_TIMESTAMPING` said. */
export const SCM_TIMESTAMPING: ControlType<'SOL_SOCKET', ScmTimestamping, 'r'> = control(
  SOL_SOCKET,
  'SCM_TIMESTAMPING',
  whole(scm_timestamping),
  'r',
);
/** When a packet is to leave, in nanoseconds of the clock that `SO_TXTIME` named. */
export const SCM_TXTIME: ControlType<'SOL_SOCKET', bigint, 'w'> = control(SOL_SOCKET, 'SCM_TXTIME', uint64, 'w');
/** The hop limit of a packet, 0 to 255: ipv6(7). Arrives when `IPV6_RECVHOPLIMIT` is on. Sent, -1 is the socket's own. */
export const IPV6_HOPLIMIT: ControlType<'IPPROTO_IPV6', number, 'rw'> = control(
  IPPROTO_IPV6,
  'IPV6_HOPLIMIT',
  whole(int),
  'rw',
);

/**
 * The descriptors in a message that arrived, by its codec: of SCM_RIGHTS, of SCM_PIDFD, of what `define_cmsg` added.
 *
 * @internal
 */
export function descriptors_in({ cmsg_level, cmsg_type, cmsg_data }: Cmsg): readonly Fd[] {
  const codec: unknown = arriving(cmsg_level, cmsg_type);
  const holds = codec === descriptors || codec === descriptor;
  const open: Fd[] = [];
  if (!holds) return open;
  const arrived = descriptors.decode(cmsg_data);
  for (let i = 0; i < arrived.length; ++i) if ((arrived[i] as Fd) >= 0) append(open, arrived[i] as Fd);
  return open;
}
