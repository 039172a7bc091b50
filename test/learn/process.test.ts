// Silence of a judged program: what is no silence of its own is not taken for one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs';
import { Socket } from 'node:net';
import { AF_UNIX, close, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../src/learn/process.js';

const index = new URL('../../dist/index.js', import.meta.url).href;

/** A worker that receives what nobody sends. It does not hear the message, but the package's watcher does. */
const blocked_worker = `
const { Worker } = require('node:worker_threads');
const worker = new Worker(\`
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData).then(({ AF_UNIX, recv, SOCK_STREAM, socketpair, unwrap }) => {
    const [fd] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    parentPort.once('message', () => {});
    parentPort.postMessage('soon');
    recv(fd, Buffer.alloc(1));
  });
\`, { eval: true, workerData: process.argv[1] });
worker.once('message', () => {
  worker.postMessage('are you there?');
  console.log('asked');
});
`;

/** A program that sleeps. */
async function sleeper(): Promise<number> {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child.pid ?? 0;
}

/** A program whose workers each use this much processor time, in ms, and then say so. */
const workers = `
const { Worker } = require('node:worker_threads');
const [, count, limit] = process.argv.map(Number);
for (let i = 0; i < count; i += 1) {
  new Worker(\`
    const { readFileSync } = require('node:fs');
    const used = () => {
      const [user, system] = readFileSync('/proc/thread-self/stat', 'latin1').replace(/^.*\\\\) /s, '').split(' ').slice(11, 13);
      return 10 * (Number(user) + Number(system));
    };
    while (used() < require('node:worker_threads').workerData);
    console.log('done');
  \`, { eval: true, workerData: limit });
}
`;

async function threads(count: number, limit: number): Promise<{ pid: number; all: () => boolean }> {
  const child = spawn(process.execPath, ['-e', workers, String(count), String(limit)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'spawn');
  return { pid: child.pid ?? 0, all: () => said === 'done\n'.repeat(count) };
}

describe('until', () => {
  it('says false when the program sleeps', async () => {
    expect(await until(await sleeper(), () => false, { quiet: 50, patience: 60_000 })).toBe(false);
  });

  it('says false when workers sleep in a call, and messages wait for them', async () => {
    const child = spawn(process.execPath, ['-e', blocked_worker, index], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect(await until(child.pid ?? 0, () => false, { quiet: 200, patience: 20_000 })).toBe(false);
  });

  it('hears what came while the judge itself was kept from running', async () => {
    let told = false;
    const block = () => {
      if (told) return true;
      stat('/', () => {
        told = true;
      });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
      return false;
    };
    expect(await until(await sleeper(), block, { quiet: 500, patience: 60_000 })).toBe(true);
  });

  it('hears what has come before a timer that is late', async () => {
    const pid = await sleeper();
    const [here, there] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const socket = new Socket({ fd: here });
    onTestFinished(() => {
      socket.destroy();
      close(there);
    });
    let told = false;
    socket.on('data', () => {
      told = true;
    });
    setImmediate(() => {
      unwrap(send(there, Buffer.from('x')));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    });
    expect(await until(pid, () => told, { quiet: 20, patience: 60_000 })).toBe(true);
  });

  it('is not silence before all has arrived', async () => {
    let asked = 0;
    const arrived = () => {
      asked += 1;
      return asked > 3;
    };
    expect(await until(await sleeper(), () => false, { quiet: 20, patience: 60_000, arrived })).toBe(false);
    expect(asked).toBe(4);
  });

  it('takes a thread for busy, and not several that each do a part', async () => {
    const busy = 300;
    const limits = { quiet: 60_000, patience: 60_000, busy };
    const done = await threads(4, busy / 2);
    expect(await until(done.pid, done.all, limits)).toBe(true);
    const spinning = await threads(4, Number.POSITIVE_INFINITY);
    expect(await until(spinning.pid, spinning.all, limits)).toBe(undefined);
  });

  it('counts how long the program slept, and nothing else', async () => {
    const meter = { slept: 0 };
    await until(await sleeper(), () => false, { quiet: 100, patience: 60_000, meter });
    expect(meter.slept).toBeGreaterThanOrEqual(100);
    const before = meter.slept;
    await until(process.pid, () => false, { quiet: 60_000, patience: 50, meter }); // it runs, to ask
    expect(meter.slept).toBe(before);
  });
});
