import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { StraceEvent } from '../../strace/event.js';
import { parse_strace } from '../../strace/parse.js';
import { Failure } from '../command.js';
import type { Source } from './told.js';
import type { View } from './view.js';

/** Shows recorded logs; several logs are merged by time. */
export async function show_logs(files: readonly string[], names: readonly string[], view: View): Promise<void> {
  const logs = [];
  for (const [i, file] of files.entries()) logs.push({ events: await read(file), name: names[i] ?? file });
  const timeless = logs.filter(
    ({ events }) => !events.some(({ kind, start }) => kind === 'call' && start !== undefined),
  );
  for (const { name } of timeless) {
    if (logs.length > 1)
      throw new Failure(`${name} has no timestamps, which several logs need: record it with strace -ttt -T`);
    process.stderr.write(`sys-socket strace: ${name} has no timestamps: record it with strace -ttt -T\n`);
  }
  const sources = logs.map(({ events, name }): Source => {
    const pid = events.find(({ kind }) => kind === 'call')?.tid ?? 0;
    return { name, pid, where: (number) => `${name}:${number}` };
  });
  view.show_all(
    logs.flatMap(({ events }, i) => events.flatMap((event) => (sources[i] && view.call(event, sources[i])) ?? [])),
  );
  for (const [i, { events }] of logs.entries()) if (sources[i]) view.over(events, sources[i]);
  view.end();
  for (const { events, name } of logs) warn_of_others(events, name);
}

/** The name of a log. */
export function name_of(file: string): string {
  return file === '-' ? 'stdin' : basename(file);
}

async function read(file: string): Promise<StraceEvent[]> {
  const events: StraceEvent[] = [];
  try {
    const stream = file === '-' ? process.stdin : createReadStream(file);
    for await (const event of parse_strace(stream)) events.push(event);
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
  if (!events.some(({ kind }) => kind === 'call')) throw new Failure(`${name_of(file)} has no line of strace output`);
  return events;
}

function warn_of_others(events: readonly StraceEvent[], name: string): void {
  const others = events.filter((event) => event.kind === 'malformed');
  const [first] = others;
  if (first === undefined) return;
  const number = others.length === 1 ? 'a line is' : `${others.length} lines are`;
  process.stderr.write(
    `sys-socket strace: ${number} not strace output; ${name}:${first.number}, at ${first.position}: expected ${first.expected}\n`,
  );
}
