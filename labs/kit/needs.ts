import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** What a lab must be allowed: 0 nothing, 1 user and network namespaces, 2 /dev/net/tun as well. */
export type Tier = 0 | 1 | 2;

/** Something that a machine may lack. */
export interface Need {
  readonly what: string;
  /** What makes it there: a command to type, or a sentence. */
  readonly install: string;
  missing(): boolean;
}

/** A program that must answer. */
export function tool(name: string, package_name = name, ...probe: readonly string[]): Need {
  return {
    what: name,
    install: `apt-get install ${package_name}`,
    missing: () => spawnSync(name, probe.length > 0 ? probe : ['--version'], { stdio: 'ignore' }).status !== 0,
  };
}

export const strace: Need = {
  what: 'strace',
  install:
    'apt-get install strace (and ptrace must be allowed: kernel.yama.ptrace_scope below 3, no seccomp filter against it)',
  missing: () => spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'], { stdio: 'ignore' }).status !== 0,
};

/** The command line that makes a network of its own, with lo up, for the command behind it. */
export const alone = [
  'unshare',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
] as const;

export const namespace: Need = {
  what: 'a user and network namespace',
  install:
    'apt-get install util-linux iproute2 (and allow them: sysctl kernel.unprivileged_userns_clone=1 on Debian, ' +
    'kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
  missing: () => {
    const [program, ...args] = alone;
    return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status !== 0;
  },
};

export const tun: Need = {
  what: '/dev/net/tun',
  install: 'modprobe tun, and read and write for this user: chmod 666 /dev/net/tun',
  missing: () => {
    try {
      accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
      return false;
    } catch {
      return true;
    }
  },
};

/** What each tier needs. */
export const needs_of: Readonly<Record<Tier, readonly Need[]>> = { 0: [], 1: [namespace], 2: [namespace, tun] };
