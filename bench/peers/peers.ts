import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { root, subject } from '../cases.js';
import { installed } from './install.js';

/** Another way to make the same calls, which is installed here. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** The command, without the row and its iterations. */
  readonly command: readonly string[];
  /** True if it can make round trips of frames. */
  readonly echoes: boolean;
}

/** A peer that is not here. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

const through = `${root}out/bench/subjects/peers/main.js`;

type Found = Omit<Peer, 'name'> | { readonly absent: string };

/** An addon from npm, which Node loads. */
const addon = (name: string) => (): Found => {
  const there = installed(name);
  if ('absent' in there) return there;
  const path = createRequire(there.folder).resolve(name);
  return { version: there.version, command: [process.execPath, through, name, path], echoes: true };
};

/** A runtime whose program comes from npm. */
function runtime(name: string, at: string, run: (program: string) => readonly string[], range?: string): Found {
  const there = installed(name, range);
  if ('absent' in there) return there;
  return { version: there.version, command: run(`${there.folder}node_modules/${at}`), echoes: true };
}

const node_26 = (...args: readonly string[]) =>
  runtime(`node-linux-${arch()}`, `node-linux-${arch()}/bin/node`, (node) => [node, '--no-warnings', ...args], '26');

const bun_name = `@oven/bun-linux-${arch() === 'arm64' ? 'aarch64' : arch()}`;
const bun_path = `${bun_name}/bin/bun`;
const bun = (...args: readonly string[]) => runtime(bun_name, bun_path, (program) => [program, ...args]);

function deno(...args: readonly string[]): Found {
  const there = installed('deno');
  if ('absent' in there) return there;
  const [at] = readdirSync(`${there.folder}node_modules/@deno`);
  const program = `${there.folder}node_modules/@deno/${at}/deno`;
  return { version: there.version, command: [program, 'run', '-A', '--no-lock', ...args], echoes: true };
}

function python(): Found {
  try {
    const version = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim().replace('Python ', '');
    return { version, command: ['python3', `${root}bench/subjects/peers/python.py`], echoes: true };
  } catch {
    return { absent: 'python3 is not installed' };
  }
}

const ours = `${root}out/bench/subjects/micro.js`;
const version = process.version.slice(1);

const peers: Readonly<Record<string, () => Found>> = {
  'this package on Node': () => ({ version, command: [process.execPath, ours], echoes: false }),
  'this package on Node 26': () => ({ ...node_26(ours), echoes: false }),
  'this package on Bun': () => ({ ...bun(ours), echoes: false }),
  'this package on Deno': () => ({ ...deno(ours), echoes: false }),
  koffi: addon('koffi'),
  'posix-socket': addon('posix-socket'),
  'posix-node': addon('posix-node'),
  'syscall-napi': addon('syscall-napi'),
  'node:ffi': () => node_26(through, 'node-ffi', 'node:ffi'),
  'bun:ffi': () => bun(through, 'bun-ffi', 'bun:ffi'),
  'Deno.dlopen': () => deno(through, 'deno-ffi', ''),
  'node:fs': () => ({ version, command: [process.execPath, through, 'fs', ''], echoes: true }),
  'net, dgram: one way': () => ({ version, command: subject('peers/loop'), echoes: false }),
  "Python's socket": python,
};

/** The peers that are here, installed if necessary, and the reasons why the others are absent. */
export function peers_here(): { readonly here: readonly Peer[]; readonly absent: readonly Absent[] } {
  const here: Peer[] = [];
  const absent: Absent[] = [];
  for (const [name, find] of Object.entries(peers)) {
    console.error(`peer: ${name}`);
    const found = find();
    if ('absent' in found) absent.push({ name, why: found.absent });
    else here.push({ name, ...found });
  }
  return { here, absent };
}

/** Bun, for `Bun.listen`. */
export const bun_program = (): Found => bun();
