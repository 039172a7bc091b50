import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_UNIX,
  AF_VSOCK,
  type Fd,
  getsockopt,
  IPPROTO_MPTCP,
  IPPROTO_UDP,
  type Level,
  own,
  SO_SNDBUFFORCE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketOption,
  setsockopt,
  socket,
  unwrap,
} from 'sys-socket';
import { expect } from 'vitest';
import { closing } from '../support/sockets.js';

const families = {
  v4: [AF_INET, SOCK_STREAM, 0],
  v6: [AF_INET6, SOCK_STREAM, 0],
  unix: [AF_UNIX, SOCK_STREAM, 0],
  'UDP over v4': [AF_INET, SOCK_DGRAM, 0],
  'UDP over v6': [AF_INET6, SOCK_DGRAM, 0],
  'raw v4': [AF_INET, SOCK_RAW, IPPROTO_UDP],
  'raw v6': [AF_INET6, SOCK_RAW, IPPROTO_UDP],
  netlink: [AF_NETLINK, SOCK_RAW, 0],
  vsock: [AF_VSOCK, SOCK_STREAM, 0],
  'MPTCP over v4': [AF_INET, SOCK_STREAM, IPPROTO_MPTCP],
  'MPTCP over v6': [AF_INET6, SOCK_STREAM, IPPROTO_MPTCP],
} as const;
export type Family = keyof typeof families;

export const inet: readonly Family[] = ['v4', 'v6'];
export const udp: readonly Family[] = ['UDP over v4', 'UDP over v6'];
export const raw: readonly Family[] = ['raw v4', 'raw v6'];
export const all: readonly Family[] = ['v4', 'v6', 'unix'];
export const v6: readonly Family[] = ['v6', 'UDP over v6'];

export function fresh(family: Family): Fd {
  const [domain, type, protocol] = families[family];
  return closing(unwrap(socket(domain, type, protocol)));
}

/** Why there is no socket of the family here. */
export function lacking(family: Family): string | undefined {
  const [domain, type, protocol] = families[family];
  const made = socket(domain, type, protocol);
  if (!made.ok) return made.error.code;
  own(made.value)[Symbol.dispose]();
  return undefined;
}

export function may_force(): boolean {
  using probe = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  return setsockopt(probe.fd, SOL_SOCKET, SO_SNDBUFFORCE, 1).ok;
}

export function sysctl(name: string): number {
  return Number(readFileSync(`/proc/sys/${name}`, 'utf8'));
}

export interface Row {
  readonly name: string;
  readonly on: readonly Family[];
  /** What the man page or the kernel's source says of the value, where it does not just read back. */
  readonly because: string | undefined;
  /** The capability that it takes. */
  readonly takes?: string;
  /** The kernel that has it first, where that is newer than the oldest that the tests run on. */
  readonly since?: string;
  readonly check: (fd: Fd) => void;
}

/** Reads another value than the one to come, sets, and reads what was set, or what `because` explains. */
export function row<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'rw'>,
  value: NoInfer<V>,
  on: readonly Family[],
  but?: { readonly reads?: NoInfer<V>; readonly because: string },
): Row {
  const reads = but?.reads ?? value;
  return {
    name,
    on,
    because: but?.because,
    check(fd) {
      expect(unwrap(getsockopt(fd, level, optname)), 'before').not.toEqual(reads);
      expect(setsockopt(fd, level, optname, value)).toEqual({ ok: true, value: 0 });
      expect(unwrap(getsockopt(fd, level, optname)), 'after').toEqual(reads);
    },
  };
}

/** True when the kernel that runs is older. */
export function older_than(version: string): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number.parseFloat);
  const [first = 0, second = 0] = version.split('.').map(Number);
  return major < first || (major === first && minor < second);
}

/** A row of what a kernel has first. */
export function since(version: string, row: Row): Row {
  return { ...row, since: version };
}

/** A row of what takes a capability. */
export function admin(row: Row, takes = 'CAP_NET_ADMIN'): Row {
  return { ...row, takes };
}

/** What has a value from the start that setting leaves as it is, as `because` explains. */
export function stays<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'rw'>,
  value: NoInfer<V>,
  reads: NoInfer<V>,
  on: readonly Family[],
  because: string,
): Row {
  return {
    name,
    on,
    because,
    check(fd) {
      expect(unwrap(getsockopt(fd, level, optname)), 'before').toEqual(reads);
      expect(setsockopt(fd, level, optname, value)).toEqual({ ok: true, value: 0 });
      expect(unwrap(getsockopt(fd, level, optname)), 'after').toEqual(reads);
    },
  };
}

/** What can be set, and not read. */
export function sets<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'w'>,
  value: NoInfer<V>,
  on: readonly Family[],
): Row {
  return {
    name,
    on,
    because: 'which cannot be read back',
    check(fd) {
      expect(setsockopt(fd, level, optname, value)).toEqual({ ok: true, value: 0 });
      // @ts-expect-error: it is write-only
      expect(getsockopt(fd, level, optname, new Uint8Array(256)).ok).toBe(false);
    },
  };
}

/** What can be read, and not set. */
export function reads<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'r' | 'rw'>,
  value: unknown,
  on: readonly Family[],
  because: string,
): Row {
  return {
    name,
    on,
    because,
    check: (fd) => expect(unwrap(getsockopt(fd, level, optname))).toEqual(value),
  };
}

/** What the kernel refuses to such a socket, and why. */
export function refuses<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'w' | 'rw'>,
  value: NoInfer<V>,
  on: readonly Family[],
  code: string,
  because: string,
): Row {
  return {
    name,
    on,
    because: `${code}: ${because}`,
    check: (fd) => expect(setsockopt(fd, level, optname, value)).toMatchObject({ ok: false, error: { code } }),
  };
}

/** What the kernel does not answer of such a socket, and why. */
export function silent<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'r' | 'rw'>,
  on: readonly Family[],
  code: string,
  because: string,
): Row {
  return {
    name,
    on,
    because: `${code}: ${because}`,
    check: (fd) => expect(getsockopt(fd, level, optname)).toMatchObject({ ok: false, error: { code } }),
  };
}
