import { constants, openSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { Board } from './board.js';
import type { TextOptions } from './leader.js';
import { TextWatcher } from './text.js';
import { tid } from './thread.js';
import { type TraceOptions, trace } from './trace.js';

const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;

/** What SYS_SOCKET_TRACE says. */
export interface Wishes extends TraceOptions {
  /** `-o FILE`: stderr, unless given. */
  readonly file?: string;
  /** `-A`: what is in the file stays there. */
  readonly append?: boolean;
  /** `-ff`: a file for each thread, with its number at the end of the name. */
  readonly files?: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The flags of strace that take a value. */
const valued: Readonly<Record<string, (wishes: Mutable<Wishes>, value: string) => void>> = {
  o: (wishes, value) => {
    wishes.file = value;
  },
  e: (wishes, value) => {
    wishes.filter = value.replace(/^(trace|t)=/, '');
  },
  s: (wishes, value) => {
    wishes.strings = count('-s', value);
  },
  a: (wishes, value) => {
    wishes.align = count('-a', value);
  },
};

/** The flags that do not, some of which mean more when they are given twice. */
const plain: Readonly<Record<string, (wishes: Mutable<Wishes>) => void>> = {
  t: (wishes) => {
    wishes.time = wishes.time === 't' ? 'tt' : wishes.time === 'tt' ? 'ttt' : 't';
  },
  r: (wishes) => {
    wishes.time = 'r';
  },
  T: (wishes) => {
    wishes.duration = true;
  },
  f: (wishes) => {
    if (wishes.thread === true) wishes.files = true;
    wishes.thread = true;
  },
  y: (wishes) => {
    wishes.fds = wishes.fds === undefined ? 'y' : 'yy';
  },
  k: (wishes) => {
    wishes.where = true;
  },
  A: (wishes) => {
    wishes.append = true;
  },
};

/**
 * Reads SYS_SOCKET_TRACE: words with spaces between them, each of which is a flag of strace's (`-e trace=SET`, `-o FILE`, `-A`,
 * `-f`, `-ff`, `-s N`, `-a N`, `-t`, `-tt`, `-ttt`, `-r`, `-T`, `-y`, `-yy`), or `-k` for the source line that made the call, or
 * a file (`/tmp/log`, `./log`), or a filter (`%network,!close`), or `1`, for all calls.
 *
 * @returns undefined when it says that nothing is to be traced: `0`, or no word at all
 * @throws RangeError when a word is none of these
 */
export function wishes_of(text: string): Wishes | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || text.trim() === '0') return undefined;
  const wishes: Mutable<Wishes> = {};
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word.startsWith('-')) read_flags(word.slice(1), wishes, () => words.shift());
    else if (/^\.{0,2}\//.test(word)) wishes.file = word;
    else if (word !== '1') wishes.filter = word;
  }
  return wishes;
}

function read_flags(flags: string, wishes: Mutable<Wishes>, next: () => string | undefined): void {
  for (let i = 0; i < flags.length; i += 1) {
    const flag = flags.charAt(i);
    const takes_value = valued[flag];
    if (takes_value !== undefined) {
      const value = flags.slice(i + 1) || next();
      if (value === undefined) throw new RangeError(`SYS_SOCKET_TRACE: -${flag} needs a value`);
      takes_value(wishes, value);
      return;
    }
    const known = plain[flag];
    if (known === undefined) throw new RangeError(`SYS_SOCKET_TRACE: there is no flag -${flag}`);
    known(wishes);
  }
}

function count(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new RangeError(`SYS_SOCKET_TRACE: ${flag} needs a number, got ${value}`);
  return Number(value);
}

/** Traces this thread to its end, as SYS_SOCKET_TRACE says. */
export function trace_as(text: string): void {
  const wishes = wishes_of(text);
  if (wishes === undefined) return;
  const { file, files = false, time, duration = false, where = false, thread = !isMainThread, align = 40 } = wishes;
  if (file === undefined) {
    trace(2, wishes);
    return;
  }
  const path = files ? `${file}.${tid()}` : file;
  // Workers write to the file that the main thread has begun.
  const fresh = wishes.append !== true && (files || isMainThread);
  const text_options: TextOptions = { time, duration, where, align, thread: thread && !files && 'number' };
  const fd = openSync(path, O_WRONLY | O_CREAT | O_APPEND | (fresh ? O_TRUNC : 0));
  trace(new TextWatcher(fd, new Board(path), text_options), wishes);
}
