import { basename } from 'node:path';
import { code_of } from '../../strace/ended.js';
import type { StraceEvent } from '../../strace/event.js';
import { type StraceRun, strace_stream } from '../../strace/run.js';
import { Failure } from '../command.js';
import { traced } from './shown.js';
import type { Source } from './told.js';
import type { View } from './view.js';

/** Longer than anybody waits: what ends a program here is itself, or a signal. */
const for_ever = 2 ** 31 - 1;

/** A program that does not end when it is asked to is ended after so many milliseconds. */
const patience = 2000;

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface ProgramOptions {
  readonly strings: number | undefined;
  /** Every call, not those alone that are about descriptors. */
  readonly all: boolean;
  readonly inject: readonly string[];
  /** Where the program's stdout goes: a document of ours may stand there. */
  readonly stdout: 'inherit' | 'stderr';
}

/** Runs a program under strace, and shows its calls as they are made. @returns its exit status */
export async function show_program(
  program: string,
  args: readonly string[],
  { strings, all, inject, stdout }: ProgramOptions,
  view: View,
): Promise<number> {
  const run = strace_stream(program, args, {
    timeout: for_ever,
    stdin: 'inherit',
    stdout,
    stderr: 'inherit',
    inject,
    ...(strings !== undefined && { strings }),
    ...(!all && { trace: traced }),
  });
  const events: StraceEvent[] = [];
  let source: Source = { name: basename(program), pid: 0, where: () => undefined };
  const restore = pass_signals(run, () => source.pid);
  try {
    for await (const event of run) {
      if (source.pid === 0) source = { ...source, pid: event.tid ?? 0 };
      events.push(event);
      const call = view.call(event, source);
      if (call !== undefined) view.show(call);
    }
    const ended = await run.ended;
    if (!ended.ok) throw new Failure(ended.error.message);
    if (events.length > 0) {
      view.over(events, source, args);
      view.end();
    } // or strace has said why there are none
    return code_of(ended.value);
  } finally {
    restore();
    await run.stop();
  }
}

/** strace and the program have a session of their own, so that Ctrl-C reaches this command alone. @returns a function that ends this */
function pass_signals(run: StraceRun, pid: () => number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;
  const pass = (signal: NodeJS.Signals) => {
    asked += 1;
    if (asked > 2 || pid() === 0) return void run.stop();
    try {
      process.kill(pid(), signal);
    } catch {
      // It has ended.
    }
    if (signal !== 'SIGINT') timer ??= setTimeout(() => void run.stop(), patience);
  };
  for (const signal of passed) process.on(signal, pass);
  return () => {
    clearTimeout(timer);
    for (const signal of passed) process.off(signal, pass);
  };
}
