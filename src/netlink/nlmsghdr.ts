// Messages of netlink(7) and the attributes in them: headers, lengths and padding. What they say is the business of those
// who ask.

import { read_field, view_of, write_field } from '../codec/struct.js';
import { NLA_F_NESTED, NLA_F_NET_BYTEORDER, NLMSG_ALIGNTO } from '../constants.js';
import { field_of, layout } from '../native.js';

/** A netlink message: `struct nlmsghdr`, and what stands behind it. */
export interface NlMessage {
  readonly nlmsg_type: number;
  /** `NLM_F_REQUEST`, `NLM_F_DUMP`, `NLM_F_MULTI`, ..., or-ed. */
  readonly nlmsg_flags: number;
  /** The number of the request, which the answers bear too. */
  readonly nlmsg_seq: number;
  /** The port id of the socket that is spoken to, 0 for the kernel. */
  readonly nlmsg_pid: number;
  /** A view, not a copy. */
  readonly payload: Uint8Array;
}

const header = layout('nlmsghdr').size;
const nlmsg_len = field_of('nlmsghdr', 'nlmsg_len');
const nlmsg_type = field_of('nlmsghdr', 'nlmsg_type');
const nlmsg_flags = field_of('nlmsghdr', 'nlmsg_flags');
const nlmsg_seq = field_of('nlmsghdr', 'nlmsg_seq');
const nlmsg_pid = field_of('nlmsghdr', 'nlmsg_pid');

const nla_header = layout('nlattr').size;
const nla_len = field_of('nlattr', 'nla_len');
const nla_type = field_of('nlattr', 'nla_type');

/** NLMSG_ALIGN and NLA_ALIGN: both to 4. */
function align(length: number): number {
  return Math.ceil(length / NLMSG_ALIGNTO) * NLMSG_ALIGNTO;
}

/** The bytes of a message to the kernel. */
export function encode_nlmsg(type: number, flags: number, seq: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header + payload.length);
  const view = view_of(bytes);
  write_field(view, nlmsg_len, bytes.length, 'nlmsg_len');
  write_field(view, nlmsg_type, type, 'nlmsg_type');
  write_field(view, nlmsg_flags, flags, 'nlmsg_flags');
  write_field(view, nlmsg_seq, seq, 'nlmsg_seq');
  bytes.set(payload, header);
  return bytes;
}

/** The messages of a datagram, as far as their lengths are possible. */
export function* nlmsgs(datagram: Uint8Array): Generator<NlMessage> {
  for (let at = 0; at + header <= datagram.length; ) {
    const view = view_of(datagram.subarray(at));
    const read = (field: typeof nlmsg_len) => read_field(view, field) ?? 0;
    const length = read(nlmsg_len);
    if (length < header || at + length > datagram.length) return;
    yield {
      nlmsg_type: read(nlmsg_type),
      nlmsg_flags: read(nlmsg_flags),
      nlmsg_seq: read(nlmsg_seq),
      nlmsg_pid: read(nlmsg_pid),
      payload: datagram.subarray(at + header, at + length),
    };
    at += align(length);
  }
}

/** An attribute: `struct nlattr`, the value, and zeros up to the next multiple of four. */
export function encode_nlattr(type: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(align(nla_header + value.length));
  const view = view_of(bytes);
  write_field(view, nla_len, nla_header + value.length, 'nla_len');
  write_field(view, nla_type, type, 'nla_type');
  bytes.set(value, nla_header);
  return bytes;
}

/** The attributes that begin at `start`, by type: views, not copies. */
export function nlattrs(bytes: Uint8Array, start = 0): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (let at = align(start); at + nla_header <= bytes.length; ) {
    const view = view_of(bytes.subarray(at));
    const length = read_field(view, nla_len) ?? 0;
    if (length < nla_header || at + length > bytes.length) break;
    const type = (read_field(view, nla_type) ?? 0) & ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER);
    found.set(type, bytes.subarray(at + nla_header, at + length));
    at += align(length);
  }
  return found;
}
