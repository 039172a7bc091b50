import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { hang } from '../support/hang.js';
import { alone } from '../support/namespace.js';
import { root } from '../support/strace.js';

export const command = join(root, 'dist/cli.js');
export const server = join(root, 'out/examples/echo-server.js');
export const client = join(root, 'out/examples/echo-client.js');

export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly node?: string;
  /** The beginning of the command line: a namespace, or what is to be there meanwhile. */
  readonly within?: readonly string[];
  /** Is given what has come so far, and the command's process id. */
  readonly watch?: (text: string, pid: number) => void;
}

/** Neither colours nor traces of whoever runs the tests. */
export function plain_env(): NodeJS.ProcessEnv {
  const { FORCE_COLOR, NO_COLOR, SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, SYS_SOCKET_CHECK, NODE_OPTIONS, ...env } =
    process.env;
  return env;
}

/** A network in which somebody has connected to port 9000 and said HELLO-WORLD, and nobody has accepted. Nothing else is in it. */
export const unaccepted: readonly string[] = [...alone, process.execPath, join(root, 'test/cli/unaccepted.mjs')];

/** Runs the built command to its end. */
export function sys_socket(
  args: readonly string[],
  { env = {}, cwd = root, node = process.execPath, within = [], watch }: Options = {},
) {
  const [program = node, ...rest] = [...within, node, command, ...args];
  return new Promise<Ran>((resolve, reject) => {
    const child = spawn(program, rest, {
      cwd,
      env: { ...plain_env(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: hang,
    });
    let stdout = '';
    let stderr = '';
    const heard = () => watch?.(stdout + stderr, child.pid ?? 0);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      heard();
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      heard();
    });
    child.on('error', reject).on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder within the package, where `sys-socket` is the package itself, with these files. It is gone when the test file has run. */
export function project(files: Readonly<Record<string, string>>): string {
  mkdirSync(join(root, 'out'), { recursive: true });
  const folder = mkdtempSync(join(root, 'out', 'cli-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The echo pair under the command, on a port that the kernel chooses. */
export function echo_pair(...options: string[]): Promise<Ran> {
  const talk = `${client} HELLO-WORLD --port {port}`;
  return sys_socket(['trace', ...options, server, '--with', talk, '--', '--host', '127.0.0.1', '--port', '0']);
}

export function is_alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
