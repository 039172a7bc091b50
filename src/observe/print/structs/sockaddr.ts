import { append } from '../../../codec/intrinsics.js';
import { AF_INET6 } from '../../../constants.js';
import { native } from '../../../native.js';
import { interface_index } from '../interface.js';
import { hardware_types, packet_types, vsock_cids, vsock_flags, vsock_ports, xdp_flags } from '../names/address.js';
import { domains, packet_protocols } from '../names/socket.js';
import type { PrintOptions } from '../options.js';
import { array, pointer, quote, quote_hex, quote_text } from '../quote.js';
import { bits_of, hex, name_of, name_or_hex } from '../xlat.js';
import { Fields } from './fields.js';

const sa_family_size = 2;
const storage_size = 128;
const sun_path_size = 108;
/** The size of struct sockaddr_in6 before sin6_scope_id was added: ipv6(7). */
const in6_least = 24;

interface Family {
  /** strace prints an address shorter than this as bytes. */
  readonly least: number;
  readonly print: (at: Fields, length: number, options: PrintOptions) => string[];
}

const families: ReadonlyMap<string, Family> = new Map([
  ['AF_UNIX', { least: 3, print: unix }],
  ['AF_INET', { least: 16, print: in4 }],
  ['AF_INET6', { least: in6_least, print: in6 }],
  ['AF_NETLINK', { least: 12, print: netlink }],
  ['AF_PACKET', { least: 20, print: packet }],
  ['AF_VSOCK', { least: 16, print: vsock }],
  ['AF_XDP', { least: 16, print: xdp }],
]);

/** A socket address: `{sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}`. */
export function sockaddr(given: Uint8Array | null, options: PrintOptions): string {
  if (given === null || given.length < sa_family_size) return pointer(given);
  return sockaddr_at(given.subarray(0, storage_size), options);
}

/** Like {@link sockaddr}, for bytes that are not NULL. */
export function sockaddr_at(bytes: Uint8Array, options: PrintOptions): string {
  const at = new Fields(bytes, storage_size + 1);
  const name = name_of(domains, at.u16(0), 'AF_???');
  const fields = [`sa_family=${name}`];
  if (bytes.length > sa_family_size) {
    const family = families.get(name);
    const known = family !== undefined && bytes.length >= family.least;
    const data = known ? family.print(at, bytes.length, options) : [`sa_data=${quote(bytes.subarray(sa_family_size))}`];
    for (const field of data) append(fields, field);
  }
  return `{${fields.join(', ')}}`;
}

function unix(at: Fields, length: number): string[] {
  const path = at.bytes.subarray(sa_family_size, Math.min(length, sa_family_size + sun_path_size));
  return [`sun_path=${path[0] === 0 ? `@${quote(path.subarray(1))}` : quote_text(path)}`];
}

function in4(at: Fields): string[] {
  return [`sin_port=htons(${at.port(2)})`, `sin_addr=${inet_addr(at.bytes.subarray(4, 8))}`];
}

function in6(at: Fields, length: number): string[] {
  const addr = at.bytes.subarray(8, in6_least);
  const fields = [
    `sin6_port=htons(${at.port(2)})`,
    `sin6_flowinfo=htonl(${at.net32(4)})`,
    inet_pton(addr, 'sin6_addr'),
  ];
  if (length > in6_least) append(fields, `sin6_scope_id=${scope(addr, at.u32(in6_least))}`);
  return fields;
}

/** The scope of a link-local address, unicast or multicast, is an interface. */
function scope([first = 0, second = 0]: Uint8Array, id: number): string {
  const link_local = (first === 0xfe && (second & 0xc0) === 0x80) || (first === 0xff && (second & 0x0f) === 2);
  return link_local ? interface_index(id) : String(id);
}

function netlink(at: Fields): string[] {
  const padding = at.u16(2) === 0 ? [] : [`nl_pad=${hex(at.u16(2))}`];
  return [...padding, `nl_pid=${at.i32(4)}`, `nl_groups=${hex8(at.u32(8), 8)}`];
}

function packet(at: Fields, length: number): string[] {
  const fields = [
    `sll_protocol=htons(${name_of(packet_protocols, at.port(2), 'ETH_P_???')})`,
    `sll_ifindex=${interface_index(at.u32(4))}`,
    `sll_hatype=${name_of(hardware_types, at.u16(8), 'ARPHRD_???')}`,
    `sll_pkttype=${name_of(packet_types, at.u8(10), 'PACKET_???')}`,
    `sll_halen=${at.u8(11)}`,
  ];
  const halen = at.u8(11);
  if (halen > 0) {
    const addr = at.bytes.subarray(12, Math.min(12 + halen, length));
    append(fields, `sll_addr=${array([...addr, ...(halen > length - 12 ? [-1] : [])], 256, octet)}`);
  }
  return fields;
}

function octet(byte: number): string {
  return byte < 0 ? '...' : hex8(byte, 2);
}

function vsock(at: Fields): string[] {
  const reserved = at.u16(2) === 0 ? [] : [`svm_reserved1=${hex(at.u16(2))}`];
  const zero = at.bytes.subarray(13, 16);
  return [
    ...reserved,
    `svm_cid=${name_or_hex(vsock_cids, at.u32(8))}`,
    `svm_port=${name_or_hex(vsock_ports, at.u32(4))}`,
    `svm_flags=${bits_of(vsock_flags, at.u8(12), 'VMADDR_FLAG_???')}`,
    ...(zero.some((byte) => byte !== 0) ? [`svm_zero=${quote_hex(zero)}`] : []),
  ];
}

function xdp(at: Fields, _length: number, options: PrintOptions): string[] {
  const fields = [
    `sxdp_flags=${bits_of(xdp_flags, at.u16(2), 'XDP_???')}`,
    `sxdp_ifindex=${interface_index(at.u32(4))}`,
    `sxdp_queue_id=${at.u32(8)}`,
  ];
  if ((at.u16(2) & 1) !== 0) append(fields, `sxdp_shared_umem_fd=${options.fd(at.i32(12))}`);
  else if (at.u32(12) !== 0) append(fields, `sxdp_shared_umem_fd=${hex(at.u32(12))}`);
  return fields;
}

/** C's `%#0*x`: `00000000`, `0x1`. */
function hex8(number: number, digits: number): string {
  return number === 0 ? '0'.repeat(digits) : `0x${number.toString(16).padStart(digits - 2, '0')}`;
}

/** An IPv4 address. */
export function inet_addr(bytes: Uint8Array): string {
  return `inet_addr("${Array.from(bytes).join('.')}")`;
}

const room = new Uint8Array(64);

/** An IPv6 address, with the field that it is in. */
export function inet_pton(bytes: Uint8Array, field: string): string {
  const length = native.inet_ntop(AF_INET6, bytes, room);
  return `inet_pton(AF_INET6, "${Buffer.from(room.buffer, 0, length).toString('latin1')}", &${field})`;
}
