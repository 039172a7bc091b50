import type { Native } from '../../native.js';
import type { Look } from './look.js';
import type { Takes } from './takes.js';

/** An argument as text, or a function that knows it once the call has returned. */
export type Text = string | ((result: number) => string);

/** How strace prints one function of the native table. */
export interface Call<Args extends unknown[] = unknown[]> {
  /** The kernel's name, where it is not C's. */
  readonly syscall?: string;
  /** May it block? Then what is known before the call is printed before the call, as strace does. */
  readonly blocks?: true;
  readonly takes: { readonly [I in keyof Args]: Takes };
  print(look: Look, ...args: Args): Text[];
  /** What stands after `= ` when it succeeds: the number, unless there is more to say. */
  returned?(look: Look, result: number, ...args: Args): string;
}

/** Will the call be made? When it takes one of the arguments for misuse, the binding throws and makes none. */
export function takes_all(call: Call, args: readonly unknown[]): boolean {
  try {
    // The binding takes undefined, or nothing, for C's NULL too.
    return call.takes.every((takes, i) => takes(args[i] ?? null));
  } catch {
    return false; // an argument with a life of its own: a getter that throws
  }
}

/** Rows of the table, by the name of the native function. */
export type Calls<Names extends keyof Native> = { readonly [K in Names]: Call<Parameters<Native[K]>> };

/** The result is a descriptor. */
export function new_fd(look: Look, result: number): string {
  return look.fd(result);
}
