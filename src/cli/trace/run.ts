import type { Output } from '../output.js';
import { type Child, type ChildOptions, start_child } from './child.js';
import type { Format } from './format.js';
import { Merge } from './merge.js';
import type { Program } from './program.js';
import type { Call, Message, Waiting } from './record.js';
import { pass_signals } from './signals.js';
import { Tally } from './tally.js';

export interface RunOptions {
  /** One, or two. */
  readonly programs: readonly Program[];
  readonly format: Format;
  readonly output: Output;
  readonly child: Omit<ChildOptions, 'stdin'>;
}

/** A call that has not returned for so long is told of: milliseconds. */
const impatience = 500;

/** A server that has made no call for so long, when its client is gone, has no more to do. */
const idle = 300;

/** How long the second program waits for the first to listen. */
const longest_wait = 10_000;

/** Runs the programs to their end. @returns the exit status */
export async function run({ programs, format, output, child: options }: RunOptions): Promise<number> {
  const tally = new Tally();
  const waiting = new Map<string, Waiting & { told?: boolean }>();
  const running: Child[] = [];
  const pids = new Map<string, number>();
  let last = performance.now();
  let listening: (port: string) => void = () => {};
  const listens = new Promise<string>((resolve) => {
    listening = resolve;
  });
  let broken: unknown;
  const end_all = (signal: NodeJS.Signals) => {
    for (const { process: child } of running) child.kill(signal);
  };
  const attempt = (write: () => void) => {
    if (broken !== undefined) return;
    try {
      write();
    } catch (error) {
      broken = error; // nobody reads: nothing is left to do here
      end_all('SIGTERM');
    }
  };

  const merge = new Merge((call) => {
    tally.add(call);
    attempt(() => output.write(format.call(call)));
  });
  const hear = (program: Program, message: Message) => {
    last = performance.now();
    const pid = pids.get(program.name) ?? 0;
    if (message.kind === 'hello') return;
    const key = `${pid} ${message.tid}`;
    if (message.kind === 'enter') {
      waiting.set(key, { ...message, program: program.name, pid });
      return;
    }
    waiting.delete(key);
    const call: Call = { ...message, program: program.name, pid };
    merge.add(call);
    const port = listened_port(call);
    if (program === programs[0] && port !== undefined) listening(port);
  };
  const start = (program: Program, stdin: 'inherit' | 'ignore') => {
    const child = start_child(program, { ...options, stdin }, (message) => hear(program, message));
    pids.set(program.name, child.process.pid ?? 0);
    running.push(child);
    return child;
  };

  const timer = setInterval(() => {
    const now = Number(process.hrtime.bigint()) / 1e6;
    for (const call of waiting.values()) {
      if (call.told || now - call.at < impatience) continue;
      call.told = true;
      attempt(() => output.write(format.waits?.(call) ?? ''));
    }
  }, impatience / 5);
  const restore = pass_signals(running);
  try {
    const statuses = await run_all();
    merge.end();
    const ends = programs.map((program, i) => ({
      ...{ name: program.name, args: program.args, pid: pids.get(program.name) ?? 0, status: statuses[i] },
    }));
    attempt(() => output.write(format.end({ programs: ends, waiting: [...waiting.values()], rows: tally.rows })));
    if (broken !== undefined) throw broken;
    return statuses.find((status) => status !== undefined && status !== 0) ?? 0;
  } finally {
    clearInterval(timer);
    restore();
    end_all('SIGKILL');
  }

  /** The status of each; undefined for one that was ended here. */
  async function run_all(): Promise<Array<number | undefined>> {
    const [first, second] = programs;
    if (first === undefined) return [];
    const one = start(first, second === undefined ? 'inherit' : 'ignore');
    if (second === undefined) return [await one.ended];
    return run_two(one, second);
  }

  async function run_two(one: Child, second: Program): Promise<Array<number | undefined>> {
    const early = await Promise.race([listens, one.ended, after(longest_wait)]);
    if (typeof early === 'number') {
      process.stderr.write(
        `sys-socket trace: the first program ended before it listened: ${second.name} was not started\n`,
      );
      return [early === 0 ? 1 : early];
    }
    const port = early ?? '0';
    const two = start({ ...second, args: second.args.map((arg) => arg.replaceAll('{port}', port)) }, 'inherit');
    const status = await two.ended;
    const own = await Promise.race([one.ended, until_idle()]);
    if (own !== undefined) return [own, status];
    one.process.kill('SIGTERM');
    await Promise.race([one.ended, after(2000)]);
    one.process.kill('SIGKILL');
    await one.ended;
    return [undefined, status];
  }

  async function until_idle(): Promise<undefined> {
    while (performance.now() - last < idle) await after(idle / 3);
  }
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

/** The port that can be connected to from now on. */
function listened_port({ name, result, behind }: Call): string | undefined {
  if (result !== 0 || behind === undefined) return undefined;
  if (name === 'listen') return /:(\d+)\]$/.exec(behind)?.[1] ?? '0';
  return name === 'bind' && behind.startsWith('UDP') ? (/:(\d+)\]$/.exec(behind)?.[1] ?? '0') : undefined;
}
