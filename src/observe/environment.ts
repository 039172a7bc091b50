import { constants, openSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { OutputLock } from './output-lock.js';
import type { TextOptions } from './prefix.js';
import { TextWatcher } from './text.js';
import { tid } from './thread.js';
import { type TraceOptions, trace } from './trace.js';

const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;

/** The settings in SYS_SOCKET_TRACE. */
export interface TraceSettings extends TraceOptions {
  /** `-o FILE`; default: stderr. */
  readonly file?: string;
  /** `-A`: appends to the file. */
  readonly append?: boolean;
  /** `-ff`: a file for each thread, with the thread ID appended to the name. */
  readonly files?: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The flags with a value. */
const valued: Readonly<Record<string, (settings: Mutable<TraceSettings>, value: string) => void>> = {
  o: (settings, value) => {
    settings.file = value;
  },
  e: (settings, value) => {
    settings.filter = value.replace(/^(trace|t)=/, '');
  },
  s: (settings, value) => {
    settings.strings = count('-s', value);
  },
  a: (settings, value) => {
    settings.align = count('-a', value);
  },
};

/** The flags without a value. Some change their meaning when repeated: `-tt`, `-ff`, `-yy`. */
const plain: Readonly<Record<string, (settings: Mutable<TraceSettings>) => void>> = {
  t: (settings) => {
    settings.time = settings.time === 't' ? 'tt' : settings.time === 'tt' ? 'ttt' : 't';
  },
  r: (settings) => {
    settings.time = 'r';
  },
  T: (settings) => {
    settings.duration = true;
  },
  f: (settings) => {
    if (settings.thread === true) settings.files = true;
    settings.thread = true;
  },
  y: (settings) => {
    settings.fds = settings.fds === undefined ? 'y' : 'yy';
  },
  k: (settings) => {
    settings.where = true;
  },
  A: (settings) => {
    settings.append = true;
  },
};

/**
 * Reads SYS_SOCKET_TRACE: words separated by spaces. Each is a strace flag (`-e trace=SET`, `-o FILE`, `-A`, `-f`, `-ff`, `-s N`, `-a N`,
 * `-t`, `-tt`, `-ttt`, `-r`, `-T`, `-y`, `-yy`), `-k` for the source line that made the call, a file (`/tmp/log`, `./log`), a filter
 * (`%network,!close`), or `1` for all calls.
 *
 * @returns the settings; undefined if nothing is to be traced: `0`, or no words
 * @throws RangeError if a flag is unknown, lacks its value, or has a value that is not a number where one is needed
 */
export function settings_of(text: string): TraceSettings | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || text.trim() === '0') return undefined;
  const settings: Mutable<TraceSettings> = {};
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word.startsWith('-')) read_flags(word.slice(1), settings, () => words.shift());
    else if (/^\.{0,2}\//.test(word)) settings.file = word;
    else if (word !== '1') settings.filter = word;
  }
  return settings;
}

function read_flags(flags: string, settings: Mutable<TraceSettings>, next: () => string | undefined): void {
  for (let i = 0; i < flags.length; i += 1) {
    const flag = flags.charAt(i);
    const takes_value = valued[flag];
    if (takes_value !== undefined) {
      const value = flags.slice(i + 1) || next();
      if (value === undefined) throw new RangeError(`SYS_SOCKET_TRACE: -${flag} needs a value`);
      takes_value(settings, value);
      return;
    }
    const known = plain[flag];
    if (known === undefined) throw new RangeError(`SYS_SOCKET_TRACE: unknown flag -${flag}`);
    known(settings);
  }
}

function count(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new RangeError(`SYS_SOCKET_TRACE: ${flag} needs a number, got ${value}`);
  return Number(value);
}

/** Traces this thread until it ends, with the settings in SYS_SOCKET_TRACE. */
export function trace_as(text: string): void {
  const settings = settings_of(text);
  if (settings === undefined) return;
  const { file, files = false, time, duration = false, where = false, thread = !isMainThread, align = 40 } = settings;
  if (file === undefined) {
    trace(2, settings);
    return;
  }
  const path = files ? `${file}.${tid()}` : file;
  // The main thread truncates the file; workers append to it.
  const fresh = settings.append !== true && (files || isMainThread);
  const text_options: TextOptions = { time, duration, where, align, thread: thread && !files && 'number' };
  const fd = openSync(path, O_WRONLY | O_CREAT | O_APPEND | (fresh ? O_TRUNC : 0));
  trace(new TextWatcher(fd, new OutputLock(path), text_options), settings);
}
