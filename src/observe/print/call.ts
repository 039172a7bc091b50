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

/** Rows of the table, by the name of the native function. */
export type Calls<Names extends keyof Native> = { readonly [K in Names]: Call<Parameters<Native[K]>> };

/** The result is a descriptor. */
export function new_fd(look: Look, result: number): string {
  return look.fd(result);
}
