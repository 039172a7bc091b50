import { expect } from 'vitest';
import { program, run } from './servers.js';

/**
 * The output of `main` in a separate process, since a mistake there ends the process. `thread(code)` starts a Worker that has
 * the package as `sys`; `ready(worker)` waits for its first message.
 */
export async function threads(main: string): Promise<string> {
  const { status, signal, stdout, stderr } = await run(threaded(main));
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return stdout.toString();
}

/** The command that runs `main` in such a process. */
export function threaded(main: string): ReturnType<typeof program> {
  return program(`
    import { once } from 'node:events';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { Worker } from 'node:worker_threads';
    import * as sys from 'sys-socket';
    const start =
      "import { parentPort, workerData } from 'node:worker_threads'; import * as sys from " +
      JSON.stringify('sys-socket') + ';';
    const thread = (code, workerData) =>
      new Worker(new URL('data:text/javascript,' + encodeURIComponent(start + code)), { workerData });
    const ready = (worker) => once(worker, 'message');
    ${main}`);
}
