import { errno_name } from '../../errno.js';
import { layout } from '../../headers.js';
import { interface_index } from './interface.js';
import { icmp_types, packet_mreq_types } from './names/address.js';
import { levels, option_tables, txrehash } from './names/option.js';
import type { PrintOptions } from './options.js';
import { array, buffer, pointer, quote_hex } from './quote.js';
import { Fields, int_at } from './structs/fields.js';
import { inet_addr, inet_pton, sockaddr_at } from './structs/sockaddr.js';
import { bits_set, name_of } from './xlat.js';

const int_size = 4;

/** The level of an option. */
export function level_name(level: number): string {
  return name_of(levels, level, 'SOL_??');
}

/** The name of an option at its level. */
export function option_name(level: number, optname: number, way: 'get' | 'set'): string {
  const known = option_tables.get(level);
  if (known === undefined) return String(optname >>> 0);
  const number = optname >>> 0;
  return known[way]?.get(number) ?? known.names.get(number) ?? name_of(known.names, number, known.unknown);
}

/** Prints a value in its own format; undefined to print it as a pointer. */
type Print = (value: Uint8Array, options: PrintOptions) => string | undefined;

/** Options that hold an int, and are printed as one even when more bytes are given. */
const ints = new Set(
  `
  SO_DEBUG SO_REUSEADDR SO_DONTROUTE SO_BROADCAST SO_SNDBUF SO_RCVBUF SO_KEEPALIVE SO_OOBINLINE SO_NO_CHECK
  SO_PRIORITY SO_BSDCOMPAT SO_REUSEPORT SO_PASSCRED SO_RCVLOWAT SO_SNDLOWAT SO_DETACH_FILTER SO_TIMESTAMP_OLD
  SO_ACCEPTCONN SO_SNDBUFFORCE SO_RCVBUFFORCE SO_PASSSEC SO_TIMESTAMPNS_OLD SO_MARK SO_TIMESTAMPING_OLD SO_RXQ_OVFL
  SO_WIFI_STATUS SO_PEEK_OFF SO_NOFCS SO_LOCK_FILTER SO_SELECT_ERR_QUEUE SO_BUSY_POLL SO_INCOMING_CPU SO_CNX_ADVICE
  SO_INCOMING_NAPI_ID SO_ZEROCOPY SO_TIMESTAMP_NEW SO_TIMESTAMPNS_NEW SO_TIMESTAMPING_NEW SO_DETACH_REUSEPORT_BPF
  SO_PREFER_BUSY_POLL SO_BUSY_POLL_BUDGET SO_RESERVE_MEM SO_RCVMARK
  `.match(/\S+/g),
);

/** By strace's name of the option. */
const setters: ReadonlyMap<string, Print> = new Map<string, Print>([
  ['SO_ATTACH_FILTER', program],
  ['SO_ATTACH_REUSEPORT_CBPF', program],
  ['SO_LINGER', at_least(8, (at) => `{l_onoff=${at.i32(0)}, l_linger=${at.i32(4)}}`)],
  ['SO_TXREHASH', (value) => (value.length < int_size ? undefined : rehash(value))],
  ['IP_ADD_MEMBERSHIP', at_least(8, membership)],
  ['IP_DROP_MEMBERSHIP', at_least(8, membership)],
  ['IPV6_ADD_MEMBERSHIP', at_least(20, membership6)],
  ['IPV6_DROP_MEMBERSHIP', at_least(20, membership6)],
  ['IPV6_JOIN_ANYCAST', at_least(20, membership6)],
  ['IPV6_LEAVE_ANYCAST', at_least(20, membership6)],
  ['MCAST_JOIN_GROUP', at_least(136, group)],
  ['MCAST_LEAVE_GROUP', at_least(136, group)],
  ['ICMP_FILTER', icmp_filter],
  ['PACKET_ADD_MEMBERSHIP', exactly(16, packet_membership)],
  ['PACKET_DROP_MEMBERSHIP', exactly(16, packet_membership)],
  ['PACKET_RX_RING', exactly(16, ring)],
  ['PACKET_TX_RING', exactly(16, ring)],
]);

/** In the native table, the value of a filter is its instructions; in C it is a pointer to them. */
const instruction = layout('sock_filter').size;
const filters = new Set(['SO_ATTACH_FILTER', 'SO_ATTACH_REUSEPORT_CBPF']);

/** The length that C gives setsockopt(2). */
export function set_length(level: number, optname: number, value: Uint8Array): number {
  return filters.has(option_name(level, optname, 'set')) ? layout('sock_fprog').size : value.length;
}

/** The unit of C's length of getsockopt(2): bytes, but instructions for a filter. */
export function unit_of(level: number, optname: number): number {
  return option_name(level, optname, 'get') === 'SO_GET_FILTER' ? instruction : 1;
}

const getters: ReadonlyMap<string, Print> = new Map<string, Print>([
  ['SO_GET_FILTER', () => undefined],
  ['SO_ERROR', (value) => (value.length < int_size ? quote_hex(value) : `[${error(int_at(value))}]`)],
  ['SO_LINGER', struct(['l_onoff', 'l_linger'])],
  ['SO_PEERCRED', struct(['pid', 'uid', 'gid'], id)],
  ['SO_TXREHASH', (value) => (value.length < int_size ? quote_hex(value) : rehash(value))],
  ['ICMP_FILTER', icmp_filter],
  ['PACKET_STATISTICS', struct(['tp_packets', 'tp_drops', 'tp_freeze_q_cnt'], unsigned)],
  ['NETLINK_LIST_MEMBERSHIPS', (value, options) => array([...words(value)], options.strings, unsigned)],
]);

