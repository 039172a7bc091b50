import { readFileSync, readlinkSync, statSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_UNIX,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_UDPLITE,
  SOCK_RAW,
  SOCK_STREAM,
} from '../../constants.js';
import { constant } from '../../headers.js';
import { kernel } from '../../native.js';
import { inet, netlink, unix } from './diag.js';
import { quote } from './quote.js';
import { int_at } from './structs/fields.js';

/** strace's `-y` (paths) or `-yy` (also addresses and inodes of sockets, and device numbers). */
export type FdStyle = 'y' | 'yy';

/** Prints a descriptor: `4`, `4<socket:[1234]>`, `4<TCP:[127.0.0.1:9000]>`. */
export function fd_printer(style: FdStyle | undefined): (fd: number, pid?: number) => string {
  if (style === undefined) return (fd) => String(fd);
  return (fd, pid = process.pid) => `${fd}${behind(fd, pid, style)}`;
}

function behind(fd: number, pid: number, style: FdStyle): string {
  if (fd < 0) return '';
  let path: string;
  try {
    path = readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return ''; // not open, or no /proc
  }
  if (style === 'yy') {
    const known = details(fd, pid, path);
    if (known !== undefined) return `<${known}>`;
  }
  const deleted = path.startsWith('/') && path.endsWith(' (deleted)') && links(fd, pid) === 0n;
  return deleted ? `<${angled(path.slice(0, -' (deleted)'.length))}>(deleted)` : `<${angled(path)}>`;
}

/** The number of links to a file. A file with none was deleted, whatever its path looks like. */
function links(fd: number, pid: number): bigint | undefined {
  // With bigint for the reason of fstat in builtin.ts.
  return statSync(`/proc/${pid}/fd/${fd}`, { bigint: true, throwIfNoEntry: false })?.nlink;
}

/** The details of `-yy`, if they say more than the path. */
function details(fd: number, pid: number, path: string): string | undefined {
  const inode = /^socket:\[(\d+)\]$/.exec(path)?.[1];
  if (inode !== undefined) return socket(fd, pid, Number(inode));
  if (path !== 'anon_inode:[pidfd]') return device(path);
  const process = process_of(fd, pid);
  return process === undefined ? undefined : `pid:${process}`;
}

/** The process that a descriptor of pidfd_open(2) refers to. */
export function process_of(pidfd: number, pid: number = process.pid): number | undefined {
  try {
    const found = /^Pid:\t(-?\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${pidfd}`, 'latin1'));
    return found === null ? undefined : Number(found[1]);
  } catch {
    return undefined; // not open
  }
}

/** A path for use within angle brackets: angle brackets in it are octal. */
function angled(path: string): string {
  return quote(Buffer.from(path)).slice(1, -1).replaceAll('<', '\\74').replaceAll('>', '\\76');
}

function device(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined;
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found?.isCharacterDevice() && !found?.isBlockDevice()) return undefined;
  // makedev(3) of glibc
  const major = ((found.rdev >> 8n) & 0xfffn) | ((found.rdev >> 32n) & ~0xfffn);
  const minor = (found.rdev & 0xffn) | ((found.rdev >> 12n) & ~0xffn);
  return `${angled(path)}<${found.isBlockDevice() ? 'block' : 'char'} ${major}:${minor}>`;
}

/** The names of sockets by inode. As in strace, a name is looked up once: a socket keeps its first name. */
const found = new Map<number, string>();
const remembered = 1024;

function socket(fd: number, pid: number, inode: number): string | undefined {
  const before = found.get(inode);
  if (before !== undefined || pid !== process.pid) return before; // a socket of another process cannot be queried
  const kind = kind_of(fd);
  if (kind === undefined) return undefined;
  const details = kind.ask(inode);
  // For a socket without an address, strace prints the kernel's name of the protocol, but does not know "UDP-Lite".
  if (details === undefined) return kind.name === 'UDPLITE' ? undefined : `${kind.name}:[${inode}]`;
  if (found.size >= remembered) found.clear();
  found.set(inode, `${kind.name}:[${details}]`);
  return `${kind.name}:[${details}]`;
}

interface Kind {
  /** The kernel's name of the protocol, which strace prints first. */
  readonly name: string;
  readonly ask: (inode: number) => string | undefined;
}

function kind_of(fd: number): Kind | undefined {
  const domain = option(fd, 'SO_DOMAIN');
  if (domain === AF_UNIX) return { name: option(fd, 'SO_TYPE') === SOCK_STREAM ? 'UNIX-STREAM' : 'UNIX', ask: unix };
  if (domain === AF_NETLINK) return { name: 'NETLINK', ask: netlink };
  if (domain !== AF_INET && domain !== AF_INET6) return undefined;
  const raw = option(fd, 'SO_TYPE') === SOCK_RAW;
  const protocol = raw ? constant('IPPROTO_RAW') : option(fd, 'SO_PROTOCOL');
  const name = inet_kinds.get(protocol);
  if (name === undefined) return undefined;
  return { name: domain === AF_INET6 ? `${name}v6` : name, ask: (inode) => inet(domain, protocol, inode) };
}

const inet_kinds: ReadonlyMap<number, string> = new Map([
  [constant('IPPROTO_TCP'), 'TCP'],
  [constant('IPPROTO_UDP'), 'UDP'],
  [IPPROTO_UDPLITE, 'UDPLITE'],
  [IPPROTO_ICMP, 'PING'],
  [IPPROTO_ICMPV6, 'PING'],
  [constant('IPPROTO_RAW'), 'RAW'],
]);

const cell = new Uint8Array(8);

/** An int of SOL_SOCKET; -1 if the kernel does not return it. */
function option(fd: number, name: string): number {
  new Uint32Array(cell.buffer, 0, 1)[0] = 4;
  return kernel.getsockopt(fd, constant('SOL_SOCKET'), constant(name), cell) < 0 ? -1 : int_at(cell.subarray(4));
}
