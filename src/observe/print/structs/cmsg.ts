import { decode_control } from '../../../codec/cmsghdr.js';
import { append } from '../../../codec/intrinsics.js';
import { descriptors_in } from '../../../controls.js';
import { interface_index } from '../interface.js';
import { ip_controls, levels, socket_controls } from '../names/option.js';
import type { PrintOptions } from '../options.js';
import { array, quote } from '../quote.js';
import { hex, name_of } from '../xlat.js';
import { contents as bytes_of, measure } from './cell.js';
import { Fields } from './fields.js';
import { inet_addr, sockaddr_at } from './sockaddr.js';
import { timespec, timespec_size } from './time.js';

/** C's `struct cmsghdr`: a size_t, and two ints. */
const header = 16;
const word = 8;

interface Data {
  /** Data shorter than this is not printed. */
  readonly least: number;
  readonly print: (data: Uint8Array, options: PrintOptions) => string;
}

/** By strace's name of the type. */
const contents: ReadonlyMap<string, Data> = new Map([
  ['SCM_RIGHTS', { least: 4, print: descriptors }],
  ['SCM_CREDENTIALS', { least: 12, print: credentials }],
  ['SCM_SECURITY', { least: 1, print: quote }],
  ['SO_TIMESTAMP_OLD', { least: 1, print: time('tv_usec') }],
  ['SO_TIMESTAMPNS_OLD', { least: 1, print: time('tv_nsec') }],
  ['SO_TIMESTAMPING_OLD', { least: 1, print: times }],
  ['SO_TIMESTAMP_NEW', { least: 1, print: time('tv_usec') }],
  ['SO_TIMESTAMPNS_NEW', { least: 1, print: time('tv_nsec') }],
  ['SO_TIMESTAMPING_NEW', { least: 1, print: times }],
  ['IP_TOS', { least: 1, print: octets }],
  ['IP_TTL', { least: 4, print: numbers }],
  ['IP_RECVOPTS', { least: 1, print: octets }],
  ['IP_RETOPTS', { least: 1, print: octets }],
  ['IP_PKTINFO', { least: 12, print: packet_info }],
  ['IP_RECVERR', { least: 32, print: extended_error }],
  [
    'IP_ORIGDSTADDR',
    { least: 16, print: (data: Uint8Array, options: PrintOptions) => sockaddr_at(data.subarray(0, 128), options) },
  ],
  ['IP_CHECKSUM', { least: 4, print: numbers }],
]);

/** The control messages of a msghdr: `[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[5]}]`. */
export function control(bytes: Uint8Array, options: PrintOptions): string {
  if (bytes.length < header) return '0x...';
  const shown: string[] = [];
  let rest = bytes;
  while (rest.length >= header) {
    const at = new Fields(rest);
    // cmsg_len is a size_t. A value that Number() rounds exceeds the length of any buffer.
    const cmsg_len = at.u64(0);
    const end = Math.min(Number(cmsg_len), rest.length);
    append(shown, message(at, cmsg_len, rest.subarray(header, Math.max(header, end)), options));
    if (end < header) {
      rest = rest.subarray(header);
      break;
    }
    rest = rest.subarray(Math.min(rest.length, Math.ceil(Number(cmsg_len) / word) * word));
  }
  if (rest.length > 0) append(shown, '... /* 0x... */');
  return `[${shown.join(', ')}]`;
}

/** The descriptors that came with a message: SCM_RIGHTS, SCM_PIDFD. */
export function descriptors_that_came(cell: Uint8Array | null): readonly number[] {
  return cell === null ? [] : decode_control(bytes_of(cell, measure(cell))).flatMap(descriptors_in);
}

function message(at: Fields, cmsg_len: bigint, data: Uint8Array, options: PrintOptions): string {
  const level = at.i32(8);
  const type = type_name(level, at.i32(12));
  const content = contents.get(type);
  const fields = [
    `cmsg_len=${cmsg_len}`,
    `cmsg_level=${name_of(levels, level, 'SOL_???')}`,
    `cmsg_type=${type}`,
    ...(content !== undefined && data.length >= content.least ? [`cmsg_data=${content.print(data, options)}`] : []),
  ];
  return `{${fields.join(', ')}}`;
}

function type_name(level: number, type: number): string {
  if (levels.get(level) === 'SOL_SOCKET') return name_of(socket_controls, type, 'SCM_???');
  if (levels.get(level) === 'SOL_IP') return name_of(ip_controls, type, 'IP_???');
  return hex(type);
}

function descriptors(data: Uint8Array, options: PrintOptions): string {
  return array(words(data), options.strings, (fd) => options.fd(fd));
}

function words(data: Uint8Array): number[] {
  const at = new Fields(data);
  return Array.from({ length: Math.floor(data.length / 4) }, (_, i) => at.i32(i * 4));
}

function numbers(data: Uint8Array, options: PrintOptions): string {
  return array(words(data), options.strings, (number) => String(number >>> 0));
}

function octets(data: Uint8Array, options: PrintOptions): string {
  return array([...data], options.strings, hex);
}

function credentials(data: Uint8Array): string {
  const at = new Fields(data);
  const id = (where: number) => (at.i32(where) === -1 ? '-1' : String(at.u32(where)));
  return `{pid=${at.i32(0)}, uid=${id(4)}, gid=${id(8)}}`;
}

/** A timeval or a timespec. */
function time(fraction: 'tv_usec' | 'tv_nsec'): (data: Uint8Array) => string {
  return (data) => (data.length < timespec_size ? '???' : timespec(data, fraction));
}

/** SCM_TIMESTAMPING: three of them. */
function times(data: Uint8Array): string {
  if (data.length < 3 * timespec_size) return '???';
  const each = [0, 1, 2].map((i) => timespec(data.subarray(i * timespec_size)));
  return `[${each.join(', ')}]`;
}

function packet_info(data: Uint8Array): string {
  const spec_dst = inet_addr(data.subarray(4, 8));
  const addr = inet_addr(data.subarray(8, 12));
  return `{ipi_ifindex=${interface_index(new Fields(data).u32(0))}, ipi_spec_dst=${spec_dst}, ipi_addr=${addr}}`;
}

function extended_error(data: Uint8Array, options: PrintOptions): string {
  const at = new Fields(data);
  const fields = [
    `ee_errno=${at.u32(0)}`,
    `ee_origin=${at.u8(4)}`,
    `ee_type=${at.u8(5)}`,
    `ee_code=${at.u8(6)}`,
    `ee_info=${at.u32(8)}`,
    `ee_data=${at.u32(12)}`,
    `offender=${sockaddr_at(data.subarray(16, 32), options)}`,
  ];
  return `{${fields.join(', ')}}`;
}
