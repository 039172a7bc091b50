import { readlinkSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

let known: number | undefined;

/** The ID of this thread, as from gettid(2). Without /proc it is the process ID, or Node's `threadId` for a worker. */
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
