import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';
import { threads } from '../support/threads.js';

/** How many of each kind; `npm run test:nightly` has a thousand. */
const count = Number(process.env.TERMINATIONS ?? 24);
const at_once = 12;
/** So many are ended one after another by one process: with thousands of them none takes as long as what hangs. */
const in_turn = 120;
const in_time = { timeout: 2 * hang + 1000 * count };

async function endings(kind: string, workers: number, from = 0) {
  const { status, signal, stdout } = await run([
    process.execPath,
    join(root, 'test/binding/endings.mjs'),
    kind,
    String(workers),
    String(from),
  ]);
  return { status, signal, stdout: stdout.toString() };
}

/** All of a kind that the main thread survives. */
async function ends_each(kind: string): Promise<void> {
  for (let from = 0; from < count; from += in_turn) {
    const some = Math.min(in_turn, count - from);
    expect(await endings(kind, some, from)).toEqual({ status: 0, signal: null, stdout: `${some}\n` });
  }
}

describe('a thread that loads the package', () => {
  it('is ended by worker.terminate() whenever that comes', in_time, () => ends_each('load'));
});

describe('a thread that is blocked in a call of the package', () => {
  it('is ended by worker.terminate(), whatever the call is and whenever it comes', in_time, () =>
    ends_each('terminate'),
  );

  it.each([
    ['process.exit()', 'exit', 7],
    ['an uncaught error', 'uncaught', 1],
    ['a rejection', 'rejection', 1],
    ['the end of the main thread that has unref’d it', 'unref', 0],
  ])('does not hold up %s, whose status is the process’s', in_time, async (_, kind, status) => {
    for (let ended = 0; ended < count; ended += at_once) {
      expect(await endings(kind, at_once, ended)).toEqual({ status, signal: null, stdout: '' });
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

  // A message makes the watcher look at the thread; after a second without a call it looks no longer, until the next call: binding/watcher.cc.
  it('is ended by worker.terminate() also after a rest of more than a second', async () => {
    const printed = await threads(`
      import { readFileSync } from 'node:fs';
      const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      const worker = thread(\`
        parentPort.on('message', (fd) => fd !== null && parentPort.postMessage(sys.recv(fd, new Uint8Array(1), 0).value));
        parentPort.postMessage(sys.gettid());\`);
      const [tid] = await ready(worker);
      const call = process.arch === 'x64' ? '45' : '207'; // recvfrom(2)
      const receives = () => readFileSync('/proc/self/task/' + tid + '/syscall', 'utf8').split(' ')[0] === call;
      const asks = async () => {
        worker.postMessage(a);
        while (!receives()) await sleep(1);
      };
      await asks();
      worker.postMessage(null);
      await sleep(100);
      const answer = ready(worker);
      sys.unwrap(sys.send(b, new Uint8Array(1), 0));
      console.log(await answer);
      await sleep(1500);
      await asks();
      console.log(await worker.terminate());`);
    expect(printed).toBe('[ 1 ]\n1\n');
  });
});
