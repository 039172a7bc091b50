import { MSG_ERRQUEUE, MSG_OOB, MSG_PEEK } from '../../constants.js';
import type { Native } from '../../native.js';
import type { PrintOptions } from '../print/options.js';
import { type Accepts, fd } from './accepts.js';

/** An argument as text, or a function that makes the text after the call has returned. */
export type Text = string | ((result: number) => string);

/** The classes of strace that contain calls of this package: `-e trace=%network`. */
export type Class = 'network' | 'desc' | 'signal' | 'process' | 'pure';

/** The bytes of a stream that a call moves. They are its second argument: a buffer, or pieces. */
export interface Moves {
  readonly direction: 'in' | 'out';
  /** The index of the argument with the `MSG_` flags. */
  readonly flags?: number;
}

/** The description of one function of the native table, which filters, faults and traces use. */
export interface Call<Args extends unknown[] = unknown[]> {
  /** The kernel's name of the syscall, if it differs from C's. */
  readonly syscall?: string;
  /** The man page: `'recv(2)'`. */
  readonly page: string;
  /** The classes of strace that contain it. */
  readonly classes: readonly Class[];
  /**
   * Whether the call can block, and for what: until something arrives (`in`) or can be sent (`out`). For such a call, the known part of the
   * line is printed before the call, as strace does.
   */
  readonly waits?: 'in' | 'out';
  readonly moves?: Moves;
  /** What the binding accepts for each parameter; `fd` for a descriptor. */
  readonly accepts: { readonly [I in keyof Args]: Accepts };
  /** The descriptors that a successful call created. */
  makes?(result: number, ...args: Args): readonly number[];
  /** How strace prints the arguments. */
  print(options: PrintOptions, ...args: Args): Text[];
  /** The text after `= ` of a successful call; default: the descriptor that it created, or the number. */
  returned?(options: PrintOptions, result: number, ...args: Args): string;
}

/** Rows of the table, by the name of the native function. */
export type Calls<Names extends keyof Native> = { readonly [K in Names]: Call<Parameters<Native[K]>> };

/** Some rows of the table: the type that each of its files satisfies. */
export type SomeCalls = Partial<Calls<keyof Native>>;

/** For `makes`: the result is a descriptor. */
export function the_result(result: number): readonly number[] {
  return [result];
}

/** False for arguments that the binding rejects: it throws, and makes no call. */
export function accepts_all(call: Call, args: readonly unknown[]): boolean {
  try {
    // For the binding, undefined or a missing argument is C's NULL too.
    return call.accepts.every((accepts, i) => accepts(args[i] ?? null));
  } catch {
    return false; // an argument with code that throws, such as a getter
  }
}

/** The result of a call, as strace prints it. */
export function returned_by(call: Call, options: PrintOptions, result: number, args: readonly unknown[]): string {
  if (call.returned !== undefined) return call.returned(options, result, ...args);
  return call.makes === the_result ? options.fd(result) : String(result);
}

/** Flags with which a call moves no bytes of the stream: it peeks, or it transfers urgent data or reads the error queue. */
const beside_the_stream = MSG_PEEK | MSG_OOB | MSG_ERRQUEUE;

/** How a call moves bytes of a stream; undefined if it moves none. */
export function moves_of(call: Call, args: readonly unknown[]): Moves | undefined {
  return (flags_of(call, args) & beside_the_stream) === 0 ? call.moves : undefined;
}

/** The `MSG_` flags of a transfer. */
export function flags_of({ moves }: Call, args: readonly unknown[]): number {
  const flags = moves?.flags === undefined ? 0 : args[moves.flags];
  return typeof flags === 'number' ? flags : 0;
}

/** The descriptor that a call works on: its first argument, if that is a descriptor. */
export function subject_of(call: Call, args: readonly unknown[]): number | undefined {
  return call.accepts[0] === fd && typeof args[0] === 'number' ? args[0] : undefined;
}
