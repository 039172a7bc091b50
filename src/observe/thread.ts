import { readlinkSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

let known: number | undefined;

/** gettid(2) of this thread. Where /proc is missing: the process id, or for a worker Node's own number of it. */
export function tid(): number {
  known ??= read();
  return known;
}

function read(): number {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').pop());
  } catch {
    return threadId === 0 ? process.pid : threadId;
  }
}
