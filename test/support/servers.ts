// Programs in separate processes: the echo pair in TypeScript and in C++, plain or under strace.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { hang } from './hang.js';
import { read_log, root } from './strace.js';

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** The echo pair of the examples. */
export const ours = {
  server: [process.execPath, join(root, 'out/examples/echo-server.js')],
  client: [process.execPath, join(root, 'out/examples/echo-client.js')],
} as const satisfies Record<string, Command>;

/** The C++ pair. */
export const cpp = {
  server: [join(root, 'out/interop/echo-server')],
  client: [join(root, 'out/interop/echo-client')],
} as const satisfies Record<string, Command>;

export interface Ended {
  readonly status: number | null;
  /** SIGTERM may also come from us, if the program hung. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a command to its end, with these descriptors from 3 on. */
export async function run(
  [program, ...args]: Command,
  stdin: Uint8Array = new Uint8Array(0),
  inherited: readonly number[] = [],
): Promise<Ended> {
  const folder = scratch();
  const [out, err] = [join(folder, 'out'), join(folder, 'err')];
  // The output goes to files: on a pipe, Node would make calls to find its type, and these would be in the trace.
  const files = [openSync(out, 'w'), openSync(err, 'w')] as const;
  const child = spawn(program, args, { stdio: ['pipe', ...files, ...inherited], timeout: hang });
  files.forEach(closeSync);
  child.stdin?.on('error', () => {}); // a program may end without reading it
  child.stdin?.end(stdin);
  await once(child, 'exit');
  return {
    status: child.exitCode,
    signal: child.signalCode,
    stdout: readFileSync(out),
    stderr: readFileSync(err, 'utf8'),
  };
}

export interface Server {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  stdout(): string;
  stderr(): string;
  /** Resolves to its exit status and signal. */
  readonly ended: Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

/** Starts a server and waits for its `listening on HOST:PORT`. It is stopped at the end of the test. */
export async function serve([program, ...args]: Command): Promise<Server> {
  const folder = scratch();
  const [out, err] = [join(folder, 'out'), join(folder, 'err')];
  const files = [openSync(out, 'w'), openSync(err, 'w')] as const;
  const child = spawn(program, args, { stdio: ['ignore', ...files] });
  files.forEach(closeSync);
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  onTestFinished(stop);
  const stdout = () => readFileSync(out, 'utf8');
  const stderr = () => readFileSync(err, 'utf8');
  const listening = /^listening on (.*):(\d+)$/m;
  await until(`a server that listens: ${program}`, () => listening.test(stdout()) || child.exitCode !== null);
  const [, host, port] = listening.exec(stdout()) ?? [];
  if (host === undefined || child.pid === undefined) throw new Error(`${program} does not listen: ${stderr()}`);
  return {
    pid: child.pid,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    stdout,
    stderr,
    ended: exited,
    stop,
  };
}

export interface Traced {
  readonly command: Command;
  /** The log's lines so far. */
  lines(): string[];
}

export interface TraceOptions {
  readonly trace?: string;
  readonly inject?: readonly string[];
  /** System calls whose arguments are printed as numbers, including pointers. */
  readonly raw?: string;
  readonly signals?: boolean;
  /** Only the calls on this file are traced, and made to fail. */
  readonly file?: string;
}

/** A command under the real strace. */
export function traced(command: Command, options: TraceOptions = {}): Traced {
  const { trace = '%network,close', inject = [], raw, signals = false, file } = options;
  const log = join(scratch(), 'log');
  const filter = [`trace=${trace}`, `signal=${signals ? 'all' : 'none'}`, ...inject.map((rule) => `inject=${rule}`)];
  if (raw !== undefined) filter.push(`raw=${raw}`);
  const flags = ['-f', '-qq', '-I2', '-s', '64', ...filter.flatMap((rule) => ['-e', rule]), '-o', log];
  if (file !== undefined) flags.push('-P', file);
  return { command: ['strace', ...flags, ...command], lines: () => read_log(log) };
}

/** An ES module that imports the built package as `sys-socket`, as a command. */
export function program(code: string): Command {
  const index = new URL('../../dist/index.js', import.meta.url).href;
  return [process.execPath, '--input-type=module', '-e', code.replaceAll("'sys-socket'", `'${index}'`)];
}

/** Waits until something holds. Throws if that takes too long. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + hang;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}

/** A folder that is removed at the end of the test. */
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
