// Runs in the process of the traced program, before it: `node --import preload.js?fd=3&parent=PID PROGRAM`. The calls of the program are
// reported to the command through the descriptor, never through the program's stdout or stderr.
import { isMainThread } from 'node:worker_threads';
import { type Call, subject_of } from '../../observe/calls/call.js';
import { call_of } from '../../observe/calls/index.js';
import { transfer_of } from '../../observe/calls/moved.js';
import type { TraceEvent } from '../../observe/event.js';
import { OutputLock } from '../../observe/output-lock.js';
import { trace } from '../../observe/trace.js';
import { write_whole } from '../../observe/write.js';
import { Descriptors } from './descriptors.js';
import { type Called, type Message, type Moved, protocol } from './record.js';

const settings = new URL(import.meta.url).searchParams;
const fd = Number(settings.get('fd'));

// Children of the program inherit its flags of Node, but not the descriptor.
if (process.ppid === Number(settings.get('parent'))) start();

function start(): void {
  const lock = new OutputLock('of the command');
  const say = (message: Message) => {
    lock.turn(() => {
      write_whole(fd, `${JSON.stringify(message)}\n`);
      return 0;
    });
  };
  const descriptors = new Descriptors();
  const framed = settings.get('frames') !== 'no';
  const strings = settings.get('strings');
  if (isMainThread) say({ kind: 'hello', protocol, pid: process.pid });
  // Measured just before the call, so that it does not include the time of this watcher, which looks up the source line.
  let at = 0;
  trace(
    {
      enter: ({ blocks, begun, function: c, tid, where }) => {
        if (blocks) say({ kind: 'enter', begun, function: c, at: monotonic(), tid, where });
        at = monotonic();
      },
      exit: (event) => say(told(event, at, descriptors, framed)),
    },
    strings === null ? {} : { strings: Number(strings) },
  );
}

/** CLOCK_MONOTONIC in milliseconds, which all processes share. */
function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function told(event: TraceEvent, at: number, descriptors: Descriptors, framed: boolean): Called {
  const { name, function: c, call, returned, result, errno, code, duration, blocks, tid, where, injected } = event;
  const row = call_of(c);
  const about = row && subject_of(row, event.args);
  const made = result < 0 ? [] : (row?.makes?.(result, ...event.args) ?? []);
  for (const fd of made) descriptors.forget(fd);
  const behind = about === undefined ? undefined : descriptors.behind(about);
  const moved = row === undefined || about === undefined ? undefined : moved_by(row, event, about, descriptors, framed);
  if (name === 'close' && result === 0 && about !== undefined) descriptors.forget(about);
  return {
    kind: 'call',
    ...{ name, function: c, call, returned, result, errno, code, at, duration, blocks, tid, where },
    ...{
      fd: about,
      behind,
      made: made.length === 0 ? undefined : made,
      moved,
      injected: injected !== undefined ? true : undefined,
    },
  };
}

function moved_by(
  row: Call,
  event: TraceEvent,
  fd: number,
  descriptors: Descriptors,
  framed: boolean,
): Moved | undefined {
  const transfer = transfer_of(row, event.args, event.result);
  if (transfer === undefined) return undefined;
  const { direction, wanted } = transfer;
  const stream = framed && event.result > 0 ? descriptors.stream(fd, direction) : undefined;
  return { direction, wanted, frames: stream?.see(transfer.bytes()) };
}
