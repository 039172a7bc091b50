import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syscalls_where } from '../../src/observe/calls/index.js';
import { hang } from '../support/hang.js';
import { musl } from '../support/libc.js';
import { no_strace } from '../support/strace.js';

const program = fileURLToPath(new URL('every-call.mjs', import.meta.url));

/** Why the real strace cannot be compared with here, or undefined when it can. */
export const no_model: string | undefined = no_strace ?? other_version();

function other_version(): string | undefined {
  const version = /version (\S+)/.exec(spawnSync('strace', ['-V'], { encoding: 'utf8' }).stdout)?.[1];
  return version === '6.1'
    ? undefined
    : `the model is strace 6.1, this is ${version}: docs/trace.md has the differences`;
}

export interface Comparison {
  /** How many lines the built-in trace wrote. */
  readonly traced: number;
  /** Those of them that the real strace did not print there, each with what it printed for such a call instead. */
  readonly differences: string[];
  /** What the real strace printed beside them. */
  readonly others: string[];
}

/** Runs every-call.mjs under both traces at once. */
export function compare(what: string, flags: readonly string[], options: object): Comparison {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-compare-'));
  const [real, ours] = [join(folder, 'real'), join(folder, 'ours')];
  // Without -f: only the main thread. Node's own calls on it while a program runs are few, and known.
  const strace = [
    '-qq',
    '-I2',
    '-e',
    'signal=none',
    '-e',
    `trace=${[...syscalls_where(() => true)]}`,
    ...flags,
    '-o',
    real,
  ];
  try {
    const run = spawnSync('strace', [...strace, process.execPath, program, what, ours, JSON.stringify(options)], {
      encoding: 'utf8',
      timeout: hang,
    });
    if (run.status !== 0) throw new Error(`every-call.mjs ${what} ended with ${run.status}: ${run.stderr}`);
    const lines = marked(readFileSync(real, 'latin1').split('\n'));
    return align(
      flags.includes('-yy') ? without_questions(lines) : lines,
      readFileSync(ours, 'latin1').split('\n').slice(0, -1),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The syscalls of this package that strace counts among a class. */
export function syscalls_of_class(name: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-class-'));
  const log = join(folder, 'log');
  try {
    // The mark is a shutdown: strace shows it whatever the class is.
    const strace = ['-qq', '-I2', '-e', 'signal=none', '-e', `trace=%${name},shutdown`, '-o', log];
    const run = spawnSync('strace', [...strace, process.execPath, program, 'each', join(folder, 'ours')], {
      encoding: 'utf8',
      timeout: hang,
    });
    if (run.status !== 0) throw new Error(`every-call.mjs each ended with ${run.status}: ${run.stderr}`);
    const lines = marked(readFileSync(log, 'latin1').split('\n'));
    const seen = new Set(lines.map((line) => line.slice(0, line.indexOf('('))));
    if (name !== 'network') seen.delete('shutdown');
    const all = syscalls_where(() => true);
    return [...seen].filter((syscall) => all.has(syscall)).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What stands between the two marks. */
function marked(lines: readonly string[]): string[] {
  const [first, last] = lines.flatMap((line, i) => (line.startsWith('shutdown(-1, 0x5eed ') ? [i] : []));
  return lines.slice((first ?? 0) + 1, last);
}

/**
 * With -yy the trace asks over netlink what a socket is, as strace does: from a socket(2) of its own to the close(2), with nothing of
 * the program's between, and an answer as long as the host has sockets.
 */
function without_questions(lines: readonly string[]): string[] {
  let asking: string | undefined;
  return lines.filter((line) => {
    if (asking === undefined) {
      asking = /^socket\(AF_NETLINK, SOCK_RAW\|SOCK_CLOEXEC, NETLINK_SOCK_DIAG\) += (\d+)/.exec(line)?.[1];
      return asking === undefined;
    }
    if (line.startsWith(`close(${asking}<`)) asking = undefined;
    return false;
  });
}

/** How far ahead the line is looked for that is the same call. */
const window = 60;

function align(real: readonly string[], ours: readonly string[]): Comparison {
  const differences: string[] = [];
  const others: string[] = [];
  let next = 0;
  for (const line of ours) {
    const ahead = real.slice(next, next + window);
    const at = ahead.findIndex((candidate) => same(candidate, line));
    if (at < 0) {
      const instead = ahead.find((candidate) => candidate.split('(')[0] === line.split('(')[0]);
      differences.push(`ours: ${line}\nreal: ${instead ?? ahead[0]}`);
    } else {
      others.push(...ahead.slice(0, at));
      next += at + 1;
    }
  }
  return { traced: ours.length, differences, others };
}

/** Equal; but an address is one that JavaScript cannot know, and the padding before ` = ` depends on how long it is. */
export function same(real_line: string, our_line: string): boolean {
  const [real, ours] = [in_no_words(real_line), in_no_words(our_line)];
  if (real === ours) return true;
  if (!ours.includes('0x...')) return false;
  const literal = unpadded(ours).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('0x\\.\\.\\.', '0x[0-9a-f]+')}$`).test(unpadded(real));
}

/** Without the text of an errno where the libc of this process has other words than the one of strace. */
function in_no_words(line: string): string {
  return musl ? line.replace(/( = -1 E\w+) \([^)]*\)/, '$1') : line;
}

function unpadded(line: string): string {
  return line.replace(/\) += /, ') = ');
}
