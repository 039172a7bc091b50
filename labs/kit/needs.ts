import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { say } from '../../src/learn/language.js';

/** The privileges that a lab needs: 0 none, 1 user and network namespaces, 2 /dev/net/tun as well. */
export type Tier = 0 | 1 | 2;

/** Something that a machine may lack. */
export interface Need {
  readonly what: string;
  /** How to install or allow it: a command, or a sentence. */
  readonly install: string;
  missing(): boolean;
}

/** A program that must run successfully with the arguments `probe`, by default `--version`. */
export function tool(name: string, package_name = name, ...probe: readonly string[]): Need {
  return {
    what: name,
    install: `apt-get install ${package_name}`,
    missing: () => spawnSync(name, probe.length > 0 ? probe : ['--version'], { stdio: 'ignore' }).status !== 0,
  };
}

export const strace: Need = {
  what: 'strace',
  install: say(
    'apt-get install strace (and ptrace must be allowed: kernel.yama.ptrace_scope below 3, and no seccomp filter that blocks it)',
    'apt-get install strace (그리고 ptrace가 허용되어야 한다: kernel.yama.ptrace_scope가 3보다 작고, 막는 seccomp 필터가 없어야 한다)',
  ),
  missing: () => spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'], { stdio: 'ignore' }).status !== 0,
};

/** A command line that creates a separate network with lo up, and runs the command that follows in it. */
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
  what: say('a user and network namespace', '사용자와 네트워크 네임스페이스'),
  install: say(
    'apt-get install util-linux iproute2 (and allow them: sysctl kernel.unprivileged_userns_clone=1 on Debian, ' +
      'kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
    'apt-get install util-linux iproute2 (그리고 허용한다: Debian은 sysctl kernel.unprivileged_userns_clone=1, ' +
      'Ubuntu는 kernel.apparmor_restrict_unprivileged_userns=0)',
  ),
  missing: () => {
    const [program, ...args] = alone;
    return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status !== 0;
  },
};

export const tun: Need = {
  what: '/dev/net/tun',
  install: say(
    'modprobe tun, and read and write permission for this user: chmod 666 /dev/net/tun',
    'modprobe tun, 그리고 이 사용자의 읽기와 쓰기: chmod 666 /dev/net/tun',
  ),
  missing: () => {
    try {
      accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
      return false;
    } catch {
      return true;
    }
  },
};

/** The needs of each tier. */
export const needs_of: Readonly<Record<Tier, readonly Need[]>> = { 0: [], 1: [namespace], 2: [namespace, tun] };
