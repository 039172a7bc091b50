import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

/** What a program of this folder prints. */
async function printed<T>(program: string, flags: readonly string[]): Promise<T> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [...flags, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** A young generation that holds what a piece leaves: nothing is collected behind the back of the counting. */
const young = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
/** What is compiled when does not hang on what else the machine does. */
const flags = ['--expose-gc', ...young, '--no-concurrent-recompilation'];
/** What the control leaves a call: a header of three words, and two numbers. */
const of_an_object = 40;

/** A sanitizer makes a million calls too slow, and what is on the heap is no matter of its. */
const sanitized = process.env.SYS_SOCKET_BINARY !== undefined;

describe.skipIf(sanitized)('of a million calls whose Result is read at once', () => {
  let bytes: Record<string, number> = {};

  beforeAll(async () => {
    bytes = await printed('garbage.mjs', flags);
  });

  it.each([
    'send and recv',
    'recv, EAGAIN',
    'poll',
    'epoll_wait',
    'setsockopt, an int',
    'getsockopt into a view, one field read',
    'getsockname into an address, its family read',
    'sendmmsg and recvmmsg of 8',
  ])('%s leaves nothing on the heap', (row) => {
    expect(bytes[row]).toBeLessThan(1);
    expect(bytes[row]).toBeGreaterThan(-1);
  });

  // Its value may be any number, so its Result is made for each call. In most runs V8 sees that it is only read, and makes none.
  it('getsockopt, an int leaves its Result at most', () => {
    expect(bytes['getsockopt, an int']).toBeLessThan(of_an_object + 1);
    expect(bytes['getsockopt, an int']).toBeGreaterThan(-1);
  });

  it('an object that is kept is seen', () => {
    expect(bytes['an object of two numbers, kept']).toBeGreaterThan(of_an_object - 1);
    expect(bytes['an object of two numbers, kept']).toBeLessThan(of_an_object + 1);
  });
});

describe.skipIf(sanitized)('10,000 waits on the event loop', () => {
  let left: Record<string, { readonly bytes: number; readonly descriptors: number }> = {};

  beforeAll(async () => {
    left = await printed('waits.mjs', ['--expose-gc', '--no-concurrent-recompilation']);
  });

  // 21 bytes a wait: a promise or a listener that stays is more.
  it.each(['settled', 'aborted', 'timed out'])('that are %s leave no garbage that stays, and no descriptor', (way) => {
    expect(left[way]?.bytes).toBeLessThan(0.2 * 2 ** 20);
    expect(left[way]?.descriptors).toBe(0);
  });
});
