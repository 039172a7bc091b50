// Messages of netlink(7) and the attributes in them: headers, lengths and padding. Other files decode the payloads.

import { length_of, part, put } from '../codec/intrinsics.js';
import { check_bytes, check_integer, read_field, write_field } from '../codec/struct.js';
import { NLA_F_NESTED, NLA_F_NET_BYTEORDER, NLMSG_ALIGNTO } from '../constants.js';
import { field_of, layout } from '../headers.js';

/** A netlink message: `struct nlmsghdr` and its payload. */
export interface NlMessage {
  readonly nlmsg_type: number;
  /** `NLM_F_REQUEST`, `NLM_F_DUMP`, `NLM_F_MULTI`, ..., or-ed. */
  readonly nlmsg_flags: number;
  /** The sequence number of the request; its answers have the same number. */
  readonly nlmsg_seq: number;
  /** The port ID of the socket; 0 for the kernel. */
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

/** NLMSG_ALIGN and NLA_ALIGN, which both align to 4. */
function align(length: number): number {
  return Math.ceil(length / NLMSG_ALIGNTO) * NLMSG_ALIGNTO;
}

/**
 * Encodes a message to the kernel: `struct nlmsghdr` of netlink(7) and the payload. {@link nl_ask} does this itself.
 *
 * @param type the message type, nlmsg_type: `RTM_GETLINK`, ...
 * @param flags nlmsg_flags: `NLM_F_REQUEST`, `NLM_F_DUMP`, or-ed
 * @param seq the sequence number, nlmsg_seq; the answer has the same number
 * @param payload a struct, and attributes
 * @throws RangeError if a number does not fit in its field
 *
 * @example
 * ```ts
 * import { encode_nlmsg, ifinfomsg, NLM_F_DUMP, NLM_F_REQUEST, nlmsgs, RTM_GETLINK } from 'sys-socket';
 *
 * const bytes = encode_nlmsg(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 7, new Uint8Array(ifinfomsg.size));
 * const [message] = nlmsgs(bytes);
 * console.log(bytes.length, message?.nlmsg_type === RTM_GETLINK, message?.nlmsg_seq); // 32 true 7
 * ```
 */
export function encode_nlmsg(type: number, flags: number, seq: number, payload: Uint8Array): Uint8Array {
  check_bytes(payload, 'encode_nlmsg: payload');
  const bytes = new Uint8Array(header + length_of(payload));
  write_field(bytes, nlmsg_len, bytes.length, 'encode_nlmsg: nlmsg_len');
  write_field(bytes, nlmsg_type, type, 'encode_nlmsg: type');
  write_field(bytes, nlmsg_flags, flags, 'encode_nlmsg: flags');
  write_field(bytes, nlmsg_seq, seq, 'encode_nlmsg: seq');
  put(bytes, payload, header);
  return bytes;
}

/**
 * Iterates over the messages of a datagram: `NLMSG_NEXT` of netlink(3). An impossible length ends the iteration.
 *
 * @param datagram a datagram that was received on a netlink socket
 * @returns the messages; their payloads are views of the datagram, not copies
 *
 * @example
 * ```ts
 * import { encode_nlmsg, NLMSG_DONE, nlmsgs } from 'sys-socket';
 *
 * const datagram = encode_nlmsg(NLMSG_DONE, 0, 1, new Uint8Array(4));
 * for (const { nlmsg_type, payload } of nlmsgs(datagram)) console.log(nlmsg_type === NLMSG_DONE, payload.length); // true 4
 * ```
 */
export function nlmsgs(datagram: Uint8Array): Generator<NlMessage> {
  check_bytes(datagram, 'nlmsgs: datagram');
  return messages_of(datagram);
}

function* messages_of(datagram: Uint8Array): Generator<NlMessage> {
  const size = length_of(datagram);
  for (let at = 0; at + header <= size; ) {
    const read = (field: typeof nlmsg_len) => read_field(datagram, field, at) ?? 0;
    const length = read(nlmsg_len);
    if (length < header || at + length > size) return;
    yield {
      nlmsg_type: read(nlmsg_type),
      nlmsg_flags: read(nlmsg_flags),
      nlmsg_seq: read(nlmsg_seq),
      nlmsg_pid: read(nlmsg_pid),
      payload: part(datagram, at + header, at + length),
    };
    at += align(length);
  }
}

/**
 * Encodes an attribute: `struct nlattr` of linux/netlink.h and the value, padded with zeros to a multiple of four bytes.
 *
 * @param type the attribute type: `IFLA_IFNAME`, `RTA_DST`, ...; or-ed with `NLA_F_NESTED` if the value consists of attributes
 * @param value the bytes of the value
 * @throws RangeError if the value is longer than 65531 bytes
 *
 * @example
 * ```ts
 * import { encode_nlattr, IFLA_IFNAME, nlattrs } from 'sys-socket';
 *
 * const bytes = encode_nlattr(IFLA_IFNAME, Uint8Array.of(108, 111, 0));
 * console.log(bytes.length, nlattrs(bytes).get(IFLA_IFNAME)?.length); // 8 3
 * ```
 */
export function encode_nlattr(type: number, value: Uint8Array): Uint8Array {
  check_bytes(value, 'encode_nlattr: value');
  const bytes = new Uint8Array(align(nla_header + length_of(value)));
  write_field(bytes, nla_len, nla_header + length_of(value), 'encode_nlattr: nla_len');
  write_field(bytes, nla_type, type, 'encode_nlattr: type');
  put(bytes, value, nla_header);
  return bytes;
}

/**
 * The attributes of a message, by type: `NLA_NEXT`, and `RTA_NEXT` of rtnetlink(3). If a type occurs several times, the last one counts. An
 * impossible length ends the list.
 *
 * @param bytes the payload of a message, or the value of a nested attribute
 * @param start where the attributes begin, in bytes: the size of the struct before them; default 0
 * @throws TypeError or RangeError if `start` is not a whole number of bytes
 * @returns the values, which are views of the bytes, not copies. Types do not include `NLA_F_NESTED`
 *
 * @example
 * ```ts
 * import { encode_nlattr, IFLA_INFO_KIND, IFLA_LINKINFO, NLA_F_NESTED, nlattrs } from 'sys-socket';
 *
 * const kind = encode_nlattr(IFLA_INFO_KIND, Buffer.from('veth'));
 * const info = nlattrs(encode_nlattr(IFLA_LINKINFO | NLA_F_NESTED, kind)).get(IFLA_LINKINFO);
 * console.log(Buffer.from(nlattrs(info ?? kind).get(IFLA_INFO_KIND) ?? []).toString()); // veth
 * ```
 */
export function nlattrs(bytes: Uint8Array, start = 0): Map<number, Uint8Array> {
  check_bytes(bytes, 'nlattrs: bytes');
  check_integer(start, 0, 0xffff_ffff, 'nlattrs: start');
  const size = length_of(bytes);
  const found = new Map<number, Uint8Array>();
  for (let at = align(start); at + nla_header <= size; ) {
    const length = read_field(bytes, nla_len, at) ?? 0;
    if (length < nla_header || at + length > size) break;
    const type = (read_field(bytes, nla_type, at) ?? 0) & ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER);
    found.set(type, part(bytes, at + nla_header, at + length));
    at += align(length);
  }
  return found;
}
