import { spawn } from 'node:child_process';
import { is_script } from '../../learn/source.js';
import type { SockAddr } from '../../sockaddr/address.js';
import { sockaddr_in } from '../../sockaddr/in.js';
import { sockaddr_in6 } from '../../sockaddr/in6.js';
import type { StraceEvent } from '../../strace/event.js';
import { find_program } from '../../strace/find.js';
import { strace_stream } from '../../strace/run.js';
import { words_of } from '../arguments.js';
import { Failure, Misuse } from '../command.js';
import { for_ever, traced } from '../strace/shown.js';
import { program_of } from '../trace/program.js';
import { NoProcess, type Sample, sample } from '../watch/sample.js';

/** The time limit until a server listens, in milliseconds. */
const patience = 10_000;

/** A command line. */
export interface Command {
  /** The line, or its beginning. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** A server that listens. */
export interface Server {
  readonly addr: SockAddr;
  stop(): Promise<void>;
}

/** Parses a command line given as one argument. Node runs scripts. */
export function command_of(line: string): Command {
  const [file, ...args] = words_of(line);
  if (file === undefined) throw new Misuse('a program is missing');
  const name = line.length > 40 ? `${line.slice(0, 39)}…` : line;
  if (!is_script(file)) {
    if (find_program(file) === undefined) throw new Failure(`${file}: no such program`);
    return { name, program: file, args };
  }
  const { flags, file: path } = program_of(file, args);
  return { name, program: process.execPath, args: ['--enable-source-maps', ...flags, path, ...args] };
}

/** Starts a server without strace. */
export async function start({ name, program, args }: Command): Promise<Server> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', () => resolve(`${name} exited before it listened`));
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  const { pid } = child;
  if (pid === undefined) throw new Failure(await gone);
  try {
    const addr = await Promise.race([until_listening(name, pid), gone]);
    if (typeof addr === 'string') throw new Failure(addr);
    return { addr, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function until_listening(name: string, pid: number): Promise<SockAddr> {
  for (let waited = 0; waited < patience; waited += 20) {
    const addr = listening_at(pid);
    if (addr !== undefined) return addr;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Failure(`${name} did not start listening`);
}

/** Starts a server under strace. `events` grows while it runs, and is complete after it has stopped. */
export async function start_traced({ name, program, args }: Command): Promise<Server & { events: StraceEvent[] }> {
  const run = strace_stream(program, args, {
    trace: traced,
    stdout: 'ignore',
    timeout: for_ever,
  });
  const events: StraceEvent[] = [];
  let heard: (addr: SockAddr) => void = () => {};
  const listening = new Promise<SockAddr>((resolve) => {
    heard = resolve;
  });
  const read = async () => {
    for await (const event of run) {
      events.push(event);
      if (event.kind !== 'call' || event.name !== 'listen' || event.result !== 0) continue;
      const addr = listening_at(event.tid ?? 0);
      if (addr !== undefined) heard(addr);
    }
    return `${name} exited before it listened`;
  };
  const over = read();
  const timer = setTimeout(() => void run.stop(), patience);
  const addr = await Promise.race([listening, over]);
  clearTimeout(timer);
  if (typeof addr === 'string') {
    const ended = await run.ended;
    const said = ended.ok ? ended.value.stderr.trim() : ended.error.message;
    throw new Failure(said === '' ? addr : `${addr}: ${said}`);
  }
  const stop = async () => {
    await run.stop();
    await over;
  };
  return { addr, events, stop };
}

/** Where a process listens; undefined if it does not, or has ended, which its parent is told later than /proc. */
function listening_at(pid: number): SockAddr | undefined {
  const listener = samples_of(pid).find(({ protocol, state }) => protocol === 'tcp' && state === 'LISTEN');
  const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(listener?.local ?? '') ?? [];
  if (host === undefined) return undefined;
  return host.includes(':') ? sockaddr_in6(host, Number(port)) : sockaddr_in(host, Number(port));
}

function samples_of(pid: number): readonly Sample[] {
  try {
    return sample({ pid });
  } catch (error) {
    if (error instanceof NoProcess) return [];
    throw error;
  }
}
