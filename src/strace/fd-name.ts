import { bytes_of, end_of_quoted } from './quoted.js';
import { type Cursor, cursor_of, find } from './scan.js';

/** What strace prints in `<...>` after the number of a descriptor or process. */
export type FdName = SocketName | PathName | InodeName | OtherName;

/** `<TCP:[127.0.0.1:1->127.0.0.1:2]>`, `<UNIX-STREAM:[17->18,"/path"]>`, `<UDP:[4242]>`. */
export interface SocketName {
  readonly kind: 'socket';
  /** `'TCP'`, `'TCPv6'`, `'UDP'`, `'UNIX-STREAM'`, `'NETLINK'`, ...; `'socket'` with `-y`, which does not look it up. */
  readonly protocol: string;
  /** The local address, if it has one: `'127.0.0.1:1'`, a path, or `'@name'` for an abstract one. */
  readonly local?: string;
  /** The address of the peer; for an AF_UNIX socket, the inode of the peer. */
  readonly peer?: string;
  readonly inode?: number;
}

/** `</etc/hosts>`, `</dev/null<char 1:3>>`. */
export interface PathName {
  readonly kind: 'path';
  readonly path: string;
  /** `'char 1:3'`. */
  readonly device?: string;
  readonly deleted: boolean;
}

/** `<pipe:[4242]>`, `<anon_inode:[eventpoll]>`, `<pidfd:[17]>`. */
export interface InodeName {
  readonly kind: 'inode';
  readonly type: string;
  readonly id: string;
}

/** Anything else: the name of a process (`-Y`), or what a newer strace prints. */
export interface OtherName {
  readonly kind: 'other';
  readonly text: string;
}

const bracketed = /[A-Za-z][\w-]*:\[/y;

/** The index of the `>` that closes the name whose `<` is at `start`, or -1. */
export function end_of_name(cursor: Cursor, start: number): number {
  const { text } = cursor;
  bracketed.lastIndex = start + 1;
  const inside = bracketed.test(text) ? end_of_bracketed(cursor, bracketed.lastIndex) : -1;
  if (inside >= 0) return inside;
  // In a path, < and > are escaped. A device, also in <>, may follow it.
  const end = find(cursor, '>', start);
  return text[end + 1] === '>' && text.lastIndexOf('<', end) > start ? end + 1 : end;
}

/** strace's annotation of the first argument: `TCP:[...]` of `close(4<TCP:[...]>`; undefined if there is none. */
export function words_of_first(call: string): string | undefined {
  const start = /^\w+\(\d+(?=<)/.exec(call)?.[0].length;
  if (start === undefined) return undefined;
  const end = end_of_name(cursor_of(call), start);
  return end < 0 ? undefined : call.slice(start + 1, end);
}

/** An address may contain a `>`, but no `]>` outside quotes: `TCP:[127.0.0.1:1->127.0.0.1:2]`. */
function end_of_bracketed({ text, missing }: Cursor, start: number): number {
  if (missing.has(']>')) return -1;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === ']' && text[at + 1] === '>') return at + 1;
    if (char !== '"') continue;
    at = end_of_quoted(text, at);
    if (at < 0) break;
  }
  missing.add(']>');
  return -1;
}

/** The most recent names: a trace repeats them often. */
const seen = new Map<string, FdName>();
const most_seen = 1024;

/** Parses the text between `<` and `>`. `deleted`: `(deleted)` follows it. */
export function fd_name(text: string, deleted = false): FdName {
  if (deleted) return read(text, true);
  const known = seen.get(text);
  if (known !== undefined) return known;
  if (seen.size >= most_seen) seen.clear();
  const name = Object.freeze(read(text, false));
  seen.set(text, name);
  return name;
}

function read(text: string, deleted: boolean): FdName {
  if (text.startsWith('/') || text.startsWith('\\x2f')) return path(text, deleted);
  const plain = text.startsWith('\\x') ? Buffer.from(bytes_of(text)).toString() : text;
  const [, type, inside] = /^([A-Za-z][\w-]*):\[(.*)\]$/s.exec(plain) ?? [];
  if (type === undefined || inside === undefined)
    return { kind: 'other', text: Buffer.from(bytes_of(text)).toString() };
  return /^[A-Z]|^socket$/.test(type) ? socket(type, inside) : { kind: 'inode', type, id: inside };
}

function path(text: string, deleted: boolean): PathName {
  const [, name = text, device] = /^([^<]*)<((?:char|block) [^<>]*)>$/s.exec(text) ?? [];
  return { kind: 'path', path: Buffer.from(bytes_of(name)).toString(), ...(device && { device }), deleted };
}

function socket(protocol: string, inside: string): SocketName {
  const made = { kind: 'socket', protocol } as const;
  if (!protocol.startsWith('UNIX')) {
    if (/^\d+$/.test(inside)) return { ...made, inode: Number(inside) };
    const [local = '', peer] = inside.split('->');
    return { ...made, local, ...(peer !== undefined && { peer }) };
  }
  const [, inode, peer, abstract, name] = /^(\d+)(?:->(\d+))?(?:,(@)?"(.*)")?$/s.exec(inside) ?? [];
  if (inode === undefined) return { ...made, local: inside };
  const local = name === undefined ? undefined : `${abstract ?? ''}${Buffer.from(bytes_of(name)).toString()}`;
  return {
    ...made,
    inode: Number(inode),
    ...(peer !== undefined && { peer }),
    ...(local !== undefined && { local }),
  };
}
