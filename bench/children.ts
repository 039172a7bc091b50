import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';

const running = new Set<ChildProcess>();

// No child outlives this program, however it ends. `exit` handlers run for process.exit() and for an uncaught error.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

/** proc_pid_status(5): a list of numbers and ranges, such as 0-1. Undefined where taskset(1) is missing. */
const allowed: string | undefined = (() => {
  if (spawnSync('taskset', ['--version']).status !== 0) return undefined;
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
})();

/**
 * The core that every subject runs on, client and server of a round trip too: then a round trip measures the time that
 * both spend, and not the time that an idle core takes to wake. It is the last core, since the first one tends to serve
 * the interrupts.
 */
export const core: string | undefined = /\d+$/.exec(allowed ?? '')?.[0];

/** Another core, if there is one, so that the load generator does not take the server's time. */
export const other_core: string | undefined = /^\d+/.exec(allowed ?? '')?.[0];

/** One line of JSON, as each subject prints it. */
export type Line = Readonly<Record<string, unknown>>;

export function number_of(line: Line, name: string): number {
  const value = line[name];
  if (typeof value !== 'number') throw new Error(`no number ${name} in ${JSON.stringify(line)}`);
  return value;
}

/** A child process. */
export interface Running {
  readonly pid: number;
  /** The next line that it prints, within half a minute. */
  line(): Promise<string>;
  /** Writes a line to its stdin. */
  poke(): void;
  stop(): void;
}

export function run(command: readonly string[], on: string | undefined): Running {
  const [file = '', ...args] = on === undefined ? command : ['taskset', '-c', on, ...command];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  child.on('close', () => running.delete(child));
  child.stdin.on('error', () => {}); // the child has died, which `close` reports
  const stop = () => {
    child.kill('SIGKILL');
  };
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    stop,
    poke() {
      child.stdin.write('\n');
    },
    async line() {
      const timer = setTimeout(stop, 30_000);
      const { value, done } = await lines.next();
      clearTimeout(timer);
      if (done) throw new Error(`${command.join(' ')}: no answer, or none in half a minute`);
      return value;
    },
  };
}

/** A process that measures once when it starts, and again at each request. */
export interface Child {
  /** Requests the next measurement. */
  ask(): Promise<Line>;
  stop(): void;
}

/** Starts a command. The first line shows that it has warmed up. */
export async function start(command: readonly string[], on = core): Promise<Child & { readonly first: Line }> {
  const { line, poke, stop } = run(command, on);
  const next = async (): Promise<Line> => JSON.parse(await line());
  const ask = () => {
    poke();
    return next();
  };
  return { first: await next(), ask, stop };
}

/** Starts a client against its server, which prints its port first. */
export async function start_pair(
  server: readonly string[],
  client: (port: string) => readonly string[],
): Promise<Child> {
  const serving = await start(server);
  const { ask, stop } = await start(client(String(number_of(serving.first, 'port'))));
  return {
    ask,
    stop() {
      stop();
      serving.stop();
    },
  };
}
