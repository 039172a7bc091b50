import type { Prefix } from './event.js';
import { bytes_of } from './quoted.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The prefix of a line, and where it ends. */
export interface Prefixed {
  readonly prefix: Prefix;
  readonly at: number;
  /** `-r`: milliseconds since the previous line. */
  readonly since?: number;
}

/** No more than 7 digits: linux/threads.h has PID_MAX_LIMIT, 4194304. A first number that is longer is the time. */
const pid = /(?:\[pid +(\d{1,7})(?:<([^>]*)>)?\]|(\d{1,7})(?:<([^>]*)>)?(?= )) +/y;
const clock = /(?:(\d\d):(\d\d):(\d\d(?:\.\d+)?)|(\d{9,12}(?:\.\d+)?)) +(?:\(\+ *(\d+(?:\.\d+)?)\) )?/y;
const relative = / *(\d{1,12}(?:\.\d+)?) /y;
const syscall_number = /\[ *(\d+|\?+)\] /y;
const pointer = /\[([0-9a-f]{8}|[0-9a-f]{16}|\?{8}|\?{16})\] /y;

/** Reads the pid, the time, the number and the instruction pointer, any of which may be missing. */
export function read_prefix(line: string, number: number): Prefixed {
  const prefix: Mutable<Prefix> = { number };
  let at = 0;
  let since: number | undefined;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(line);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const first = line.charCodeAt(0);
  // Most lines of a plain trace begin with a letter: they have no prefix.
  if (first > 0x5b || first === 0x3c) return { prefix, at };
  const who = take(pid);
  if (who !== null) {
    prefix.tid = Number(who[1] ?? who[3]);
    const comm = who[2] ?? who[4];
    if (comm !== undefined) prefix.comm = Buffer.from(bytes_of(comm)).toString();
  }
  const when = take(clock);
  if (when !== null) {
    const [, hours, minutes, seconds, epoch, delta] = when;
    prefix.start =
      epoch !== undefined ? ms(epoch) : (Number(hours) * 60 + Number(minutes)) * 60_000 + ms(seconds ?? '0');
    if (delta !== undefined) since = ms(delta);
  } else {
    const delta = take(relative)?.[1];
    if (delta !== undefined) since = ms(delta);
  }
  const syscall = take(syscall_number)?.[1];
  if (syscall !== undefined && !syscall.startsWith('?')) prefix.syscall_number = Number(syscall);
  const ip = take(pointer)?.[1];
  if (ip !== undefined && !ip.startsWith('?')) prefix.ip = ip;
  return { prefix, at, ...(since !== undefined && { since }) };
}

/** Converts seconds to milliseconds. The fraction is converted separately: together they have more digits than a number holds. */
function ms(seconds: string): number {
  const dot = seconds.indexOf('.');
  if (dot < 0) return Number(seconds) * 1000;
  return Number(seconds.slice(0, dot)) * 1000 + Number(`0${seconds.slice(dot)}e3`);
}
