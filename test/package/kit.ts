import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { installation } from '../../labs/kit/npm.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `round-trip.cjs` prints in every Node, and `musl-host.c` under musl. */
export const round_trip = `socketpair 0
send 5
recv 5 hello
close 0 0
send -9
TypeError: close: fd must be an int32, got a string
`;

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly seconds?: number;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For a test that may have to build or download first, or to wait until another has. */
export const slow = { timeout: 600_000 };

function find(tool: string): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, tool));
  return places.find((place) => existsSync(place));
}

const timeout = find('timeout') ?? 'timeout';

/** Runs a program to its end. Past `seconds` it is killed with all its children, and its status is null. */
export function run(command: string, args: readonly string[], options: Options = {}): Promise<Ran> {
  const { cwd = root, env = process.env, seconds = 60 } = options;
  return new Promise((resolve, reject) => {
    const bounded = ['--signal=KILL', String(seconds), command, ...args];
    const child = spawn(timeout, bounded, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** What a program printed. If it fails, an Error with all that it said. */
export async function output(command: string, args: readonly string[], options?: Options): Promise<string> {
  const { status, stdout, stderr } = await run(command, args, options);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}: status ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Why a test cannot run on this machine, to end its name with: '' when every tool is here. */
export function lacking(...tools: string[]): string {
  const absent = tools.filter((tool) => find(tool) === undefined);
  return absent.length === 0 ? '' : ` (skipped: no ${absent.join(', ')} here)`;
}

/** Why there can be no prebuild for arm64. */
export const no_cross = lacking('aarch64-linux-gnu-g++');
/** The architectures that there can be prebuilds for. */
export const arches: readonly string[] = no_cross ? ['x64'] : ['x64', 'arm64'];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder that is gone when the test file has run. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-'));
  folders.push(folder);
  return folder;
}

/** An environment whose PATH finds these tools and nothing else. */
export function only(...tools: string[]): NodeJS.ProcessEnv {
  const bin = temporary();
  for (const tool of tools) symlinkSync(find(tool) ?? tool, join(bin, tool));
  return { ...process.env, PATH: bin };
}

// Test files run at once, in processes of their own: what they share is made under a lock.
function locked(script: string, ...args: string[]): Promise<string> {
  mkdirSync(join(root, 'out'), { recursive: true });
  return output('flock', ['out/package.lock', 'sh', '-c', script, 'sh', ...args], { seconds: 500 });
}

/**
 * The prebuild for an architecture. That for this machine is the binary that all tests use: reproducible.nightly.test.ts shows that
 * `npm run prebuilds` makes the same bytes, each night. Another is made now, unless it is there and no older than its source.
 */
export async function prebuild(arch: string): Promise<string> {
  const file = join(root, `prebuilds/linux-${arch}/sys-socket.node`);
  if (arch === process.arch) {
    await locked('cmp -s "$1" "$2" || install -D "$1" "$2"', join(root, 'build/Release/sys_socket.node'), file);
  } else {
    const fresh = 'test -e "$1" && test -z "$(find binding CMakeLists.txt -newer "$1")"';
    await locked(`${fresh} || npm run prebuilds -- "$2"`, file, arch);
  }
  return file;
}

/** A Node of npm, kept in out/: the newest of a major version, or one version by its name. */
export async function node(arch: string, version: number | string): Promise<string> {
  return join(await from_npm(`node/${arch}-${version}`, 'node', `npm:node-linux-${arch}@${version}`), 'bin/node');
}

/** A package of npm, in a version that the repository does not depend on, kept in out/: its folder. */
export function tool(name: string, version: string): Promise<string> {
  return from_npm(`tools/${name}-${version}`, name, version);
}

async function from_npm(place: string, name: string, spec: string): Promise<string> {
  const { folder, command, args } = installation({ place, name, spec: `${name}@${spec}` });
  await output(command, args, { seconds: 500 });
  return join(folder, 'node_modules', name);
}

/** Packs the package, with each prebuild that can be made here, once in a run of the tests. What npm would publish, as the path of a file. */
export async function pack(): Promise<string> {
  for (const arch of arches) await prebuild(arch);
  const folder = join(tmpdir(), 'packed'); // TMPDIR is of this run
  const once = `test -e "$1/name" ||
    { mkdir -p "$1" && npm pack --ignore-scripts --pack-destination "$1" > "$1/made" && mv "$1/made" "$1/name"; }`;
  await locked(once, folder);
  return join(folder, readFileSync(join(folder, 'name'), 'utf8').trim());
}

/** Installs a tarball in a new project that has nothing else, and returns the project's folder. */
export async function install(tarball: string, env?: NodeJS.ProcessEnv): Promise<string> {
  const project = temporary();
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--offline', tarball];
  await output('npm', args, { cwd: project, seconds: 120, ...(env && { env }) });
  return project;
}
