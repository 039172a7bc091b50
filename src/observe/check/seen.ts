import type { Call } from '../calls/call.js';
import type { Cause, Finding } from './finding.js';

/** A call of the program, as the rules see it. */
export interface Seen {
  /** The C function. */
  readonly name: string;
  readonly row: Call;
  readonly args: readonly unknown[];
  /** The descriptor that it works on. */
  readonly fd: number | undefined;
  /** The source line of the call, computed on request. */
  readonly site: () => string | undefined;
  /** The result as in C, but -errno for a failure. */
  result: number;
  /** True if there is a finding about the call already; its Result is not watched then. */
  found: boolean;
  /** For a short transfer: how its count was used. */
  short?: Short;
}

/** How the count of a short transfer was used. */
export interface Short {
  readonly wanted: number;
  /** `unwrapped`: unwrap returned it, and the caller may have dropped it. Undefined: no Result was made of it, as in this package's loops. */
  used?: 'never' | 'unwrapped' | 'read';
  /** True if the next call moved the rest, or there is a finding about it. */
  done: boolean;
}

/** Reports a finding of a rule. */
export type Tell = (seen: Pick<Seen, 'site'> & Partial<Seen>, finding: Omit<Finding, 'where' | 'tid'>) => void;

/** `recv(18)` */
export function call_text({ name, fd }: Pick<Seen, 'name' | 'fd'>): string {
  return `${name}(${fd ?? ''})`;
}

export function caused(what: string, where: string | undefined): Cause {
  return { what, where };
}
