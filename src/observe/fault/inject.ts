import { check_strings } from '../../codec/check.js';
import { append } from '../../codec/intrinsics.js';
import { common, interpose, kernel, type Native } from '../../native.js';
import { accepts_all, type Call } from '../calls/call.js';
import { calls } from '../calls/index.js';
import { private_cells } from '../shared.js';
import { apply_faults, type Make } from './apply-faults.js';
import { leave_note } from './note.js';
import { matches, parse_rule, type Rule } from './rule.js';

/** The counts of a rule. */
export interface RuleReport {
  /** The rule as given: `'recvfrom:error=EINTR:when=2'`. */
  readonly rule: string;
  /** The number of calls that the rule has seen. */
  readonly calls: number;
  /** The number of calls that it has changed. */
  readonly fired: number;
}

/** Active faults. */
export interface Injection extends Disposable {
  /** Removes the faults. */
  stop(): void;
  /** The counts of each rule so far, in the order in which the rules were given. */
  report(): RuleReport[];
}

/**
 * Injects faults into the calls of this package in this thread, as strace's `-e inject=` does, but without strace: calls fail, move fewer
 * bytes, reach the end of the stream, or are delayed. docs/faults.md has the grammar.
 *
 * @param rules one or more rules: `'recvfrom:error=EINTR:when=1+2'`, `'sendto,sendmsg:short=3'`, `'recvfrom:eof:when=4'`,
 *   `'connect:delay_enter=200ms'`. If several rules match a call, the first one that has a result decides it, the smallest `short` counts,
 *   and delays and signals add up
 * @throws RangeError if a rule is malformed or could never take effect
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_NOSIGNAL, recv_exact, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
 * import { inject } from 'sys-socket/observe';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const faults = inject(['sendto:short=3', 'recvfrom:error=EINTR:when=1+2']);
 * console.log(unwrap(send(a, Buffer.from('HELLO-WORLD'), MSG_NOSIGNAL))); // 3
 * console.log(unwrap(recv_exact(b, new Uint8Array(3)))); // 3
 * faults.stop();
 * console.log(faults.report().map(({ calls, fired }) => `${fired} of ${calls}`)); // [ '1 of 1', '1 of 2' ]
 * ```
 */
export function inject(rules: string | readonly string[]): Injection {
  const all = typeof rules === 'string' ? [rules] : rules;
  check_strings(all, 'inject: rules');
  const read = all.map(parse_rule);
  return install(read, private_cells(cells_for(read)));
}

/** The number of counters that {@link install} needs. */
export function cells_for(rules: readonly Rule[]): number {
  return rules.reduce((sum, { syscalls }) => sum + 1 + syscalls.size, 0);
}

/** Activates the rules, with their counters in `cells`. */
export function install(rules: readonly Rule[], cells: Int32Array): Injection {
  let at = 0;
  const added = rules.map((rule): Armed => {
    const fired = at++;
    return { rule, cells, fired, counts: new Map(Array.from(rule.syscalls, (syscall) => [syscall, at++])) };
  });
  at_work.rules = [...at_work.rules, ...added];
  arm();
  const stop = () => {
    at_work.rules = at_work.rules.filter((one) => !added.includes(one));
    arm();
  };
  const read = (at: number) => Atomics.load(cells, at) >>> 0;
  const report = () =>
    added.map(({ rule, fired, counts }) => ({
      rule: rule.text,
      calls: [...counts.values()].reduce((sum, at) => sum + read(at), 0),
      fired: read(fired),
    }));
  return { stop, report, [Symbol.dispose]: stop };
}

/** An active rule and its counters: the number of times that it fired, and the number of calls of each syscall. */
interface Armed {
  readonly rule: Rule;
  readonly cells: Int32Array;
  readonly fired: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** The active rules, and the function that removes their layer. */
const at_work = common('faults', () => ({ rules: [] as Armed[], disarm: (): void => undefined }));

/** One layer for all rules, at the bottom, so that the layers above it, including a trace, see its results as the kernel's. */
function arm(): void {
  at_work.disarm();
  const over = Object.entries(calls).flatMap(([name, call]) => {
    const syscall = call.syscall ?? name;
    const mine = at_work.rules.filter(({ counts }) => counts.has(syscall));
    return mine.length === 0 ? [] : [[name, faulty(name, call, mine)] as const];
  });
  // Each function has the name and the parameters of the function that it calls.
  const layer = () => Object.fromEntries(over) as Partial<Native>;
  at_work.disarm = over.length === 0 ? () => undefined : interpose(layer, 'bottom');
}

function faulty(name: string, call: Call, rules: readonly Armed[]): (...args: unknown[]) => number {
  const syscall = call.syscall ?? name;
  const make: Make = (args) => Reflect.apply(Reflect.get(kernel, name), undefined, args);
  const counted = rules.map((one) => [one, one.counts.get(syscall) ?? 0] as const);
  return (...args) => {
    if (!accepts_all(call, args)) return make(args); // the binding throws, and makes no call
    const firing: Armed[] = [];
    for (const [one, at] of counted) {
      const count = (Atomics.add(one.cells, at, 1) >>> 0) + 1;
      if (matches(one.rule, count)) append(firing, one);
    }
    if (firing.length === 0) return make(args);
    const rules = firing.map(({ rule }) => rule);
    const { result, fired, note } = apply_faults(rules, { name, call, args, make });
    for (const one of firing) if (fired.has(one.rule)) Atomics.add(one.cells, one.fired, 1);
    leave_note(note);
    return result;
  };
}
