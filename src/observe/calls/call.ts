import { MSG_ERRQUEUE, MSG_OOB, MSG_PEEK } from '../../constants.js';
import type { Native } from '../../native.js';
import type { PrintOptions } from '../print/options.js';
import { type Accepts, fd } from './accepts.js';

/** An argument as text, or a function that knows it once the call has returned. */
export type Text = string | ((result: number) => string);

/** strace's classes of syscalls that calls of this package are in: `-e trace=%network`. */
export type Class = 'network' | 'desc' | 'signal' | 'process' | 'pure';

/** The bytes of a stream that a call moves. They are its second argument: a buffer, or pieces. */
export interface Moves {
  readonly direction: 'in' | 'out';
  /** Which argument the flags of `MSG_` are. */
  readonly flags?: number;
}

/** All that is known of one function of the native table. Filters, faults, traces and what is said of them derive from it. */
export interface Call<Args extends unknown[] = unknown[]> {
  /** The kernel's name, where it is not C's. */
  readonly syscall?: string;
  /** The man page: `'recv(2)'`. */
  readonly page: string;
  /** strace's classes that it is in. */
  readonly classes: readonly Class[];
  /**
   * May it wait, and for what: until something comes, or until something can go. Then what is known before the call is printed
   * before the call, as strace does.
   */
  readonly waits?: 'in' | 'out';
  readonly moves?: Moves;
  /** What the binding takes for each parameter; `fd` for one that is a descriptor. */
  readonly accepts: { readonly [I in keyof Args]: Accepts };
  /** The descriptors that it made, when it succeeded. */
  makes?(result: number, ...args: Args): readonly number[];
  /** How strace prints the arguments. */
  print(options: PrintOptions, ...args: Args): Text[];
  /** What stands after `= ` when it succeeds: a descriptor that it made, or the number, unless there is more to say. */
  returned?(options: PrintOptions, result: number, ...args: Args): string;
}

/** Rows of the table, by the name of the native function. */
export type Calls<Names extends keyof Native> = { readonly [K in Names]: Call<Parameters<Native[K]>> };

/** Some rows of the table: what a room of it is checked against. */
export type SomeCalls = Partial<Calls<keyof Native>>;

/** For `makes`: the result is a descriptor. */
export function the_result(result: number): readonly number[] {
  return [result];
}

/** False for arguments that the binding takes for misuse: it throws, and makes no call. */
export function accepts_all(call: Call, args: readonly unknown[]): boolean {
  try {
    // The binding takes undefined, or nothing, for C's NULL too.
    return call.accepts.every((accepts, i) => accepts(args[i] ?? null));
  } catch {
    return false; // an argument with a life of its own: a getter that throws
  }
}

/** What a call returned, in strace's words. */
export function returned_by(call: Call, options: PrintOptions, result: number, args: readonly unknown[]): string {
  if (call.returned !== undefined) return call.returned(options, result, ...args);
  return call.makes === the_result ? options.fd(result) : String(result);
}

/** Flags with which no bytes of the stream go: they are looked at, or are urgent, or of the error queue. */
const beside_the_stream = MSG_PEEK | MSG_OOB | MSG_ERRQUEUE;

/** Which way a call moves bytes of a stream; undefined when it moves none. */
export function moves_of(call: Call, args: readonly unknown[]): Moves | undefined {
  return (flags_of(call, args) & beside_the_stream) === 0 ? call.moves : undefined;
}

/** The flags of `MSG_` that a transfer is made with. */
export function flags_of({ moves }: Call, args: readonly unknown[]): number {
  const flags = moves?.flags === undefined ? 0 : args[moves.flags];
  return typeof flags === 'number' ? flags : 0;
}

/** The descriptor that a call is about: its first argument, where that is one. */
export function subject_of(call: Call, args: readonly unknown[]): number | undefined {
  return call.accepts[0] === fd && typeof args[0] === 'number' ? args[0] : undefined;
}
