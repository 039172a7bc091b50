import { check_bytes, check_object } from './codec/check.js';
import type { Cmsg } from './codec/cmsghdr.js';
import { arriving, type ControlType } from './codec/control.js';
import { length_of } from './codec/intrinsics.js';
import {
  IP_ORIGDSTADDR,
  IPV6_HOPLIMIT,
  IPV6_ORIGDSTADDR,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SCM_TIMESTAMP,
  SCM_TIMESTAMPING,
  SCM_TIMESTAMPNS,
  TCP_CM_INQ,
} from './controls.js';
import { IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, SOL_PACKET, SOL_SOCKET } from './level.js';
import {
  IP_CHECKSUM,
  IP_PKTINFO,
  IP_RECVERR,
  IP_RECVFRAGSIZE,
  IP_RECVOPTS,
  IP_RETOPTS,
  IP_TOS,
  IP_TTL,
  IPV6_DSTOPTS,
  IPV6_FLOWINFO,
  IPV6_HOPOPTS,
  IPV6_PATHMTU,
  IPV6_PKTINFO,
  IPV6_RECVERR,
  IPV6_RECVFRAGSIZE,
  IPV6_RTHDR,
  IPV6_RTHDRDSTOPTS,
  IPV6_TCLASS,
  PACKET_AUXDATA,
  SO_MARK,
  SO_RXQ_OVFL,
  UDP_GRO,
} from './options.js';

/** The messages that can be received, by the C names of their levels and types. */
const types = {
  SOL_SOCKET: {
    SCM_CREDENTIALS,
    SCM_PIDFD,
    SCM_RIGHTS,
    SCM_TIMESTAMP,
    SCM_TIMESTAMPING,
    SCM_TIMESTAMPNS,
    SO_MARK,
    SO_RXQ_OVFL,
  },
  IPPROTO_IP: {
    IP_CHECKSUM,
    IP_ORIGDSTADDR,
    IP_PKTINFO,
    IP_RECVERR,
    IP_RECVFRAGSIZE,
    IP_RECVOPTS,
    IP_RETOPTS,
    IP_TOS,
    IP_TTL,
  },
  IPPROTO_IPV6: {
    IPV6_DSTOPTS,
    IPV6_FLOWINFO,
    IPV6_HOPLIMIT,
    IPV6_HOPOPTS,
    IPV6_ORIGDSTADDR,
    IPV6_PATHMTU,
    IPV6_PKTINFO,
    IPV6_RECVERR,
    IPV6_RECVFRAGSIZE,
    IPV6_RTHDR,
    IPV6_RTHDRDSTOPTS,
    IPV6_TCLASS,
  },
  IPPROTO_TCP: { TCP_CM_INQ },
  IPPROTO_UDP: { UDP_GRO },
  SOL_PACKET: { PACKET_AUXDATA },
};
const levels = { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, SOL_PACKET };

type Types = typeof types;

/** The type of the result of {@link read_cmsg} for one type of message. */
type Read<L, N, T> =
  T extends ControlType<L, infer V, infer _A, infer _W>
    ? { readonly level: L; readonly type: N; readonly value: V | undefined }
    : never;

/** A received control message, with the C names of its level and type. The `type` determines the type of the `value`. */
export type KnownCmsg = {
  [L in keyof Types]: { [N in keyof Types[L]]: Read<L, N, Types[L][N]> }[keyof Types[L]];
}[keyof Types];

/** A received control message without a name in this package: its numbers, and its value by {@link define_cmsg}, or its bytes. */
export interface UnknownCmsg {
  readonly level: keyof Types | number;
  readonly type: number;
  readonly value: unknown;
}

const level_names = new Map(Object.entries(levels).map(([name, level]) => [Number(level), name]));
const type_names = new Map(
  Object.entries(types).map(([level, all]) => [
    level,
    new Map(Object.entries(all).map(([name, type]) => [Number(type), name])),
  ]),
);

/**
 * Decodes a received control message of any type, whereas {@link cmsg_value} must be tried for each type. The value of a truncated message
 * (`MSG_CTRUNC`) is undefined. For a type that the catalogue lacks, the names are numbers and the value is the bytes.
 *
 * @param arrived a message from {@link recvmsg} or {@link recvmmsg}
 * @returns its level, its type (a `switch` on it determines the type of the value) and its value
 *
 * @example
 * ```ts
 * import {
 *   AF_UNIX, CMSG_SPACE, close, cmsg, read_cmsg, recvmsg, SCM_RIGHTS, sendmsg, SOCK_STREAM, SOL_SOCKET, socketpair, unwrap,
 * } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [b])] }));
 *
 * const { msg_control } = unwrap(recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) }));
 * for (const message of msg_control.map(read_cmsg)) {
 *   console.log(message.level, message.type); // SOL_SOCKET SCM_RIGHTS
 *   if (message.type === 'SCM_RIGHTS') for (const fd of message.value ?? []) close(fd);
 * }
 * ```
 */
export function read_cmsg(arrived: Cmsg): KnownCmsg | UnknownCmsg {
  check_object(arrived, 'read_cmsg: arrived');
  const { cmsg_level, cmsg_type, cmsg_data } = arrived;
  check_bytes(cmsg_data, 'read_cmsg: arrived.cmsg_data');
  const level = level_names.get(cmsg_level);
  const type = level === undefined ? undefined : type_names.get(level)?.get(cmsg_type);
  const codec = arriving(cmsg_level, cmsg_type);
  const whole = codec !== undefined && length_of(cmsg_data) >= (codec.least ?? 0);
  const value = codec === undefined ? cmsg_data : whole ? codec.decode(cmsg_data) : undefined;
  // The cast is right because the names are those of the tables, and the codec is that of the constant in the table.
  return { level: level ?? cmsg_level, type: type ?? cmsg_type, value } as KnownCmsg | UnknownCmsg;
}
