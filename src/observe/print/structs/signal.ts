import { layout } from '../../../headers.js';
import { thread } from '../../../native.js';
import { signals } from '../names/call.js';
import { bits_set } from '../xlat.js';
import { Fields } from './fields.js';

/** A set of signals as the kernel takes it: one bit per signal, from signal 1 on. */
export const sigset_size = layout('sigset').size;

const most = sigset_size * 8;

/** The signals that report a processor fault: SIGILL, SIGBUS, SIGFPE, SIGSEGV. */
const faults = [4, 7, 8, 11];

/** The signal with which the package interrupts a call: SIGRTMIN + 6. */
const ours = [thread.signal];

/** The signals that libc reserves, from 32 to SIGRTMIN: two of glibc, three of musl. The binding removes them from every set. */
const own = Array.from({ length: thread.signal - 6 - 32 }, (_, i) => 32 + i);

/** The set of signals to block, as the binding passes it to the kernel. */
export function blocked(set: Uint8Array | null): Uint8Array | null {
  return without(set, [...faults, ...own, ...ours]);
}

/** The set of signals to read, as the binding passes it to the kernel. */
export function readable(set: Uint8Array): Uint8Array {
  return without(set, ours);
}

/** The set of signals to unblock, as the binding passes it to the kernel. */
export function unblocked(set: Uint8Array | null): Uint8Array | null {
  return without(set, own);
}

function without<Set extends Uint8Array | null>(set: Set, numbers: readonly number[]): Set | Uint8Array {
  if (set === null) return set;
  const left = set.slice(0, sigset_size);
  for (const number of numbers) left[(number - 1) >> 3] = (left[(number - 1) >> 3] ?? 0) & ~(1 << ((number - 1) & 7));
  return left;
}

/** `[INT USR1]`; or, after `~`, the absent signals, if two thirds are present. */
export function sigset(set: Uint8Array | null): string {
  if (set === null) return 'NULL';
  const at = new Fields(set);
  const members = (flip: number) => [
    ...bits_set(at.u32(0) ^ flip).map((bit) => bit + 1),
    ...bits_set(at.u32(4) ^ flip).map((bit) => bit + 33),
  ];
  const inverted = members(0).length >= Math.floor((most * 2) / 3);
  const names = members(inverted ? -1 : 0).map((number) => signals.get(number)?.slice('SIG'.length));
  return `${inverted ? '~' : ''}[${names.join(' ')}]`;
}
