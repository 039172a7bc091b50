import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { check_function, check_object, check_string, check_strings } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import { package_root } from '../load.js';
import { end_child, start_child } from './children.js';
import { does_not_parse, exception_of } from './exception.js';
import { wrong } from './exercise.js';
import { hear } from './hear.js';
import { say } from './language.js';
import { as_line } from './line.js';
import { open_sockets, until } from './process.js';
import { needs_hooks, syntax_error } from './source.js';
import type { Row } from './verdict.js';

/** A call of a program, from its trace. */
export interface ProgramCall {
  /** The syscall, `recvfrom`, and the C function, `recv`. */
  readonly name: string;
  readonly function: string;
  /** The call, as strace prints it: `recvfrom(18, "\0\0\0\v", 4, 0, NULL, NULL)`. */
  readonly call: string;
  /** The result, as strace prints it: `4`, or `-1 EINTR (Interrupted system call)`. */
  readonly returned: string;
  readonly result: number;
  readonly code?: string;
  readonly fd?: number;
  /** What the descriptor refers to: `TCP:[127.0.0.1:9000->127.0.0.1:41234]`. */
  readonly behind?: string;
  /** The time of the call, in milliseconds of a clock that all processes share. */
  readonly at: number;
  readonly tid: number;
  /** The call as a line of strace, for the rules of sys-socket/strace. */
  readonly line: string;
  readonly start: number;
  readonly duration: number;
  /** The source line of the call: `server.ts:31:18`. */
  readonly where?: string;
}

/** A call as the trace reports it. */
type Told = Omit<ProgramCall, 'line' | 'start'> & { readonly kind: string };

export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Faults to inject: rules of SYS_SOCKET_FAULT. */
  readonly faults?: string;
}

/** A running program of the learner, observed through its trace, its output and /proc. */
export interface Program {
  readonly pid: number;
  readonly calls: readonly ProgramCall[];
  /** The lines that it has printed on stdout. */
  readonly said: readonly string[];
  /** The lines of its stderr, as far as they have come: 100,000 characters at most. */
  readonly complained: readonly string[];
  /** The evidence: the last calls, the call that it sleeps in, its exception, its exit status. */
  readonly rows: readonly Row[];
  /** The exit status after it has ended; 128 plus the signal number if a signal killed it. */
  status(): number | undefined;
  /** The call that it sleeps in, with its source line. */
  sleeps_in(): string | undefined;
  /** The number of its open sockets. */
  sockets(): number;
  /**
   * Waits until a condition holds, and returns true. Returns false if it will not hold by itself: the program has ended, sleeps, or has been
   * busy for too long. With `arrived`, which tells whether nothing is in transit to the program, a shorter sleep is enough.
   */
  until(so: () => boolean, arrived?: () => boolean): Promise<boolean>;
  /** Waits until all of its threads sleep, or it has ended. Returns false if it is busy for too long. */
  rests(): Promise<boolean>;
  /** The port in its line `listening on 127.0.0.1:PORT`. Ends the judging with the usual diagnosis if it does not print one. */
  port(): Promise<number>;
  /**
   * Waits for its end, and returns the exit status. Ends the judging with the usual diagnosis if it does not end, or with `throws`, or the
   * given name, if an exception ends it.
   */
  ended(throws?: string): Promise<number>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it. */
  end(): void;
}

/** How long a program may sleep, or be busy, while something is awaited from it, in ms. */
const patience = { quiet: 1500, patience: 12_000, busy: 2000 } as const;

/** The limit for sleep once nothing is in transit to the program, in ms. */
const soon = 300;

/** The limits until the first call or line: Node starts, and may have to compile TypeScript. */
const start = { quiet: 3000, patience: 30_000, busy: 10_000 } as const;

const preload_file = pathToFileURL(`${package_root}dist/cli/trace/preload.js`);
const hooks = pathToFileURL(`${package_root}dist/learn/typescript.js`).href;

export function check_program(value: unknown, where: string): asserts value is Program {
  check_object(value, where);
  for (const method of ['until', 'rests', 'port', 'status', 'ended'] as const) {
    check_function(method in value ? (value as Partial<Program>)[method] : undefined, `${where}.${method}`);
  }
}

