// Requests for AF_INET and AF_INET6: struct inet_diag_req_v2 of linux/inet_diag.h, and a program that the kernel runs to select sockets.

import { uint32 } from '../codec/integer.js';
import { append } from '../codec/intrinsics.js';
import { check_integer, write_field } from '../codec/struct.js';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  INET_DIAG_BC_D_COND,
  INET_DIAG_BC_S_COND,
  INET_DIAG_REQ_BYTECODE,
  INET_DIAG_REQ_PROTOCOL,
} from '../constants.js';
import { field_of, layout } from '../headers.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';
import { is_sockaddr_in } from '../sockaddr/in.js';
import { is_sockaddr_in6 } from '../sockaddr/in6.js';
import { sin_addr, sin6_addr } from '../sockaddr/layout.js';
import { state_bits } from './core.js';
import { encode_nlattr } from './nlmsghdr.js';

const req = {
  size: layout('inet_diag_req_v2').size,
  family: field_of('inet_diag_req_v2', 'sdiag_family'),
  protocol: field_of('inet_diag_req_v2', 'sdiag_protocol'),
  ext: field_of('inet_diag_req_v2', 'idiag_ext'),
  states: field_of('inet_diag_req_v2', 'idiag_states'),
};

const op = {
  size: layout('inet_diag_bc_op').size,
  code: field_of('inet_diag_bc_op', 'code'),
  yes: field_of('inet_diag_bc_op', 'yes'),
  no: field_of('inet_diag_bc_op', 'no'),
};

const host = {
  size: layout('inet_diag_hostcond').size,
  family: field_of('inet_diag_hostcond', 'family'),
  prefix_len: field_of('inet_diag_hostcond', 'prefix_len'),
  port: field_of('inet_diag_hostcond', 'port'),
};

/** Every extension that `idiag_ext` has a bit for. */
const all_extensions = 0xff;

/** `struct inet_diag_req_v2` and its attributes. */
export function encode_inet(
  family: number,
  protocol: number,
  states: readonly number[] | undefined,
  show: number = all_extensions,
  src?: SockAddr,
  dst?: SockAddr,
): Uint8Array {
  check_integer(protocol, 0, 0xffff_ffff, 'sock_diag: protocol');
  const request = new Uint8Array(req.size);
  write_field(request, req.family, family, 'sock_diag: family');
  write_field(request, req.protocol, protocol & 0xff, 'sock_diag: protocol');
  write_field(request, req.ext, show, 'sock_diag: show');
  write_field(request, req.states, state_bits(states), 'sock_diag: states');
  const parts: Uint8Array[] = [request];
  const program = conditions([
    ...(src === undefined ? [] : [{ code: INET_DIAG_BC_S_COND, addr: src, where: 'sock_diag: src' }]),
    ...(dst === undefined ? [] : [{ code: INET_DIAG_BC_D_COND, addr: dst, where: 'sock_diag: dst' }]),
  ]);
  if (program.length > 0) append(parts, encode_nlattr(INET_DIAG_REQ_BYTECODE, program));
  // IPPROTO_MPTCP (262) does not fit into the eight bits of sdiag_protocol.
  if (protocol > 0xff)
    append(parts, encode_nlattr(INET_DIAG_REQ_PROTOCOL, uint32.encode(protocol, 'sock_diag: protocol')));
  return Buffer.concat(parts);
}

interface Condition {
  readonly code: number;
  readonly addr: SockAddr;
  readonly where: string;
}

/** A program that selects sockets that meet all conditions. Its jumps go forward: one to the exact end selects the socket, one past it does not. */
function conditions(list: readonly Condition[]): Uint8Array {
  const hosts = list.map(({ addr, where }) => host_condition(addr, where));
  let left = hosts.reduce((total, bytes) => total + op.size + bytes.length, 0);
  const parts = hosts.flatMap((bytes, i) => {
    const jump = new Uint8Array(op.size);
    write_field(jump, op.code, list[i]?.code, 'code');
    write_field(jump, op.yes, op.size + bytes.length, 'yes');
    write_field(jump, op.no, left + op.size, 'no');
    left -= op.size + bytes.length;
    return [jump, bytes];
  });
  return Buffer.concat(parts);
}

/** `struct inet_diag_hostcond`: port 0 matches any port, and the address 0.0.0.0 or :: any address. */
function host_condition(addr: SockAddr, where: string): Uint8Array {
  const bytes = bytes_of(addr, where);
  const [family, port, ip] = is_sockaddr_in(addr)
    ? [AF_INET, addr.sin_port, bytes.subarray(sin_addr, sin_addr + 4)]
    : is_sockaddr_in6(addr)
      ? [AF_INET6, addr.sin6_port, bytes.subarray(sin6_addr, sin6_addr + 16)]
      : [];
  if (family === undefined || port === undefined || ip === undefined) {
    throw new RangeError(`${where} must be an address of AF_INET or AF_INET6, got ${addr}`);
  }
  const any = ip.every((byte) => byte === 0);
  const head = new Uint8Array(host.size);
  write_field(head, host.family, any ? AF_UNSPEC : family, 'family');
  write_field(head, host.prefix_len, any ? 0 : ip.length * 8, 'prefix_len');
  write_field(head, host.port, port === 0 ? -1 : port, 'port');
  return any ? head : Buffer.concat([head, ip]);
}
