// The text of an address. It is unique, so that parse_sockaddr can make the same address from it.
import { network_uint16, network_uint32, read_field } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, AF_UNSPEC } from '../constants.js';
import {
  in4,
  in6,
  nl,
  nl_groups,
  nl_pid,
  sa_family,
  sin_addr,
  sin_port,
  sin6_addr,
  sin6_flowinfo,
  sin6_port,
  sin6_scope_id,
  sun_path,
} from './layout.js';
import { presentation } from './presentation.js';
import { exact_text, longest_name, path_in } from './sun-path.js';

/** For each family, a function that makes the text, or returns undefined if the text would not represent all of the bytes. */
const families: ReadonlyMap<number, (bytes: Uint8Array) => string | undefined> = new Map([
  [AF_INET, internet],
  [AF_INET6, internet6],
  [AF_UNIX, (bytes) => unix(bytes.subarray(sun_path))],
  [AF_NETLINK, netlink],
]);

/**
 * @param bytes the bytes of an address
 * @param length the length that the kernel reported, which exceeds that of the bytes if the address was truncated
 */
export function text_of(bytes: Uint8Array, length: number): string {
  const family = read_field(bytes, sa_family) ?? AF_UNSPEC;
  const cut = length > bytes.length;
  return (cut ? undefined : families.get(family)?.(bytes)) ?? other(family, bytes, length, cut);
}

/** `family 999, 4 bytes: 0102`: the bytes after the family, unless they are all zero. */
function other(family: number, bytes: Uint8Array, length: number, cut: boolean): string {
  const data = bytes.length < sun_path ? bytes : bytes.subarray(sun_path);
  const hex = data.some((byte) => byte !== 0) ? `: ${Buffer.from(data).toString('hex')}` : '';
  return `family ${family}, ${length} bytes${cut ? `, cut off after ${bytes.length}` : ''}${hex}`;
}

function internet(bytes: Uint8Array): string | undefined {
  if (bytes.length !== in4.size || bytes.subarray(sin_addr + 4).some((byte) => byte !== 0)) return undefined;
  return `${presentation(AF_INET, bytes.subarray(sin_addr))}:${network_uint16(bytes, sin_port)}`;
}

function internet6(bytes: Uint8Array): string | undefined {
  if (bytes.length !== in6.size) return undefined;
  const scope = read_field(bytes, sin6_scope_id);
  const flow = network_uint32(bytes, sin6_flowinfo);
  const host = `${presentation(AF_INET6, bytes.subarray(sin6_addr))}${scope ? `%${scope}` : ''}`;
  return `[${host}]:${network_uint16(bytes, sin6_port)}${flow ? ` flowinfo 0x${flow.toString(16)}` : ''}`;
}

function netlink(bytes: Uint8Array): string | undefined {
  if (bytes.length !== nl.size || bytes[2] !== 0 || bytes[3] !== 0) return undefined;
  const groups = read_field(bytes, nl_groups) ?? 0;
  return `netlink:${read_field(bytes, nl_pid)}${groups ? ` groups 0x${groups.toString(16)}` : ''}`;
}

/** A path unchanged, and an abstract name after `@`. A name that is not plain text is quoted. */
function unix(name: Uint8Array): string | undefined {
  if (name.length === 0) return '(unnamed)';
  if (name.length > longest_name) return undefined;
  if (name[0] === 0) {
    const text = plain(name.subarray(1));
    return `@${text === undefined || text.startsWith('"') ? quoted(name.subarray(1)) : text}`;
  }
  const path = path_in(name);
  if (name.length > path.length + 1) return undefined;
  // Three dots, as in strace, mean that no NUL ends the path although one would fit.
  if (name.length === path.length && name.length < longest_name) return `${quoted(path)}...`;
  const text = plain(path);
  return text === undefined || looks_otherwise(text) ? quoted(path) : text;
}

/** UTF-8 without control characters. */
function plain(bytes: Uint8Array): string | undefined {
  const text = exact_text(bytes);
  return text === undefined || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
}

/** True for a path that could be read as another form of text. Those forms begin like this, or have a colon before any slash. */
export function looks_otherwise(path: string): boolean {
  return /^(["@([]|family |[^/]*:)/.test(path);
}

/** In quotes, as strace prints a string: bytes that are not printable ASCII are octal. */
function quoted(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte >= 0x7f) return `\\${byte.toString(8).padStart(3, '0')}`;
    return character === '"' || character === '\\' ? `\\${character}` : character;
  });
  return `"${characters.join('')}"`;
}

/** The bytes of a text from between quotes. */
export function unquoted(text: string): Uint8Array {
  const bytes = Array.from(text.matchAll(/\\([0-7]{3})|\\?(.)/gs), ([, octal, character = '']) =>
    octal === undefined ? character.charCodeAt(0) : Number.parseInt(octal, 8),
  );
  return Uint8Array.from(bytes);
}
