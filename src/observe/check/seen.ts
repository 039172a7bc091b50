import type { Call } from '../calls/call.js';
import type { Cause, Finding } from './finding.js';

/** A call of the program's, on its way through the rules. */
export interface Seen {
  /** The C function. */
  readonly name: string;
  readonly row: Call;
  readonly args: readonly unknown[];
  /** The descriptor that it is about. */
  readonly fd: number | undefined;
  /** The line that made it, worked out when it is asked for. */
  readonly site: () => string | undefined;
  /** As in C, but -errno for a refusal. */
  result: number;
  /** Something was found in it: its Result need not be looked at as well. */
  found: boolean;
  /** A transfer that moved less than it was asked to: how its count was used. */
  short?: Short;
}

/** What became of the count of a short transfer. */
export interface Short {
  readonly wanted: number;
  /** `unwrapped`: unwrap gave it to somebody who may have dropped it. Undefined: no Result was made of it, as within a loop of ours. */
  used?: 'never' | 'unwrapped' | 'read';
  /** The rest went with the next call, or a finding was made of it. */
  done: boolean;
}

/** What the rules tell. */
export type Tell = (seen: Pick<Seen, 'site'> & Partial<Seen>, finding: Omit<Finding, 'where' | 'tid'>) => void;

/** `recv(18)` */
export function call_text({ name, fd }: Pick<Seen, 'name' | 'fd'>): string {
  return `${name}(${fd ?? ''})`;
}

export function caused(what: string, where: string | undefined): Cause {
  return { what, where };
}
