import { field } from '../codec/intrinsics.js';
import { check_integer, check_object } from '../codec/struct.js';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  NETLINK_SOCK_DIAG,
  NLM_F_DUMP,
  SOCK_DIAG_BY_FAMILY,
} from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { IPPROTO_TCP } from '../level.js';
import { ok, type Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { type AskCode, ask } from './ask.js';
import type { SocketCore } from './core.js';
import { decode_inet, type InetDiag } from './inet-diag.js';
import { encode_inet } from './inet-diag-request.js';
import { decode_netlink, encode_netlink, type NetlinkDiag } from './netlink-diag.js';
import { decode_packet, encode_packet, type PacketDiag } from './packet-diag.js';
import { decode_unix, encode_unix, type UnixDiag } from './unix-diag.js';

/** The sockets that {@link sock_diag} selects, and the information that it requests. */
export interface SockDiagRequest {
  /** `AF_INET`, `AF_INET6`, `AF_UNIX`, `AF_NETLINK` or `AF_PACKET`. */
  readonly family: number;
  /** For `AF_INET` and `AF_INET6`, default `IPPROTO_TCP`. For `AF_NETLINK`, default all protocols. */
  readonly protocol?: number;
  /** Selects sockets in one of these states: `[TCP_LISTEN, TCP_ESTABLISHED]`. Default: any state. `AF_NETLINK` and `AF_PACKET` have no states. */
  readonly states?: readonly number[];
  /** For `AF_INET` and `AF_INET6`: selects sockets with this local address. Port 0 matches any port, and 0.0.0.0 or :: any address. */
  readonly src?: SockAddr;
  /** For `AF_INET` and `AF_INET6`: selects sockets whose peer has this address. */
  readonly dst?: SockAddr;
  /** Selects the socket with this inode number, which fstat(2) returns for a descriptor. */
  readonly inode?: number;
  /**
   * The information to return: `UDIAG_SHOW_...`, `NDIAG_SHOW_...`, `PACKET_SHOW_...`, or-ed; for `AF_INET` and `AF_INET6`,
   * `1 << (INET_DIAG_INFO - 1)` and so on. Default: everything.
   */
  readonly show?: number;
}

/**
 * A socket, as {@link sock_diag} returns it. Field names are those of C without the prefix of the family (`idiag_rqueue` and `udiag_rqueue`
 * are `rqueue`), so that they are the same for all families. Fields that the family lacks, or that the kernel does not send, are absent.
 */
export interface SocketDiag
  extends SocketCore,
    Partial<InetDiag>,
    Partial<UnixDiag>,
    Partial<NetlinkDiag>,
    Partial<PacketDiag> {}

type Answered = 'EAFNOSUPPORT' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'ENOENT' | 'EPERM';

/** The errors of {@link sock_diag}: those in the kernel's answer, and those of the syscalls. */
export type SockDiagCode = Answered | AskCode;

const refused = errors_of<Answered>('sock_diag');

/**
 * sock_diag(7): the sockets of all processes in this network namespace, as ss(8) shows them. It makes several syscalls: it sends a request on
 * a netlink socket, and reads the answer to its end.
 *
 * @param request the sockets to select, and the information to return
 * @param fd a socket to use for many requests, `socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)`. If omitted, a socket is created and closed
 *   again.
 * @returns the sockets, in the kernel's order
 *
 * **Errors**: `ENOENT` the kernel has no diagnostics for the family or protocol; `EINVAL` an invalid request; `EINTR` the answer changed
 * while it was read, in ten attempts; `EAFNOSUPPORT` `fd` is not a netlink socket; `EBUSY` an earlier answer on `fd` was not read to its end;
 * and those of {@link socket}, {@link sendto} and {@link recvfrom}.
 *
 * **strace**: `sendto` with a `SOCK_DIAG_BY_FAMILY` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import {
 *   AF_INET, bind, getsockname, IPPROTO_TCP, listen, SOCK_STREAM, sock_diag, sockaddr_in, sockaddr_storage, socket, tcp_state_name,
 *   unwrap,
 * } from 'sys-socket';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
 * unwrap(listen(listener, 16));
 * const self = sockaddr_storage();
 * unwrap(getsockname(listener, self));
 *
 * for (const { state, wqueue, tcp_info } of unwrap(sock_diag({ family: AF_INET, protocol: IPPROTO_TCP, src: self }))) {
 *   console.log(tcp_state_name(state), wqueue, tcp_info?.tcpi_sacked); // TCP_LISTEN 16 16
 * }
 * ```
 */
export function sock_diag(request: SockDiagRequest, fd?: Fd): Result<SocketDiag[], SysError<SockDiagCode>> {
  const { payload, decode } = question_of(request);
  const inode = field(request, 'inode');
  const answered = ask(
    {
      protocol: NETLINK_SOCK_DIAG,
      type: SOCK_DIAG_BY_FAMILY,
      flags: NLM_F_DUMP,
      payload,
      refused,
      decode: (message) => {
        const told = message.nlmsg_type === SOCK_DIAG_BY_FAMILY ? decode(message.payload) : undefined;
        return inode === undefined || told?.inode === inode ? told : undefined;
      },
    },
    fd,
  );
  return answered.ok ? ok(once_each(answered.value)) : answered;
}

/** Removes duplicates: the kernel reports a netlink socket twice if it is in a group, or if it moved within the kernel's tables during the dump. */
function once_each(told: readonly SocketDiag[]): SocketDiag[] {
  return [...new Map(told.map((socket) => [socket.cookie, socket])).values()];
}

function question_of(request: SockDiagRequest): {
  readonly payload: Uint8Array;
  readonly decode: (payload: Uint8Array) => SocketDiag | undefined;
} {
  check_object(request, 'sock_diag: request');
  const family = field(request, 'family');
  const protocol = field(request, 'protocol');
  const states = field(request, 'states');
  const src = field(request, 'src');
  const dst = field(request, 'dst');
  const inode = field(request, 'inode');
  const show = field(request, 'show');
  check_states(states);
  if (inode !== undefined) check_integer(inode, 0, 0xffff_ffff, 'sock_diag: inode');
  if (family === AF_INET || family === AF_INET6) {
    const which = protocol ?? IPPROTO_TCP;
    return {
      payload: encode_inet(family, which, states, show, src, dst),
      decode: (payload) => decode_inet(payload, which),
    };
  }
  if (src !== undefined || dst !== undefined) {
    throw new RangeError(`sock_diag: src and dst are for AF_INET and AF_INET6, got family ${family}`);
  }
  switch (family) {
    case AF_UNIX:
      return { payload: encode_unix(states, show), decode: decode_unix };
    case AF_NETLINK:
      return { payload: encode_netlink(protocol, show), decode: decode_netlink };
    case AF_PACKET:
      return { payload: encode_packet(show), decode: decode_packet };
    default:
      throw new RangeError(
        `sock_diag: family must be AF_INET, AF_INET6, AF_UNIX, AF_NETLINK or AF_PACKET, got ${String(family)}`,
      );
  }
}

function check_states(states: unknown): void {
  if (states === undefined) return;
  if (!Array.isArray(states))
    throw new TypeError(`sock_diag: states must be an array of numbers, got ${typeof states}`);
  for (const state of states) check_integer(state, 0, 31, 'sock_diag: states');
}
