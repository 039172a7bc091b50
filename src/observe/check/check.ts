import { check_integer } from '../../codec/check.js';
import { append, field } from '../../codec/intrinsics.js';
import { common, interpose, type Native } from '../../native.js';
import { type Result, watching } from '../../result.js';
import { accepts_all, type Call, subject_of } from '../calls/call.js';
import { calls } from '../calls/index.js';
import { tid } from '../thread.js';
import { throw_apart } from '../throw-apart.js';
import { caller } from '../where.js';
import { write_whole } from '../write.js';
import { Book } from './book.js';
import { watch_children } from './children.js';
import { Descriptors } from './descriptors.js';
import { type Finding, finding_text } from './finding.js';
import { Results } from './results.js';
import type { Seen, Tell } from './seen.js';
import { Transfers } from './transfers.js';

/** Where findings go: the number of a descriptor of Node, for text, or a function that is called with each. */
export type CheckSink = number | ((finding: Finding) => void);

/** A running check. */
export interface Checking extends Disposable {
  /** The findings so far. */
  readonly findings: readonly Finding[];
  /**
   * Ends the check. Errors that have not been read by then, and descriptors that this thread opened during the check and that are still open,
   * are findings too.
   *
   * @returns all findings
   */
  end(): readonly Finding[];
}

/** @internal */
export interface CheckOptions {
  /** Report the descriptors of all threads at the end. */
  readonly whole?: boolean;
}

const running = common('check', () => ({ now: false }));

/**
 * Checks this thread, from now on, for mistakes that no compiler finds: errors and short counts that the program ignores, descriptors that it
 * closes twice, uses after close or never closes, and others; docs/check.md lists them.
 *
 * @param sink where findings go; default 2, stderr. What it throws does not reach the call that was checked: it is an uncaught error
 * @returns the running check
 * @throws Error if this thread is already being checked
 *
 * @example
 * ```ts
 * import { AF_INET, close, SOCK_CLOEXEC, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 * import { check } from 'sys-socket/observe';
 *
 * const checking = check(({ kind, message }) => console.log(kind, message));
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
 * unwrap(close(fd));
 * close(fd); // (double-close)
 * console.log(checking.end().length); // 1
 * ```
 */
export function check(sink: CheckSink = 2, options: CheckOptions = {}): Checking {
  const whole = field(options, 'whole', false);
  if (typeof sink !== 'function') check_integer(sink, 0, 0x7fff_ffff, 'check: sink');
  if (running.now) throw new Error('check: this thread is already being checked');
  running.now = true;
  const book = new Book();
  const findings: Finding[] = [];
  const known = new Set<string>();
  const report = typeof sink === 'function' ? sink : (finding: Finding) => write_whole(sink, finding_text(finding));
  const tell: Tell = (seen, finding) => {
    const told: Finding = { ...finding, where: seen.site(), tid: tid() };
    // Each place is reported once, whatever the number of the descriptor was.
    const key = [told.kind, told.where ?? told.message, ...told.causes.map(({ where }) => where)].join(' ');
    if (known.has(key)) return;
    known.add(key);
    append(findings, told);
    book.count_finding();
    try {
      report(told);
    } catch (error) {
      throw_apart(error);
    }
  };
  let last: Seen | undefined;
  const take = () => {
    const seen = last;
    last = undefined;
    return seen;
  };
  const results = new Results(tell, take);
  const descriptors = new Descriptors(book, tell);
  const transfers = new Transfers(book, tell);

  const checked = (name: string, row: Call, below: Native) => {
    const make = (args: readonly unknown[]): number => Reflect.apply(Reflect.get(below, name), undefined, args);
    return (...args: unknown[]): number => {
      const given = row.accepts.map((_, i) => args[i] ?? null);
      if (!accepts_all(row, given)) return make(args);
      const seen: Seen = {
        name,
        row,
        args: given,
        fd: subject_of(row, given),
        site: caller(),
        result: 0,
        found: false,
      };
      transfers.before(seen);
      const refused = descriptors.before(seen);
      seen.result = refused ?? make(args);
      if (descriptors.makes_room(seen.result)) seen.result = make(args);
      transfers.after(seen);
      descriptors.after(seen);
      last = seen;
      return seen.result;
    };
  };
  const lift = interpose((below) => {
    const over = Object.entries(calls).map(([name, row]) => [name, checked(name, row, below)]);
    return Object.fromEntries(over) as Partial<Native>; // each has the name and the parameters of the function that it calls
  });
  watching.by = {
    made: <R extends Result<unknown, unknown>>(result: R) => results.made(result as never) as R,
    unwrapped: (result) => results.unwrapped(result),
  };
  const forget_children = watch_children((site, given) => descriptors.child(site, given));
  let over = false;
  const end = () => {
    if (over) return findings;
    over = true;
    running.now = false;
    watching.by = undefined;
    lift();
    forget_children();
    results.end();
    descriptors.left(whole);
    descriptors.end(whole);
    return findings;
  };
  return { findings, end, [Symbol.dispose]: end };
}
