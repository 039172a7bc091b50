import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Failure, status_of_signal } from '../command.js';
import type { Program } from './program.js';
import { type Message, protocol } from './record.js';

/** The descriptor of the pipe in the child. */
const pipe = 3;

export interface ChildOptions {
  readonly strings: string | undefined;
  readonly frames: boolean;
  readonly stdin: 'inherit' | 'ignore';
  /** Where the program's stdout goes: to stderr if this command writes its output to stdout. */
  readonly stdout: 1 | 2;
  readonly env: NodeJS.ProcessEnv;
}

/** A running traced program. */
export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Settled after all of its messages have been read. */
  readonly ended: Promise<ChildEnd>;
}

export interface ChildEnd {
  /** The exit status, 128 plus the signal number if a signal killed it. */
  readonly status: number;
  readonly signal: string | undefined;
}

/** Starts a program, and passes its messages to `hear`. */
export function start_child(program: Program, options: ChildOptions, hear: (message: Message) => void): Child {
  const preload = new URL(program.preload);
  preload.searchParams.set('fd', String(pipe));
  preload.searchParams.set('parent', String(process.pid));
  if (!options.frames) preload.searchParams.set('frames', 'no');
  if (options.strings !== undefined) preload.searchParams.set('strings', options.strings);
  const flags = ['--enable-source-maps', ...program.flags, '--import', preload.href];
  const child = spawn(process.execPath, [...flags, program.file, ...program.args], {
    env: options.env,
    stdio: [options.stdin, options.stdout, 'inherit', 'pipe'],
  });
  const exited = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`cannot start ${program.file}: ${error.message}`)));
    child.once('exit', (status, signal) => {
      if (signal === null) resolve({ status: status ?? 1, signal: undefined });
      else resolve({ status: status_of_signal(constants.signals[signal]), signal });
    });
  });
  const heard = listen(child, hear);
  return { process: child, pid: child.pid ?? 0, ended: exited.then((end) => heard.then(() => end)) };
}

async function listen(child: ChildProcess, hear: (message: Message) => void): Promise<void> {
  const stream = child.stdio[pipe];
  if (!(stream instanceof Readable)) return;
  stream.on('error', () => {}); // a killed program resets the stream; its messages have been read
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    const message = parsed(line);
    if (message?.kind === 'hello' && message.protocol !== protocol) {
      throw new Failure(
        'the program imports another version of sys-socket than this command: run the command of that version',
      );
    }
    if (message !== undefined) hear(message);
  }
}

/** A program that was killed may leave an incomplete line. */
function parsed(line: string): Message | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
