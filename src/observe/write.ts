import { writeSync } from 'node:fs';
import { private_cells } from './shared.js';

const moment = private_cells(1);

/** Writes a whole text to a descriptor of Node, and waits while writes fail with EAGAIN. Returns false for any other error: EPIPE, EBADF. */
export function write_whole(fd: number, text: string): boolean {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      if (!is_full(error)) return false;
      Atomics.wait(moment, 0, 0, 1);
    }
  }
  return true;
}

function is_full(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