/** The value that is passed to setsockopt(2). */
export function set_value(level: number, optname: number, value: Uint8Array, options: PrintOptions): string {
  const name = option_name(level, optname, 'set');
  const own = setters.get(name);
  if (own !== undefined) return own(value, options) ?? pointer(value);
  if (ints.has(name) || level_name(level) === 'SOL_NETLINK') {
    return value.length < int_size ? pointer(value) : `[${int_at(value)}]`;
  }
  return plain(value, options);
}

/** The value that getsockopt(2) returns. */
export function got_value(level: number, optname: number, value: Uint8Array, options: PrintOptions): string {
  if (value.length === 0) return pointer(value);
  const name = option_name(level, optname, 'get');
  const own = getters.get(name);
  if (own !== undefined) return own(value, options) ?? pointer(value);
  if (ints.has(name)) return value.length < int_size ? quote_hex(value) : `[${int_at(value)}]`;
  if (level_name(level) === 'SOL_NETLINK') return `[${new Fields(value, int_size).i32(0)}]`;
  return plain(value, options);
}

function program(value: Uint8Array): string {
  return `{len=${Math.min(Math.floor(value.length / instruction), 0xffff)}, filter=${pointer(value)}}`;
}

function unsigned(number: number): string {
  return String(number >>> 0);
}

function plain(value: Uint8Array, options: PrintOptions): string {
  return value.length === int_size ? `[${int_at(value)}]` : buffer(value, options.strings);
}

function at_least(size: number, print: (at: Fields, options: PrintOptions) => string): Print {
  return (value, options) => (value.length < size ? undefined : print(new Fields(value), options));
}

function exactly(size: number, print: (at: Fields) => string): Print {
  return (value) => (value.length === size ? print(new Fields(value)) : undefined);
}

/** A struct of ints, which may be cut off: a partial int is printed as bytes. */
function struct(names: readonly string[], print: (number: number) => string = String): Print {
  return (value) => {
    const at = new Fields(value, names.length * int_size);
    const fields = names.flatMap((name, i) => {
      const start = i * int_size;
      if (value.length <= start) return [];
      return [`${name}=${value.length < start + int_size ? quote_hex(value.subarray(start)) : print(at.i32(start))}`];
    });
    return `{${fields.join(', ')}}`;
  };
}

function id(number: number): string {
  return number === -1 ? '-1' : String(number >>> 0);
}

function* words(value: Uint8Array): Iterable<number> {
  const at = new Fields(value);
  for (let i = 0; i + int_size <= value.length; i += int_size) yield at.i32(i);
}

/** A pending error: `ECONNREFUSED`, or its number. */
function error(errno: number): string {
  return errno > 0 && !errno_name(errno).startsWith('ERRNO_') ? errno_name(errno) : String(errno >>> 0);
}

function rehash(value: Uint8Array): string {
  return `[${name_of_int(int_at(value))}]`;
}

/** Unlike other numbers, an unknown one is decimal. */
function name_of_int(number: number): string {
  return txrehash.get(number) ?? `${number} /* SOCK_TXREHASH_??? */`;
}

function membership(at: Fields): string {
  const addr = (start: number) => inet_addr(at.bytes.subarray(start, start + 4));
  return `{imr_multiaddr=${addr(0)}, imr_interface=${addr(4)}}`;
}

function membership6(at: Fields): string {
  const group = inet_pton(at.bytes.subarray(0, 16), 'ipv6mr_multiaddr');
  return `{${group}, ipv6mr_interface=${interface_index(at.u32(16))}}`;
}

function group(at: Fields, options: PrintOptions): string {
  return `{gr_interface=${interface_index(at.u32(0))}, gr_group=${sockaddr_at(at.bytes.subarray(8, 136), options)}}`;
}

function ring(at: Fields): string {
  const names = ['tp_block_size', 'tp_block_nr', 'tp_frame_size', 'tp_frame_nr'];
  return `{${names.map((name, i) => `${name}=${at.u32(i * int_size)}`).join(', ')}}`;
}

function packet_membership(at: Fields): string {
  const octets = at.bytes.subarray(8, 8 + Math.min(8, at.u16(6)));
  const address = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
  const type = name_of(packet_mreq_types, at.u16(4), 'PACKET_MR_???');
  return `{mr_ifindex=${interface_index(at.u32(0))}, mr_type=${type}, mr_alen=${at.u16(6)}, mr_address=${address}}`;
}

/** The types that are filtered; or, after `~`, those that are not, if they are fewer. */
function icmp_filter(value: Uint8Array): string | undefined {
  if (value.length === 0) return undefined;
  const given = new Uint8Array(int_size).fill(0xff);
  given.set(value.subarray(0, int_size));
  const filtered = bits_set(int_at(given));
  const inverted = filtered.length > 16;
  const listed = inverted ? bits_set(~int_at(given)) : filtered;
  return `${inverted ? '~' : ''}[${listed.map((type) => name_of(icmp_types, type, 'ICMP_???')).join(' ')}]`;
}
