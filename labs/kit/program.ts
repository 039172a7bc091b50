import { constants } from 'node:os';
import { end_child, start_child } from '../../src/learn/children.js';
import { type Call, call_of } from './call.js';
import { lines_of } from './lines.js';

/** How a program is traced, and where it runs. */
export interface Watch {
  /** Turns on the package's own trace of these calls, given as a filter of strace: `%network`. It costs about 20 µs a call. */
  readonly trace?: string | undefined;
  /** Traces `%network,close` with the real strace to this file. It costs more, and stops the program at each call. */
  readonly strace?: string | undefined;
  /** More calls for the real strace, such as `read,write`. */
  readonly also?: string;
  /** The network that it runs in: a new one, or that of the process with this pid. The default is that of this process. */
  readonly namespace?: 'new' | number;
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running program. */
export interface Program {
  readonly pid: number;
  /** The next line of its stdout, undefined at the end. Throws if it takes longer than `patience` ms. */
  line(patience?: number): Promise<string | undefined>;
  /** The lines from here to the end. */
  lines(patience?: number): AsyncGenerator<string, void, void>;
  /** Skips lines until one matches. Throws if the program ends first. */
  says(pattern: RegExp, patience?: number): Promise<RegExpExecArray>;
  /** The port that it prints: `listening on 127.0.0.1:PORT`. */
  port(): Promise<number>;
  /** Its next call, if it is traced; undefined at the end. */
  call(patience?: number): Promise<Call | undefined>;
  /** The calls from here to the end. */
  calls(patience?: number): AsyncGenerator<Call, void, void>;
  /** Ends it if it is still running. */
  end(signal?: NodeJS.Signals): void;
  /** Its exit status when it has ended: 128 plus the signal if a signal ended it. Throws if it takes longer than `patience` ms. */
  ended(patience?: number): Promise<number>;
}

/** Starts a compiled program with Node. */
export function start_program(
  file: string,
  args: readonly string[],
  { trace, strace, also, namespace, env = {} }: Watch,
): Program {
  const watch =
    strace === undefined
      ? []
      : [...strace_command, `trace=%network,close${also === undefined ? '' : `,${also}`}`, '-o', strace];
  const where = namespace === undefined ? [] : namespace === 'new' ? ['unshare', '--net'] : enter(namespace);
  const child = start_child([...where, ...watch, process.execPath, file, ...args], {
    env: { ...process.env, ...env, SYS_SOCKET_TRACE: trace === undefined ? '0' : `-ttt -T -s 64 -e ${trace}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const name = file.replace(/^.*\/labs\//, '');
  if (child.stdout === null || child.stderr === null) throw new Error(`${name} has no output`);
  const lines = lines_of(child.stdout, name);
  const traced = lines_of(child.stderr, `the trace of ${name}`);
  const closed = new Promise<number>((resolve) => {
    child.on('close', (status, signal) => resolve(signal === null ? (status ?? 0) : 128 + constants.signals[signal]));
  });
  const complaints: string[] = [];

  const call = async (patience?: number): Promise<Call | undefined> => {
    for (;;) {
      const line = await traced.next(patience);
      const found = line === undefined ? undefined : call_of(line);
      if (line === undefined || found !== undefined) return found;
      complaints.push(line);
    }
  };
  const says = async (pattern: RegExp, patience?: number): Promise<RegExpExecArray> => {
    for (;;) {
      const line = await lines.next(patience);
      const match = line === undefined ? null : pattern.exec(line);
      if (match !== null) return match;
      if (line !== undefined) continue;
      while ((await call(patience)) !== undefined); // reads stderr to its end, to collect the error messages
      throw new Error(`${name} ended before it printed ${pattern}: ${complaints.join('\n')}`);
    }
  };
  return {
    pid: child.pid ?? 0,
    line: (patience) => lines.next(patience),
    lines: (patience) => to_the_end(() => lines.next(patience)),
    says,
    port: async () => Number((await says(/^listening on 127\.0\.0\.1:(\d+)$/))[1]),
    call,
    calls: (patience) => to_the_end(() => call(patience)),
    end: (signal) => end_child(child, signal),
    async ended(patience = 10_000) {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        end_child(child);
      }, patience);
      const status = await closed;
      clearTimeout(timer);
      if (late) throw new Error(`${name} did not end within ${patience / 1000} s`);
      return status;
    },
  };
}

async function* to_the_end<T>(next: () => Promise<T | undefined>): AsyncGenerator<T, void, void> {
  for (let one = await next(); one !== undefined; one = await next()) yield one;
}

/** nsenter(1), like unshare(1), executes the command that follows, so the command has the same pid. */
function enter(pid: number): readonly string[] {
  return ['nsenter', `--net=/proc/${pid}/ns/net`];
}

const strace_command = ['strace', '-f', '-qq', '-ttt', '-T', '-s', '64', '-e', 'signal=SIGPIPE', '-e'];
