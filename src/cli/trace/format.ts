import type { Paint } from '../colour.js';
import { ends_by_another } from './merge.js';
import type { Call, Waiting } from './record.js';
import type { Row } from './tally.js';

/** Makes text of a trace. What a function gives back is written at once. */
export interface Format {
  call(call: Call): string;
  /** A call that has not returned for a while. */
  waits?(waiting: Waiting): string;
  end(trace: Ended): string;
}

/** What is known when all programs have ended. */
export interface Ended {
  /** How many calls there were. */
  readonly calls: number;
  readonly programs: readonly ProgramEnd[];
  /** Calls that never returned. */
  readonly waiting: readonly Waiting[];
  readonly rows: readonly Row[];
  /** What is said when there is no call. */
  readonly nothing?: string;
  /** Of a command that looks for mistakes. */
  readonly findings?: readonly Finding[];
}

export interface ProgramEnd {
  readonly name: string;
  readonly pid: number;
  readonly args: readonly string[];
  /** As a shell says it. Undefined: this command ended it. */
  readonly status: number | undefined;
  /** Its end is not in what was read. */
  readonly cut?: true;
}

/** A mistake that the whole trace shows. */
export interface Finding {
  readonly program: string;
  /** The call, or the signal: its line. */
  readonly line: string;
  readonly where?: string | undefined;
  /** What should be there instead. */
  readonly expected: string;
}

/** How a program ended, in words. */
export function end_in_words({ status, cut }: ProgramEnd): string {
  if (cut) return 'its end is not in the trace';
  if (status === undefined) return 'ended by this command when idle';
  return status > 128 ? `ended by signal ${status - 128}` : `exit status ${status}`;
}

export interface FormatOptions {
  readonly paint: Paint;
  /** Calls that take longer, in milliseconds, are marked. */
  readonly slow: number;
  /** The programs' names: with more than one, each call says whose it is. */
  readonly names: readonly string[];
}

/** Milliseconds as people read them. */
export function span(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 10) return `${ms.toFixed(0)} ms`;
  if (ms >= 1) return `${ms.toFixed(1)} ms`;
  return `${(ms * 1000).toFixed(0)} us`;
}

/** `waited 312 ms`, `slow: 312 ms`; undefined when the call took less than what is marked. */
export function late(call: Call, slow: number): string | undefined {
  if (call.duration < slow) return undefined;
  return `${ends_by_another(call) ? 'waited' : 'slow:'} ${span(call.duration)}`;
}

/** A clock that begins with the first time that it is told. */
export function clock(): (at: number) => number {
  let zero: number | undefined;
  return (at) => {
    zero ??= at;
    return at - zero;
  };
}

/** Two addresses as one name: the ends of a connection say them the other way round. */
export function ends_of(behind: string | undefined): { readonly self: string; readonly peer: string } | undefined {
  const [, self, peer] = /^[^[]+:\[(.*?)->([^,\]]*(?:\][^,\]]*)?).*\]$/.exec(behind ?? '') ?? [];
  return self === undefined || peer === undefined ? undefined : { self, peer };
}
