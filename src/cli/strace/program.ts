import { basename } from 'node:path';
import { code_of } from '../../strace/ended.js';
import type { StraceEvent } from '../../strace/event.js';
import { type StraceRun, strace_stream } from '../../strace/run.js';
import { Failure } from '../command.js';
import { pass_signals } from '../trace/signals.js';
import { for_ever, traced } from './shown.js';
import type { Source } from './told.js';
import type { View } from './view.js';

export interface ProgramOptions {
  readonly strings: number | undefined;
  /** Whether to trace every call, and not only those about descriptors. */
  readonly all: boolean;
  readonly inject: readonly string[];
  /** Where the program's stdout goes: to stderr if this command writes a document to stdout. */
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
  let source: Source = { name: basename(program), pid: 0, closes: true, where: () => undefined };
  const traced_program = { kill: (signal: NodeJS.Signals) => kill(run, source.pid, signal) };
  const restore = pass_signals([{ process: traced_program }], { apart: true });
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
    } // otherwise strace has printed why there are none
    return code_of(ended.value);
  } finally {
    restore();
    await run.stop();
  }
}

/** Sends a signal to the program; SIGKILL also kills everything that it has started. */
function kill(run: StraceRun, pid: number, signal: NodeJS.Signals): void {
  if (signal === 'SIGKILL' || pid === 0) return void run.stop();
  try {
    process.kill(pid, signal);
  } catch {
    // The program has ended.
  }
}
