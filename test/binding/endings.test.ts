import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';

/** How many of each kind; `npm run test:nightly` has a thousand. */
const count = Number(process.env.TERMINATIONS ?? 24);
const at_once = 12;

async function endings(kind: string, workers: number) {
  const { status, signal, stdout } = await run([
    process.execPath,
    join(root, 'test/binding/endings.mjs'),
    kind,
    String(workers),
  ]);
  return { status, signal, stdout: stdout.toString() };
}

describe('a thread that loads the package', () => {
  it('is ended by worker.terminate() whenever that comes', async () => {
    expect(await endings('load', count)).toEqual({ status: 0, signal: null, stdout: `${count}\n` });
  });
});

describe('a thread that is blocked in a call of the package', () => {
  it('is ended by worker.terminate(), whatever the call is and whenever it comes', async () => {
    expect(await endings('terminate', count)).toEqual({ status: 0, signal: null, stdout: `${count}\n` });
  });

  it.each([
    ['process.exit()', 'exit', 7],
    ['an uncaught error', 'uncaught', 1],
    ['a rejection', 'rejection', 1],
    ['the end of the main thread that has unref’d it', 'unref', 0],
  ])('does not hold up %s, whose status is the process’s', async (_, kind, status) => {
    for (let ended = 0; ended < count; ended += at_once) {
      expect(await endings(kind, at_once)).toEqual({ status, signal: null, stdout: '' });
    }
  });

  it('goes on when only messages come for it', async () => {
    expect(await endings('messages', 30)).toEqual({ status: 0, signal: null, stdout: '{ ok: true, value: 1 }\n' });
  });

  it('takes no processor while messages wait for it', async () => {
    const { status, signal, stdout } = await endings('waiting', 4);
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    expect(Number(stdout)).toBeLessThan(25);
  });
});
