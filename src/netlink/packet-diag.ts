// The sockets of AF_PACKET: linux/packet_diag.h.

import { uint32 } from '../codec/integer.js';
import { type Codec, struct, write_field } from '../codec/struct.js';
import {
  AF_PACKET,
  PACKET_DIAG_INFO,
  PACKET_DIAG_MEMINFO,
  PACKET_DIAG_UID,
  PACKET_SHOW_FANOUT,
  PACKET_SHOW_FILTER,
  PACKET_SHOW_INFO,
  PACKET_SHOW_MCLIST,
  PACKET_SHOW_MEMINFO,
  PACKET_SHOW_RING_CFG,
  TCP_CLOSE,
} from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { sockaddr_ll } from '../sockaddr/ll.js';
import { field, type Rows, read_attributes, rest } from './attributes.js';
import { cookie_of, type SkMeminfo, type SocketCore, sk_meminfo } from './core.js';
import { nlattrs } from './nlmsghdr.js';

/** The settings of a packet socket: linux/packet_diag.h. */
export interface PacketDiagInfo {
  /** The index of the interface; 0 for all. */
  pdi_index: number;
  /** `PACKET_VERSION` of the ring. */
  pdi_version: number;
  pdi_reserve: number;
  pdi_copy_thresh: number;
  pdi_tstamp: number;
  /** `PDI_RUNNING` 1, `PDI_AUXDATA` 2, `PDI_ORIGDEV` 4, `PDI_VNETHDR` 8, `PDI_LOSS` 16, or-ed. */
  pdi_flags: number;
}

/** The codec of {@link PacketDiagInfo}. */
export const packet_diag_info: Codec<PacketDiagInfo> = struct('packet_diag_info');

/** The further fields that {@link sock_diag} returns for sockets of `AF_PACKET`. */
export interface PacketDiag extends PacketAttributes {
  /** `SOCK_RAW` or `SOCK_DGRAM`. */
  readonly type: number;
  /** The protocol in host byte order: `ETH_P_ALL` is 3, `ETH_P_IP` 0x800. */
  readonly protocol: number;
}

/** Each field is present if the kernel sent it. */
export interface PacketAttributes {
  readonly packet_info: PacketDiagInfo;
  readonly skmeminfo: SkMeminfo;
  /** The user ID of the creator of the socket. */
  readonly uid: number;
}

const rows: Rows<PacketAttributes> = {
  packet_info: [PACKET_DIAG_INFO, packet_diag_info.decode],
  skmeminfo: [PACKET_DIAG_MEMINFO, sk_meminfo],
  uid: [PACKET_DIAG_UID, uint32.decode],
};

const req = {
  size: layout('packet_diag_req').size,
  family: field_of('packet_diag_req', 'sdiag_family'),
  show: field_of('packet_diag_req', 'pdiag_show'),
};

const msg = {
  size: layout('packet_diag_msg').size,
  type: field_of('packet_diag_msg', 'pdiag_type'),
  num: field_of('packet_diag_msg', 'pdiag_num'),
  inode: field_of('packet_diag_msg', 'pdiag_ino'),
  cookie: offset_of('packet_diag_msg', 'pdiag_cookie'),
};

const everything =
  PACKET_SHOW_INFO |
  PACKET_SHOW_MCLIST |
  PACKET_SHOW_RING_CFG |
  PACKET_SHOW_FANOUT |
  PACKET_SHOW_MEMINFO |
  PACKET_SHOW_FILTER;

/** `struct packet_diag_req`. */
export function encode_packet(show: number = everything): Uint8Array {
  const request = new Uint8Array(req.size);
  write_field(request, req.family, AF_PACKET, 'sock_diag: family');
  write_field(request, req.show, show, 'sock_diag: show');
  return request;
}

/** `struct packet_diag_msg` and its attributes. */
export function decode_packet(payload: Uint8Array): (SocketCore & Partial<PacketDiag>) | undefined {
  if (payload.length < msg.size) return undefined;
  const found = nlattrs(payload, msg.size);
  const attributes = read_attributes(rows, found);
  const protocol = field(payload, msg.num);
  return {
    family: AF_PACKET,
    type: field(payload, msg.type),
    protocol,
    state: TCP_CLOSE,
    src: sockaddr_ll(protocol, attributes.packet_info?.pdi_index ?? 0),
    inode: field(payload, msg.inode),
    cookie: cookie_of(payload, msg.cookie),
    rqueue: attributes.skmeminfo?.rmem_alloc ?? 0,
    wqueue: attributes.skmeminfo?.wmem_alloc ?? 0,
    ...attributes,
    attributes: rest(found),
  };
}
