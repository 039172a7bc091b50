// FUZZ_TERMINATE: a worker makes the calls, and is terminated at some moment: while it loads the package, between two calls, or in the middle
// of one. The next begins with the next seed. The seed decides the calls and about when; where the worker is by then, it does not.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { in_a_folder } from './alone.mjs';
import { Random } from './random.mjs';

const { FUZZ_SEED: seed = '1', FUZZ_TERMINATE = '30', FUZZ_MEGABYTES = '1024' } = process.env;
const rounds = Number(FUZZ_TERMINATE);
const say = (line) => process.stderr.write(line);

/** @returns what went wrong */
async function round(i, random) {
  const called = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('terminated.mjs', import.meta.url), {
    workerData: { seed: `${seed}.${i}`, called },
    stdout: true,
  });
  let wrong;
  worker.on('error', (error) => {
    wrong = error.message;
  });
  const exited = new Promise((resolve) => void worker.once('exit', resolve));
  const loading = random.once_in(4);
  if (!loading) await Promise.race([new Promise((resolve) => void worker.once('message', resolve)), exited]);
  await sleep(random.below(loading ? 60 : 250));
  await worker.terminate();
  await exited;
  return { calls: called[0], wrong };
}

export async function main() {
  // The module is loaded here, and its binary stays: what a worker leaves behind is closed from here, but not what the package opens for the first worker.
  const { keep_open, renew } = await import('./sockets.mjs');
  await once(new Worker(new URL('../../dist/index.js', import.meta.url)), 'exit');
  keep_open();
  let calls = 0;
  await in_a_folder(async () => {
    const random = new Random(`${seed} terminate`);
    for (let i = 0; i < rounds; i++) {
      say(`FUZZ_SEED=${seed} FUZZ_TERMINATE=${rounds}, round ${i}`);
      const { calls: made, wrong } = await round(i, random);
      say(`: ${made} calls\n`);
      renew();
      calls += made;
      const { maxRSS } = process.resourceUsage();
      if (maxRSS > 1024 * Number(FUZZ_MEGABYTES))
        throw new Error(`${maxRSS >> 10} MiB: FUZZ_MEGABYTES=${FUZZ_MEGABYTES}`);
      if (wrong !== undefined) throw new Error(wrong);
    }
  });
  say(`${rounds} rounds, ${calls} calls with seed ${seed}, ${process.resourceUsage().maxRSS >> 10} MiB\n`);
  if (rounds > 9 && calls === 0) process.exitCode = 1;
}
