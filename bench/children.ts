import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

const running = new Set<ChildProcess>();

// No child outlives this program, however it ends. `exit` handlers run for process.exit() and for an uncaught error.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

/**
 * The core that every subject runs on, client and server of a round trip too: then a round trip measures what both
 * spend, and not how long an idle core takes to wake. Undefined where taskset(1) is missing.
 */
export const core: string | undefined = (() => {
  if (spawnSync('taskset', ['--version']).status !== 0) return undefined;
  // proc_pid_status(5): a list of numbers and ranges, such as 0-1. The first core tends to serve the interrupts.
  return /^Cpus_allowed_list:.*?(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
})();

/** One line of JSON, as each subject prints it. */
export type Line = Readonly<Record<string, unknown>>;

export function number_of(line: Line, name: string): number {
  const value = line[name];
  if (typeof value !== 'number') throw new Error(`no number ${name} in ${JSON.stringify(line)}`);
  return value;
}

interface Running {
  readonly line: Promise<Line>;
  stop(): Promise<void>;
}

/** Starts a command, pinned. Its first line is awaited at most half a minute. */
function start(command: readonly string[]): Running {
  const [file = '', ...args] = core === undefined ? command : ['taskset', '-c', core, ...command];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      running.delete(child);
      resolve();
    });
  });
  const line = new Promise<Line>((resolve, reject) => {
    const why = (what: string) => reject(new Error(`${command.join(' ')}: ${what}`));
    const timer = setTimeout(why, 30_000, 'no answer');
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('\n')) resolve(JSON.parse(printed));
    });
    child.on('error', (error) => why(error.message));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      why(`ended with ${status ?? signal}`);
    });
  });
  return {
    line,
    stop() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** Runs a command to its end, for the line that it prints. */
export async function run(command: readonly string[]): Promise<Line> {
  const child = start(command);
  try {
    return await child.line;
  } finally {
    await child.stop();
  }
}

/** Runs a client against its server, which prints its port first. */
export async function run_pair(server: readonly string[], client: (port: string) => readonly string[]): Promise<Line> {
  const serving = start(server);
  try {
    const port = number_of(await serving.line, 'port');
    return await run(client(String(port)));
  } finally {
    await serving.stop();
  }
}
