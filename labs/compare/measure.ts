import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { close } from 'sys-socket';
import { end_child, start_child } from '../../src/learn/children.js';
import { lines_of } from '../kit/lines.js';
import { connect_to } from '../kit/sockets.js';
import type { Facts } from './facts.js';
import type { LoopFare } from './request.js';

export const sides = ['raw', 'net'] as const;
export type Side = (typeof sides)[number];

export type Answer = { readonly trips: readonly number[] } & Partial<LoopFare>;

/** A program of this folder, its lines of JSON, and its stdin. */
function start(command: readonly string[]) {
  const child = start_child(command, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, SYS_SOCKET_TRACE: '0' },
  });
  if (child.stdout === null) throw new Error('no output');
  return { child, lines: lines_of(child.stdout, command.join(' ')) };
}

function program(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}

async function line_of({ lines }: ReturnType<typeof start>): Promise<string> {
  const line = await lines.next(20_000);
  if (line === undefined) throw new Error('it ended before it answered');
  return line;
}

export async function facts_of(side: Side): Promise<Facts> {
  const told = start([process.execPath, program(`facts-${side}`)]);
  return JSON.parse(await line_of(told));
}

export interface Pair {
  ask(count: number, bytes: number, how?: 'watch' | 'ahead'): Promise<Answer>;
  end(): Promise<void>;
}

/** A server and a client of one side; under strace both, when there are two files for it. */
export async function pair(side: Side, wait = 0, straces: readonly string[] = []): Promise<Pair> {
  const watched = (file?: string) =>
    file === undefined ? [] : ['strace', '-qq', '-ttt', '-T', '-s', '12', '-e', 'signal=none', '-o', file];
  const node = [process.execPath, program(side)];
  const server = start([...watched(straces[0]), ...node, 'serve', String(wait)]);
  const port = (await line_of(server)).replace(/.*:/, '');
  const client = start([...watched(straces[1]), ...node, 'ask', port]);
  return {
    async ask(count, bytes, how) {
      client.child.stdin?.write(`${count} ${bytes} ${how ?? ''}\n`);
      return JSON.parse(await line_of(client));
    },
    async end() {
      client.child.stdin?.end();
      await Promise.all([ended(client.child), ended(server.child)]);
    },
  };
}

/** What a connection that it holds costs a server, in bytes of its heap. */
export async function memory_of(side: Side, count: number): Promise<number> {
  const holder = start([process.execPath, '--expose-gc', program('hold'), side, String(count)]);
  const port = Number((await line_of(holder)).replace(/.*:/, ''));
  const fds = Array.from({ length: count }, () => connect_to(port));
  const { each } = JSON.parse(await line_of(holder));
  for (const fd of fds) close(fd);
  return each;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => end_child(child), 5000);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
}
