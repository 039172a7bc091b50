import {
  check_bytes,
  check_integer,
  check_object,
  check_signal,
  check_string,
  check_strings,
  check_word,
  is_bytes,
} from '../codec/check.js';
import { fields } from '../codec/intrinsics.js';

/** What to trace, and for how long. The letters are strace's options. */
export interface StraceOptions {
  /** `-e trace=`: `'%network,close'`, `'sendto,recvfrom'`. Default: all calls. */
  readonly trace?: string;
  /** `-e inject=`, once for each rule: `'recvfrom:error=EINTR:when=2'`. If several rules name one syscall, strace uses the last. */
  readonly inject?: readonly string[];
  /** `-s`: the maximum length of a string that is printed whole; default 4096. */
  readonly strings?: number;
  /** `-yy`: what each descriptor refers to. Default true. */
  readonly fds?: boolean;
  /** `-v`: prints structs in full. */
  readonly verbose?: boolean;
  /** `-k`: the C call stack of each call. */
  readonly stacks?: boolean;
  /** `--seccomp-bpf`: calls that are not traced run at full speed. Default true if `trace` is given. */
  readonly seccomp?: boolean;
  /** The time limit, in milliseconds; default 10 000. When it is reached, everything that was started is killed. */
  readonly timeout?: number;
  /** Kills everything that was started when aborted. */
  readonly signal?: AbortSignal;
  /** The working directory and the environment of the program; default: those of this process. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The standard input of the program: nothing (the default), that of this process (`'inherit'`), or these bytes. */
  readonly stdin?: 'ignore' | 'inherit' | Uint8Array;
  /** Where the output of the program goes. By default it is collected; `'stderr'` is stderr of this process. */
  readonly stdout?: Output;
  readonly stderr?: Output;
  /** The strace to run; default: `strace` in the PATH. */
  readonly strace?: string;
}

export type Output = 'collect' | 'inherit' | 'ignore' | 'stderr';

/** strace's arguments, those of the program among them. */
export function flags_of(program: string, args: readonly string[], options: StraceOptions): string[] {
  const { trace, inject = [], strings = 4096, fds = true, verbose = false, stacks = false } = options;
  const { seccomp = trace !== undefined } = options;
  const flags = ['-f', '-q', '-ttt', '-T', '-I2', '-s', String(strings)];
  if (fds) flags.push('-yy');
  if (verbose) flags.push('-v');
  if (stacks) flags.push('-k');
  if (seccomp) flags.push('--seccomp-bpf');
  if (trace !== undefined) flags.push('-e', `trace=${trace}`);
  for (const rule of inject) flags.push('-e', `inject=${rule}`);
  return [...flags, '--', program, ...args];
}

/**
 * The options as their caller wrote them, without properties of Object.prototype. Misuse is thrown before anything is started.
 *
 * @throws TypeError, RangeError
 */
export function checked_options(program: unknown, args: unknown, given: StraceOptions): StraceOptions {
  check_text(program, 'strace: program');
  if (program === '') throw new RangeError('strace: program must not be empty');
  check_texts(args, 'strace: args');
  check_object(given, 'strace: options');
  const options = fields(given, ...names);
  const { trace = '', inject = [], timeout = 1, strings = 0, cwd = '', env = {}, strace = '', stdin } = options;
  check_text(trace, 'strace: trace');
  check_texts(inject, 'strace: inject');
  check_integer(timeout, 1, 2 ** 31 - 1, 'strace: timeout');
  check_integer(strings, 0, 2 ** 31 - 1, 'strace: strings');
  check_signal(options.signal, 'strace: signal');
  check_text(cwd, 'strace: cwd');
  check_object(env, 'strace: env');
  check_text(strace, 'strace: strace');
  if (is_bytes(stdin)) check_bytes(stdin, 'strace: stdin');
  else check_word(stdin, ['ignore', 'inherit'], 'strace: stdin');
  for (const name of ['stdout', 'stderr'] as const) {
    check_word(options[name], ['collect', 'inherit', 'ignore', 'stderr'], `strace: ${name}`);
  }
  return options;
}

const names = [
  ...(['trace', 'inject', 'strings', 'fds', 'verbose', 'stacks', 'seccomp', 'timeout'] as const),
  ...(['signal', 'cwd', 'env', 'stdin', 'stdout', 'stderr', 'strace'] as const),
];

/** Throws unless it is text that a program can be given. */
export function check_text(value: unknown, what: string): asserts value is string {
  check_string(value, what);
  if (value.includes('\0')) throw new RangeError(`${what} must not contain a NUL`);
}

function check_texts(values: unknown, what: string): void {
  check_strings(values, what);
  for (const [i, value] of values.entries()) check_text(value, `${what}[${i}]`);
}
