// The sockets of AF_NETLINK: linux/netlink_diag.h.

import { uint32 } from '../codec/integer.js';
import { write_field } from '../codec/struct.js';
import {
  AF_NETLINK,
  NDIAG_PROTO_ALL,
  NDIAG_SHOW_FLAGS,
  NDIAG_SHOW_GROUPS,
  NDIAG_SHOW_MEMINFO,
  NETLINK_DIAG_FLAGS,
  NETLINK_DIAG_GROUPS,
  NETLINK_DIAG_MEMINFO,
} from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { sockaddr_nl } from '../sockaddr/nl.js';
import { field, type Rows, read_attributes, rest } from './attributes.js';
import { cookie_of, type SkMeminfo, type SocketCore, sk_meminfo, words } from './core.js';
import { nlattrs } from './nlmsghdr.js';

/** The further fields that {@link sock_diag} returns for sockets of `AF_NETLINK`. */
export interface NetlinkDiag extends NetlinkAttributes {
  /** `SOCK_RAW` or `SOCK_DGRAM`. */
  readonly type: number;
  /** `NETLINK_ROUTE`, `NETLINK_SOCK_DIAG`, ... */
  readonly protocol: number;
}

/** Each field is present if the kernel sent it. */
export interface NetlinkAttributes {
  readonly skmeminfo: SkMeminfo;
  /** The joined multicast groups: a bit for each group, 32 in each number. */
  readonly groups: readonly number[];
  /** `NDIAG_FLAG_...`, or-ed. */
  readonly flags: number;
}

const rows: Rows<NetlinkAttributes> = {
  skmeminfo: [NETLINK_DIAG_MEMINFO, sk_meminfo],
  groups: [NETLINK_DIAG_GROUPS, words],
  flags: [NETLINK_DIAG_FLAGS, uint32.decode],
};

const req = {
  size: layout('netlink_diag_req').size,
  family: field_of('netlink_diag_req', 'sdiag_family'),
  protocol: field_of('netlink_diag_req', 'sdiag_protocol'),
  show: field_of('netlink_diag_req', 'ndiag_show'),
};

const msg = {
  size: layout('netlink_diag_msg').size,
  type: field_of('netlink_diag_msg', 'ndiag_type'),
  protocol: field_of('netlink_diag_msg', 'ndiag_protocol'),
  state: field_of('netlink_diag_msg', 'ndiag_state'),
  portid: field_of('netlink_diag_msg', 'ndiag_portid'),
  dst_portid: field_of('netlink_diag_msg', 'ndiag_dst_portid'),
  dst_group: field_of('netlink_diag_msg', 'ndiag_dst_group'),
  inode: field_of('netlink_diag_msg', 'ndiag_ino'),
  cookie: offset_of('netlink_diag_msg', 'ndiag_cookie'),
};

const everything = NDIAG_SHOW_MEMINFO | NDIAG_SHOW_GROUPS | NDIAG_SHOW_FLAGS;

/** `struct netlink_diag_req`. */
export function encode_netlink(protocol: number = NDIAG_PROTO_ALL, show: number = everything): Uint8Array {
  const request = new Uint8Array(req.size);
  write_field(request, req.family, AF_NETLINK, 'sock_diag: family');
  write_field(request, req.protocol, protocol, 'sock_diag: protocol');
  write_field(request, req.show, show, 'sock_diag: show');
  return request;
}

/** `struct netlink_diag_msg` and its attributes. */
export function decode_netlink(payload: Uint8Array): (SocketCore & Partial<NetlinkDiag>) | undefined {
  if (payload.length < msg.size) return undefined;
  const found = nlattrs(payload, msg.size);
  const attributes = read_attributes(rows, found);
  return {
    family: AF_NETLINK,
    type: field(payload, msg.type),
    protocol: field(payload, msg.protocol),
    state: field(payload, msg.state),
    src: sockaddr_nl(field(payload, msg.portid), attributes.groups?.[0] ?? 0),
    dst: sockaddr_nl(field(payload, msg.dst_portid), bit_of(field(payload, msg.dst_group))),
    inode: field(payload, msg.inode),
    cookie: cookie_of(payload, msg.cookie),
    rqueue: attributes.skmeminfo?.rmem_alloc ?? 0,
    wqueue: attributes.skmeminfo?.wmem_alloc ?? 0,
    ...attributes,
    attributes: rest(found),
  };
}

/** The bit of a group in the field `nl_groups` of an address; 0 for groups above 32, which have none. */
function bit_of(group: number): number {
  return group >= 1 && group <= 32 ? (1 << (group - 1)) >>> 0 : 0;
}