/** Starts a program of the learner. Its calls of this package are traced. It is killed when the judge ends. */
export function program(file: string, options: ProgramOptions = {}): Program {
  check_object(options, 'program: options');
  const args = field(options, 'args', []);
  const faults = field(options, 'faults', '');
  check_string(file, 'program: file');
  check_strings(args, 'program: args');
  check_string(faults, 'program: faults');
  const preload = new URL(preload_file);
  preload.search = String(new URLSearchParams({ fd: '3', parent: String(process.pid), strings: '64', frames: 'no' }));
  const loader = needs_hooks(file) ? ['--import', hooks] : [];
  const flags = ['--enable-source-maps', '--no-warnings', ...loader, '--import', preload.href];
  const child = start_child([process.execPath, ...flags, file, ...args], {
    env: { ...process.env, SYS_SOCKET_FAULT: faults },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  let status: number | undefined;
  child.on('close', (code, signal) => {
    status = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
  });
  const calls: ProgramCall[] = [];
  // The rules recognise an event of the real strace by its kind.
  const begun = hear<Told>(child.stdio[3], ({ kind, ...call }) => {
    calls.push({ ...call, line: `${call.call} = ${call.returned}`, start: call.at });
  });
  const said: string[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < 100_000) stderr += text;
  });
  const sleeps_in = () => (status === undefined ? [...begun.values()].at(-1) : undefined);
  const exception = () => (/^\s+at /m.test(stderr) || /^\w*Error\b/m.test(stderr) ? exception_of(stderr) : undefined);
  const hopeless = () => {
    if (/^(Uncaught )?Error: TODO\b/m.test(stderr)) wrong('todo');
    if (does_not_parse(stderr)) wrong('does-not-parse', ...(syntax_error(file) ?? [self]));
  };
  const self: Program = {
    pid,
    calls,
    said,
    get complained() {
      return stderr.split('\n').filter((line) => line !== '');
    },
    get rows() {
      return [...rows_of(calls, sleeps_in(), said), ...ending(status, status === 0 ? undefined : exception())];
    },
    status: () => status,
    sleeps_in,
    sockets: () => open_sockets(pid),
    async until(so, arrived) {
      const begins = () => status !== undefined || calls.length + begun.size + said.length > 0;
      await until(pid, begins, start);
      const silence = arrived === undefined ? patience : { ...patience, quiet: soon, arrived };
      const came = await until(pid, () => status !== undefined || so(), silence);
      return came === true && so();
    },
    async rests() {
      return (await until(pid, () => status !== undefined, { quiet: 20, patience: 2000 })) !== undefined;
    },
    async port() {
      const line = () => said.find((text) => /^\s*listening on\b/i.test(text));
      await self.until(() => line() !== undefined);
      const port = Number(/:(\d+)\s*$/.exec(line() ?? '')?.[1] ?? 0);
      if (port > 0 && port < 65_536) return port;
      hopeless();
      if (status !== undefined && exception() !== undefined) wrong('throws', self);
      return wrong('never-listens', self);
    },
    async ended(throws = 'throws') {
      await self.until(() => status !== undefined);
      hopeless();
      if (status === undefined) {
        const text = say('it does not end by itself', '스스로 끝나지 않는다');
        wrong('time-is-up', self, [say('process', '프로세스'), text]);
      }
      if (status !== 0 && exception() !== undefined) wrong(throws, self);
      return status ?? 0;
    },
    signal: (signal) => end_child(child, signal),
    end: () => end_child(child),
  };
  return self;
}

function ending(status: number | undefined, exception: readonly string[] | undefined): Row[] {
  if (status === undefined) return [];
  const thrown = exception?.map((line, i): Row => [i === 0 ? say('threw', '예외') : '', line.trim()]) ?? [];
  return [...thrown, [say('exit', '종료'), say(`status ${status}`, `상태 ${status}`)]];
}

/** The maximum number of calls that are shown. */
const last = 5;

function rows_of(calls: readonly ProgramCall[], sleeping: string | undefined, said: readonly string[]): Row[] {
  const told = calls.filter(({ name }) => !/^(fcntl|getsockname|getpeername)$/.test(name));
  const lines = [...told.slice(-last).map(as_line), ...(sleeping === undefined ? [] : [sleeping])];
  const rows = lines.map((line, i): Row => [i === 0 ? say('you', '호출') : '', line]);
  const [printed] = said.slice(-1);
  return printed === undefined ? rows : [...rows, [say('printed', '출력'), printed.slice(0, 70)]];
}
