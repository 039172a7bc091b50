import type { Paint } from '../colour.js';
import { ends_by_another } from './merge.js';
import type { Call, Waiting } from './record.js';
import type { Row } from './tally.js';

/** Formats a trace as text. The result of each function is written immediately. */
export interface Format {
  call(call: Call): string;
  /** A call that has not returned for a while. */
  waits?(waiting: Waiting): string;
  end(trace: Ended): string;
}

/** The data that is available after all programs have ended. */
export interface Ended {
  /** The number of calls. */
  readonly calls: number;
  readonly programs: readonly ProgramEnd[];
  /** Calls that never returned. */
  readonly waiting: readonly Waiting[];
  readonly rows: readonly Row[];
  /** The message if there is no call. */
  readonly nothing?: string;
  /** Present if the command looks for mistakes. */
  readonly findings?: readonly Finding[];
}

export interface ProgramEnd {
  readonly name: string;
  readonly pid: number;
  readonly args: readonly string[];
  /** The exit status as a shell reports it; undefined if this command ended the program. */
  readonly status: number | undefined;
  /** The signal that killed it: `SIGTERM`. */
  readonly signal?: string | undefined;
  /** True if the trace does not contain the end of the program. */
  readonly cut?: true;
}

/** A mistake that the whole trace shows. */
export interface Finding {
  readonly program: string;
  /** The line of the call or the signal. */
  readonly line: string;
  readonly where?: string | undefined;
  /** What should be there instead. */
  readonly expected: string;
}

/** The end of a program, in words. */
export function end_in_words({ status, signal, cut }: ProgramEnd): string {
  if (cut) return 'its end is not in the trace';
  if (status === undefined) return 'ended by this command when idle';
  return signal === undefined ? `exit status ${status}` : `ended by ${signal}`;
}

export interface FormatOptions {
  readonly paint: Paint;
  /** Calls that take at least this number of milliseconds are marked. */
  readonly slow: number;
  /** The names of the programs. If there are several, each call is shown with its program. */
  readonly names: readonly string[];
}

/** A duration in a readable unit. */
export function span(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 10) return `${ms.toFixed(0)} ms`;
  if (ms >= 1) return `${ms.toFixed(1)} ms`;
  return `${(ms * 1000).toFixed(0)} us`;
}

/** `waited 312 ms`, `slow: 312 ms`; undefined if the call took less than `slow`. */
export function late(call: Call, slow: number): string | undefined {
  if (call.duration < slow) return undefined;
  return `${ends_by_another(call) ? 'waited' : 'slow:'} ${span(call.duration)}`;
}

/** A clock that starts at 0 with the first time that is passed to it. */
export function clock(): (at: number) => number {
  let zero: number | undefined;
  return (at) => {
    zero ??= at;
    return at - zero;
  };
}

/** The two addresses in the annotation of a connected socket. The other end of the connection has them in reverse order. */
export function ends_of(behind: string | undefined): { readonly self: string; readonly peer: string } | undefined {
  const [, self, peer] = /^[^[]+:\[(.*?)->([^,\]]*(?:\][^,\]]*)?).*\]$/.exec(behind ?? '') ?? [];
  return self === undefined || peer === undefined ? undefined : { self, peer };
}
