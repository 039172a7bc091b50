import { writeSync } from 'node:fs';
import { has_code } from './has-code.js';
import { private_cells } from './shared.js';

const moment = private_cells(1);

/** Writes a whole text to a descriptor of Node, and waits while writes fail with EAGAIN. Returns any other error: EPIPE, EBADF, ENOSPC. */
export function write_whole(fd: number, text: string): Error | undefined {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      if (!has_code(error, 'EAGAIN')) return error instanceof Error ? error : new Error(String(error));
      Atomics.wait(moment, 0, 0, 1);
    }
  }
  return undefined;
}
