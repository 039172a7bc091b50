import { write_field } from '../codec/field.js';
import type { SockAddr } from './address.js';
import { sockaddr_in } from './in.js';
import { sockaddr_in6 } from './in6.js';
import { sa_family, sun_path } from './layout.js';
import { sockaddr_nl } from './nl.js';
import { sockaddr } from './sockaddr.js';
import { longest_name } from './sun-path.js';
import { looks_otherwise, unquoted } from './text.js';
import { sockaddr_un } from './un.js';

/** The forms of text, each with a function that makes the address from its parts. */
const kinds: readonly (readonly [RegExp, (parts: readonly string[]) => SockAddr])[] = [
  [/^([\d.]+):(\d+)$/, ([addr = '', port]) => sockaddr_in(addr, Number(port))],
  [
    /^\[([0-9a-f:.]+)(?:%(\d+))?\]:(\d+)(?: flowinfo 0x([0-9a-f]+))?$/i,
    ([addr = '', scope, port, flow]) => sockaddr_in6(addr, Number(port), Number(scope ?? 0), hexadecimal(flow)),
  ],
  [/^netlink:(\d+)(?: groups 0x([0-9a-f]+))?$/, ([pid, groups]) => sockaddr_nl(Number(pid), hexadecimal(groups))],
  [/^\(unnamed\)$/, () => sockaddr_un()],
  [/^(@?)"((?:[^"\\]|\\["\\]|\\[0-3][0-7]{2})*)"(\.{3})?$/s, quoted_name],
  [/^family (\d+), (\d+) bytes(?:: ((?:[0-9a-f]{2})+))?$/, any_family],
];

function hexadecimal(digits: string | undefined): number {
  return Number.parseInt(digits ?? '0', 16);
}

function quoted_name([at = '', text = '', open]: readonly string[]): SockAddr {
  const name = unquoted(text);
  if (at !== '') return sockaddr_un(Buffer.concat([Buffer.alloc(1), name]));
  const ended = open === undefined && name.length < longest_name;
  return sockaddr_un(ended ? Buffer.concat([name, Buffer.alloc(1)]) : name);
}

function any_family([family, size, hex = '']: readonly string[]): SockAddr {
  const data = Buffer.from(hex, 'hex');
  const length = Number(size);
  const start = length < sun_path ? 0 : sun_path;
  if (length > 0xffff || Number(family) > 0xffff || data.length > length - start) {
    throw new RangeError('parse_sockaddr: text must be a family and a size below 65536, and no more bytes than that');
  }
  const bytes = Buffer.alloc(length);
  if (start > 0) write_field(bytes, sa_family, Number(family), 'parse_sockaddr: text');
  bytes.set(data, start);
  return sockaddr(bytes);
}

/**
 * Parses the text of an address: the result of `String(addr)` becomes the same address again. Not a syscall. Names of hosts, services
 * and interfaces are not accepted: look them up with {@link getaddrinfo} and {@link if_nametoindex}.
 *
 * @param text `127.0.0.1:9000`, `[::1]:9000`, `[fe80::1%2]:9000`, `/run/x.sock`, `@abstract`, ...: see {@link SockAddr.toString}
 * @throws RangeError if it is not the text of an address, or is that of a truncated address
 *
 * @example
 * ```ts
 * import { parse_sockaddr, sockaddr_in6 } from 'sys-socket';
 *
 * const addr = parse_sockaddr('[fe80::1%2]:9000');
 * console.log(addr.sin6_port, addr.sin6_scope_id); // 9000 2
 * console.log(String(parse_sockaddr(String(sockaddr_in6('::1', 80))))); // [::1]:80
 * ```
 */
export function parse_sockaddr(text: string): SockAddr {
  if (typeof text !== 'string') throw new TypeError(`parse_sockaddr: text must be a string, got ${typeof text}`);
  for (const [form, make] of kinds) {
    const parts = form.exec(text);
    if (parts !== null) return make(parts.slice(1));
  }
  const path = text.startsWith('@') ? text.slice(1) : text;
  if (path === text && (text === '' || looks_otherwise(text))) {
    throw new RangeError(`parse_sockaddr: text must be a socket address, got ${JSON.stringify(text)}`);
  }
  return sockaddr_un(text);
}
