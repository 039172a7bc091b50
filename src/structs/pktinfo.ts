import { type Codec, check_bytes, padded, read_field, write_field } from '../codec/struct.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { parse, presentation } from '../sockaddr/presentation.js';

/** Where an IPv4 packet arrived, or how to send it: ip(7), `IP_PKTINFO`. */
export interface InPktinfo {
  /** The index of the interface. To send: the outgoing interface; 0 lets the route decide. */
  ipi_ifindex: number;
  /** The local address of the packet, the right source of a reply. To send: the source address; `'0.0.0.0'` lets the route decide. */
  ipi_spec_dst: string;
  /** The destination address in the packet's header. To send: ignored. */
  ipi_addr: string;
}

/** Where an IPv6 packet arrived, or how to send it: ipv6(7), `IPV6_PKTINFO`. */
export interface In6Pktinfo {
  /** The destination address in the packet's header. To send: the source address; `'::'` lets the route decide. */
  ipi6_addr: string;
  /** The index of the interface. To send: the outgoing interface; 0 lets the route decide. */
  ipi6_ifindex: number;
}

const in4 = layout('in_pktinfo');
const ipi_ifindex = field_of('in_pktinfo', 'ipi_ifindex');
const ipi_spec_dst = offset_of('in_pktinfo', 'ipi_spec_dst');
const ipi_addr = offset_of('in_pktinfo', 'ipi_addr');

/** The codec of {@link InPktinfo}. Fields that are omitted when sending are zero, so that the route decides. */
export const in_pktinfo: Codec<InPktinfo, Partial<InPktinfo>> = {
  size: in4.size,
  encode(value, where) {
    if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct in_pktinfo`);
    const bytes = new Uint8Array(in4.size);
    const all = { ipi_ifindex: 0, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0', ...value };
    write_field(bytes, ipi_ifindex, all.ipi_ifindex, `${where}.ipi_ifindex`);
    const rule = 'must be an IPv4 address';
    parse(AF_INET, all.ipi_spec_dst, bytes.subarray(ipi_spec_dst), `${where}.ipi_spec_dst ${rule}`);
    parse(AF_INET, all.ipi_addr, bytes.subarray(ipi_addr), `${where}.ipi_addr ${rule}`);
    return bytes;
  },
  decode(bytes) {
    check_bytes(bytes, 'in_pktinfo: bytes');
    const all = padded(bytes, in4.size);
    return {
      ipi_ifindex: read_field(all, ipi_ifindex) ?? 0,
      ipi_spec_dst: presentation(AF_INET, all.subarray(ipi_spec_dst)),
      ipi_addr: presentation(AF_INET, all.subarray(ipi_addr)),
    };
  },
};

const in6 = layout('in6_pktinfo');
const ipi6_addr = offset_of('in6_pktinfo', 'ipi6_addr');
const ipi6_ifindex = field_of('in6_pktinfo', 'ipi6_ifindex');

/** The codec of {@link In6Pktinfo}. Fields that are omitted when sending are zero, so that the route decides. */
export const in6_pktinfo: Codec<In6Pktinfo, Partial<In6Pktinfo>> = {
  size: in6.size,
  encode(value, where) {
    if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct in6_pktinfo`);
    const bytes = new Uint8Array(in6.size);
    const all = { ipi6_addr: '::', ipi6_ifindex: 0, ...value };
    parse(AF_INET6, all.ipi6_addr, bytes.subarray(ipi6_addr), `${where}.ipi6_addr must be an IPv6 address`);
    write_field(bytes, ipi6_ifindex, all.ipi6_ifindex, `${where}.ipi6_ifindex`);
    return bytes;
  },
  decode(bytes) {
    check_bytes(bytes, 'in6_pktinfo: bytes');
    const all = padded(bytes, in6.size);
    return {
      ipi6_addr: presentation(AF_INET6, all.subarray(ipi6_addr)),
      ipi6_ifindex: read_field(all, ipi6_ifindex) ?? 0,
    };
  },
};
