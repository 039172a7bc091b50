import { append } from '../codec/intrinsics.js';
import { err, ok, type Result } from '../result.js';
import { ended_by } from './ended.js';
import type { StraceEvent } from './event.js';
import { failure, refusal, type StraceError } from './failure.js';
import { find_strace } from './find.js';
import { checked_options, type StraceOptions } from './options.js';
import { parse_strace } from './parse.js';
import { spawn_guarded } from './spawn.js';

/** How a traced program ended. */
export interface StraceEnd {
  /** The exit status; null if a signal killed the program. */
  readonly status: number | null;
  /** The signal that killed the program, or null. */
  readonly signal: string | null;
  /** The collected output of the program. */
  readonly stdout: string;
  readonly stderr: string;
}

/** The result of a program that ran under strace from beginning to end. */
export interface Straced extends StraceEnd {
  readonly events: readonly StraceEvent[];
}

/** A program that is running under strace. Its events can be iterated once; leaving the loop kills the program. */
export interface StraceRun extends AsyncIterable<StraceEvent>, AsyncDisposable {
  /** How the program ended. Iterate the events too: without a reader the pipe fills, and the program stops until the time limit. */
  readonly ended: Promise<Result<StraceEnd, StraceError>>;
  /** Kills the program and everything that it has started. */
  stop(): Promise<void>;
}

/**
 * Runs a program to its end under the real strace: `strace -f -ttt -T -yy program args...`.
 *
 * When the promise is settled, nothing that the program started is still running. That includes children in sessions of their own, and holds
 * if the time limit is reached, if the signal is aborted, and even if this process is killed.
 *
 * @param program the program: a path, or a name to find in the PATH
 * @param args its arguments
 * @param options what to trace, and for how long
 * @returns the events and the output of the program, or why it did not run to its end
 * @throws TypeError, RangeError for invalid arguments, before anything is started
 *
 * @example
 * ```ts
 * import { strace } from 'sys-socket/strace';
 * import { unwrap } from 'sys-socket';
 *
 * const { events, stdout } = unwrap(await strace('echo', ['hello'], { trace: 'write' }));
 * for (const event of events) {
 *   if (event.kind === 'call') console.log(event.name, event.result); // write 6
 * }
 * console.log(stdout.trim()); // hello
 * ```
 */
export async function strace(
  program: string,
  args: readonly string[] = [],
  options: StraceOptions = {},
): Promise<Result<Straced, StraceError>> {
  const run = strace_stream(program, args, options);
  const events: StraceEvent[] = [];
  for await (const event of run) append(events, event);
  const ended = await run.ended;
  return ended.ok ? ok({ ...ended.value, events }) : err({ ...ended.error, events });
}

/**
 * Runs a program under the real strace, and yields its events as they happen. Memory does not grow with their number. A slow reader slows the
 * program down.
 *
 * @param program the program: a path, or a name to find in the PATH
 * @param args its arguments
 * @param options what to trace, and for how long
 * @returns the events to iterate, and how the program ended
 * @throws TypeError, RangeError for invalid arguments, before anything is started
 *
 * @example
 * ```ts
 * import { strace_stream } from 'sys-socket/strace';
 *
 * const run = strace_stream('sh', ['-c', 'echo hello; sleep 60'], { trace: 'write' });
 * for await (const event of run) {
 *   if (event.kind === 'call' && event.name === 'write') break; // (sh and sleep are ended here)
 * }
 * const ended = await run.ended;
 * if (ended.ok) console.log(ended.value.signal); // SIGKILL
 * ```
 */
export function strace_stream(program: string, args: readonly string[] = [], options: StraceOptions = {}): StraceRun {
  const checked = checked_options(program, args, options);
  const found = find_strace(checked.strace);
  if (!found.ok) return never(failure('ENOENT', found.error.message));
  if (checked.signal?.aborted) return never(failure('ABORTED', 'aborted before it started'));
  return start(found.value, program, args, checked);
}

function start(path: string, program: string, args: readonly string[], options: StraceOptions): StraceRun {
  const { timeout = 10_000, stacks = false } = options;
  const { trace, printed, gone, end } = spawn_guarded(path, program, args, options);
  const how = ended_by();
  let finish = () => {};
  let iteration: Promise<void> | undefined;

  async function* events(): AsyncGenerator<StraceEvent, void, void> {
    if (iteration !== undefined) throw new Error('strace: the events of a run can be iterated only once');
    iteration = new Promise((resolve) => {
      finish = resolve;
    });
    let complete = false;
    try {
      for await (const event of parse_strace(trace, { stacks })) {
        how.see(event);
        yield event;
      }
      complete = true;
    } finally {
      if (!complete) end('stopped');
      await gone;
      finish();
    }
  }

  const over = async (): Promise<Result<StraceEnd, StraceError>> => {
    const { error, code, why } = await gone;
    await iteration;
    trace.destroy();
    const [stdout = '', stderr = ''] = await printed;
    if (error !== undefined) return err(failure('ENOENT', error.message));
    if (why === 'DEADLINE_EXCEEDED') return err(failure(why, `still running after ${timeout} ms`, stdout, stderr));
    if (why === 'ABORTED') return err(failure(why, 'aborted', stdout, stderr));
    const refused = how.began() || why === 'stopped' ? undefined : refusal(code, stdout, stderr);
    return refused === undefined ? ok({ ...how.end(code), stdout, stderr }) : err(refused);
  };
  const ended = over();
  const stop = async () => {
    end('stopped');
    await gone;
  };
  return { ended, stop, [Symbol.asyncIterator]: events, [Symbol.asyncDispose]: stop };
}

/** A run that was not started. */
function never(error: StraceError): StraceRun {
  return {
    ended: Promise.resolve(err(error)),
    stop: async () => {},
    async *[Symbol.asyncIterator]() {},
    [Symbol.asyncDispose]: async () => {},
  };
}
