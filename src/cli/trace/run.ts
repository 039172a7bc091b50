import { setImmediate as polled } from 'node:timers/promises';
import { is_asleep } from '../../learn/process.js';
import { status } from '../command.js';
import type { Output } from '../output.js';
import { type Child, type ChildOptions, start_child } from './child.js';
import type { Format } from './format.js';
import { Log } from './log.js';
import type { Program } from './program.js';
import type { Call } from './record.js';
import { pass_signals } from './signals.js';

export interface RunOptions {
  /** One program, or two. */
  readonly programs: readonly [Program, ...Program[]];
  readonly format: Format;
  readonly output: Output;
  /** True for the syscalls to show. */
  readonly shows: (syscall: string) => boolean;
  readonly child: Omit<ChildOptions, 'stdin'>;
}

/** A server that sleeps, and has made no call for this time after its client has ended, has nothing more to do, in milliseconds. */
const idle = 300;

/**
 * If the first program does not listen within this time, the command prints what it is waiting for, in milliseconds. A first program that makes no call
 * for this time, after the second has ended, is ended even if it does not sleep.
 */
const long_wait = 10_000;

/** A program that does not end after SIGTERM is killed after this time, in milliseconds. */
const grace = 2000;

/** Runs the programs to their end. @returns the exit status: that of the first program that failed, or 1 if the second was not started */
export async function run({ programs, format, output, shows, child: options }: RunOptions): Promise<number> {
  const running: Child[] = [];
  const end_all = (signal: NodeJS.Signals) => {
    for (const { process: child } of running) child.kill(signal);
  };
  // If nobody reads the output, the command ends the programs.
  const log = new Log({ format, output, shows }, () => end_all('SIGTERM'));
  const start = (program: Program, stdin: 'inherit' | 'ignore'): Child => {
    const child = start_child(program, { ...options, stdin }, (message) => log.hear(program, child.pid, message));
    running.push(child);
    return child;
  };
  const restore = pass_signals(running);
  try {
    const ends = await (programs[1] === undefined
      ? run_one(programs[0], start)
      : run_two(programs[0], programs[1], start, log));
    log.end(ends.map(({ program: { name, args }, ...end }) => ({ name, args, ...end })));
    const failed = ends.find((end) => end.status !== undefined && end.status !== 0);
    return failed?.status ?? (ends.length < programs.length ? status.failure : 0);
  } finally {
    log.stop();
    restore();
    end_all('SIGKILL');
  }
}

type Start = (program: Program, stdin: 'inherit' | 'ignore') => Child;

interface End {
  readonly program: Program;
  readonly pid: number;
  /** Undefined if this command ended the program. */
  readonly status: number | undefined;
  readonly signal?: string | undefined;
}

async function run_one(program: Program, start: Start): Promise<End[]> {
  const { pid, ended } = start(program, 'inherit');
  return [{ program, pid, ...(await ended) }];
}

/** Starts the second program when the first one listens, and ends the first one after the second has ended and the first is idle. */
async function run_two(first: Program, second: Program, start: Start, log: Log): Promise<End[]> {
  let listening: (port: string) => void = () => {};
  const listens = new Promise<string>((resolve) => {
    listening = resolve;
  });
  log.watch((call) => {
    const port = call.program === first.name ? listened_port(call) : undefined;
    if (port !== undefined) listening(port);
  });
  const one = start(first, 'ignore');
  const notice = setTimeout(() => {
    process.stderr.write(
      `sys-socket trace: ${second.name} starts when ${first.name} listens or binds a datagram socket\n`,
    );
  }, long_wait);
  const early = await Promise.race([listens, one.ended]);
  clearTimeout(notice);
  if (typeof early === 'object') {
    process.stderr.write(`sys-socket trace: ${first.name} exited before it listened: ${second.name} was not started\n`);
    return [{ program: first, pid: one.pid, ...early }];
  }
  const told = { ...second, args: second.args.map((arg) => arg.replaceAll('{port}', early)) };
  const two = start(told, 'inherit');
  const last = await two.ended;
  const own = await Promise.race([one.ended, until_idle(one.pid, log)]);
  if (own === undefined) await end(one);
  return [
    { program: first, pid: one.pid, ...(own ?? { status: undefined }) },
    { program: told, pid: two.pid, ...last },
  ];
}

/** Returns when a program has nothing more to do. A busy host may keep it from its next call for longer than `idle`, but then it does not sleep. */
async function until_idle(pid: number, log: Log): Promise<undefined> {
  for (;;) {
    await after(idle / 3);
    const asleep = is_asleep(pid);
    await polled(); // what it told before it slept is heard now
    if (log.quiet() >= (asleep ? idle : long_wait)) return;
  }
}

async function end({ process: child, ended }: Child): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), grace);
  await ended;
  clearTimeout(timer);
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}

/** The port that clients can connect to after this call; undefined if the call does not open one. */
function listened_port({ name, result, behind }: Call): string | undefined {
  if (result !== 0 || behind === undefined) return undefined;
  const port = /:(\d+)\]$/.exec(behind)?.[1] ?? '0';
  return name === 'listen' || (name === 'bind' && behind.startsWith('UDP')) ? port : undefined;
}
