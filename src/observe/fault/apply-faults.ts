import { little_endian, view_of } from '../../codec/struct.js';
import { kernel } from '../../native.js';
import { cell, cell_or_null } from '../calls/accepts.js';
import type { Call } from '../calls/call.js';
import { private_cells } from '../shared.js';
import { may_end, shortened } from './moves.js';
import type { Note } from './note.js';
import type { Rule } from './rule.js';

export type Make = (args: readonly unknown[]) => number;

/** A call that rules match. */
export interface Victim {
  /** The name in the native table. */
  readonly name: string;
  readonly call: Call;
  readonly args: readonly unknown[];
  /** Makes the call. */
  readonly make: Make;
}

export interface Applied {
  readonly result: number;
  /** The rules that changed something. */
  readonly fired: ReadonlySet<Rule>;
  readonly note: Note;
}

/** Applies rules to a call, in strace's order: signals, the delay before, the call or its replacement, the delay after. */
export function apply_faults(rules: readonly Rule[], victim: Victim): Applied {
  const waits = rules.filter(({ delay_enter, delay_exit }) => delay_enter !== undefined || delay_exit !== undefined);
  const decides = rules.find(({ result, eof }) => result !== undefined || (eof && may_end(victim.call, victim.args)));
  const least = decides === undefined ? shortest(rules) : undefined;
  const fewer = least?.short === undefined ? undefined : shortened(victim.call, victim.args, least.short);

  const signals = rules.filter(({ signal }) => signal !== undefined && raised(signal));
  wait(rules.reduce((ms, { delay_enter = 0 }) => ms + delay_enter, 0));
  const result = decides === undefined ? victim.make(fewer ?? victim.args) : instead(victim, decides);
  const waited = wait(rules.reduce((ms, { delay_exit = 0 }) => ms + delay_exit, 0));

  const changed = decides ?? (fewer === undefined ? undefined : least);
  const note: Note = {
    ...(changed === undefined ? {} : { injected: changed === decides ? 'retval' : 'args' }),
    ...(waits.length === 0 ? {} : { delayed: true, waited }),
  };
  return { result, fired: new Set([...signals, ...waits, ...(changed === undefined ? [] : [changed])]), note };
}

function shortest(rules: readonly Rule[]): Rule | undefined {
  const most = ({ short = Number.POSITIVE_INFINITY }: Rule) => short;
  return rules.filter(({ short }) => short !== undefined).sort((a, b) => most(a) - most(b))[0];
}

/** Sends a signal to this thread. */
function raised(signal: number): boolean {
  return kernel.tgkill(process.pid, kernel.gettid(), signal) === 0;
}

/** Replaces the call: returns the result, and sets the outputs as the binding does if the kernel has written nothing. */
function instead({ name, call, args }: Victim, { result = 0, eof }: Rule): number {
  // A failed getsockopt leaves its length as it was, while the other calls set it to 0.
  if (eof || (result < 0 && name !== 'getsockopt')) {
    const cells = args.filter((_, i) => call.accepts[i] === cell || call.accepts[i] === cell_or_null);
    for (const cell of cells) if (cell instanceof Uint8Array) view_of(cell).setUint32(0, 0, little_endian);
  }
  if (name === 'recvmsg') (args[4] as Int32Array)[0] = 0; // msg_flags
  if (name === 'pthread_sigmask' && result >= 0) (args[2] as Uint8Array).fill(0); // the old mask
  return result;
}

const moment = private_cells(1);

/** Delays the thread. @returns the actual delay in milliseconds */
function wait(ms: number): number {
  if (ms === 0) return 0;
  const began = performance.now();
  Atomics.wait(moment, 0, 0, ms);
  return performance.now() - began;
}
