// Threads that are ended while their calls are traced or made to fail: nothing crashes, the status is the right one, and no descriptor is left.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';

/** How many workers; `npm run test:nightly` has a thousand. */
const count = Number(process.env.TERMINATIONS ?? 24);

async function ended(...args: readonly string[]) {
  const program = join(root, 'test/interop/observed-teardown.mjs');
  const { stdout, ...how } = await run([process.execPath, program, ...args]);
  return { ...how, stdout: stdout.toString() };
}

describe('threads whose calls are traced to a file, to a function, made to fail, or both', () => {
  it('are ended by worker.terminate() in the midst of them, and leave no descriptor', {
    timeout: 2 * hang,
  }, async () => {
    // With thousands of them, no program takes as long as one that hangs.
    for (let left = count; left > 0; left -= 100) {
      const some = Math.min(left, 100);
      const said = await ended('terminate', String(some));
      expect(said).toEqual({ status: 0, signal: null, stderr: '', stdout: `${some} 0\n` });
    }
  });

  it('are ended by process.exit(), whose status is the process’s', async () => {
    for (let i = 0; i < count / 12; ++i) {
      expect(await ended('exit')).toEqual({ status: 7, signal: null, stderr: '', stdout: '' });
    }
  });
});
