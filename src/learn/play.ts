import { check_function } from '../codec/check.js';
import { AF_UNIX, MSG_DONTWAIT, SOCK_STREAM } from '../constants.js';
import type { Fd } from '../fd.js';
import { interpose } from '../native.js';
import type { TraceEntry, TraceEvent } from '../observe/event.js';
import { trace } from '../observe/trace.js';
import { unwrap } from '../result.js';
import { close } from '../sys/close.js';
import { send } from '../sys/send.js';
import { socketpair } from '../sys/socketpair.js';
import { blocking } from './blocking.js';
import { errno_of } from './errno-of.js';
import { explained } from './exception.js';
import { is_todo } from './exercise.js';
import { check_script, type Piece, PlayOver, type Script, type Stopped, scripted } from './kernel.js';
import { say } from './language.js';
import { as_line, line_of } from './line.js';
import { shown, shown_bytes } from './show.js';
import type { Row } from './verdict.js';

/** The record of a function's run. */
export interface Watched<T> {
  /** The calls, as events of the trace. The rules of sys-socket/strace accept them too. */
  readonly calls: readonly TraceEvent[];
  readonly returned: T | undefined;
  /** What the function threw. */
  readonly thrown: unknown;
  /** The record as evidence. */
  readonly rows: readonly Row[];
}

/** The record of a function's run on a scripted kernel. */
export interface Play<T> extends Watched<T> {
  /** Why the play ended before the function did: the function `sleeps` in a receive for which nothing arrives, or is `endless`. */
  readonly stopped: Stopped | undefined;
  /** The bytes that were sent. */
  readonly sent: Buffer;
  /** The number of bytes that were received. */
  readonly received: number;
  /** The duration on the play's own clock, in ms; 0 if it has none. */
  readonly took: number;
}

/** Runs a function on the real kernel, and records its calls. */
export async function watch<T>(run: () => T | Promise<T>): Promise<Watched<T>> {
  check_function(run, 'watch: run');
  return observed(run, []);
}

/**
 * Runs a function on a descriptor whose calls are answered by a script: pieces of any size, signals, errors, the end of the stream. No time
 * passes, and no call blocks.
 *
 * @param script the answers to receives, or a whole {@link Script}
 * @param run the function, which is called with the descriptor. The result holds what it returns or throws
 *
 * @example
 * ```ts
 * import { recv_exact } from 'sys-socket';
 * import { play } from 'sys-socket/learn';
 *
 * const room = Buffer.alloc(11);
 * const played = await play(['HEL', 'EINTR', 'LO-WORLD'], (fd) => recv_exact(fd, room));
 * console.log(played.calls.map(({ returned }) => returned.split(' ')[0])); // [ '3', '-1', '8' ]
 * ```
 */
export async function play<T>(script: readonly Piece[] | Script, run: (fd: Fd) => T | Promise<T>): Promise<Play<T>> {
  const whole = is_pieces(script) ? { comes: script } : script;
  check_script(whole, 'play: script');
  check_function(run, 'play: run');
  // The queued byte makes poll(2) and epoll(7) report the descriptor as readable: the script decides that.
  const [fd, other] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(send(other, Uint8Array.of(0), MSG_DONTWAIT));
  const kernel = scripted(fd, whole);
  const played = new Set<string>();
  const remove = interpose((below) => {
    const layer = kernel.layer(below);
    for (const name of Object.keys(layer)) played.add(name);
    return layer;
  }, 'bottom');
  const real_time = kernel.clock?.tell();
  let closed = false;
  try {
    const watched = await observed(
      () => run(fd),
      written(whole),
      ({ name, result, args }) => {
        closed ||= name === 'close' && result === 0 && args[0] === fd;
      },
      (call) => call.args[0] === fd && played.has(call.function),
    );
    const over = watched.thrown instanceof PlayOver ? watched.thrown : undefined;
    if (over !== undefined) over.rows = watched.rows;
    return {
      ...watched,
      stopped: kernel.stopped() ?? over?.how,
      sent: Buffer.concat(kernel.sent),
      received: kernel.given(),
      took: kernel.clock?.now ?? 0,
    };
  } finally {
    real_time?.();
    remove();
    if (!closed) close(fd);
    close(other);
  }
}

function is_pieces(script: readonly Piece[] | Script): script is readonly Piece[] {
  return Array.isArray(script);
}

/** The script as a row: `HEL | EINTR | LO-WORLD | the end`. */
function written({ comes = [], takes = [] }: Script): Row[] {
  const rows: Row[] = [];
  const text = (piece: Piece) =>
    piece === 0
      ? say('(end)', '(끝)')
      : typeof piece === 'string' && errno_of(piece) !== undefined
        ? piece
        : shown_bytes(Buffer.from(piece));
  const few = comes.length > 9 ? [...comes.slice(0, 8).map(text), '...'] : comes.map(text);
  if (comes.length > 0) rows.push([say('comes', '오는 것'), few.join(' | ')]);
  if (takes.length > 0) rows.push([say('takes', '받는 것'), takes.join(' | ')]);
  return rows;
}

/** The maximum number of calls that are shown: the first ones and the last ones. */
const first = 3;
const last = 3;

async function observed<T>(
  run: () => T | Promise<T>,
  before: readonly Row[],
  also: (event: TraceEvent) => void = () => {},
  never_blocks: (call: TraceEntry) => boolean = () => false,
): Promise<Watched<T>> {
  const calls: TraceEvent[] = [];
  // Lines are computed only when they are shown, because finding the source line of a call takes longer than the call.
  const lines: (() => string)[] = [];
  const may_block = (call: TraceEntry) => call.blocks && !never_blocks(call);
  const stop = trace(
    {
      enter(entry) {
        if (may_block(entry)) blocking.begins(`${entry.begun}...  ${line_of(entry.where ?? '')}`);
      },
      exit(event) {
        if (may_block(event)) blocking.returns();
        calls.push(event);
        lines.push(() => as_line(event));
        also(event);
      },
      refused: ({ begun, where }) => {
        lines.push(() => as_line({ call: `${begun}...`, returned: say('(never)', '(끝나지 않음)'), where }));
      },
    },
    { strings: 64 },
  );
  let returned: T | undefined;
  let thrown: unknown;
  try {
    returned = await run();
  } catch (error) {
    if (is_todo(error)) throw error; // the judge has nothing to judge
    thrown = error;
  } finally {
    blocking.returns();
    stop();
  }
  const few = lines.length > first + last + 1 ? [...lines.slice(0, first), () => '...', ...lines.slice(-last)] : lines;
  const rows: Row[] = [...before, ...few.map((line, i): Row => [i === 0 ? say('you', '호출') : '', line()])];
  if (thrown === undefined) rows.push([say('returned', '반환'), shown(returned)]);
  else if (!(thrown instanceof PlayOver)) {
    rows.push([say('threw', '예외'), shown(thrown)], ...explained(thrown).map((line): Row => ['', line]));
  }
  return { calls, returned, thrown, rows };
}
