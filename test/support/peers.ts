// Peers in separate threads, so that the test's thread may block on the other end.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Fd, SHUT_RDWR, shutdown } from 'sys-socket';
import { onTestFinished } from 'vitest';

const index = new URL('../../dist/index.js', import.meta.url).href;

const mirror = `
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok || !send_frame(fd, frame.value).ok) break;
  }
`;

const drip = `
  while (send(fd, Uint8Array.of(0x78), MSG_NOSIGNAL).ok && Atomics.wait(stop, 0, 0, every) === 'timed-out');
`;

/** Sends each frame back, until the other end is closed or the test is over. */
export function mirror_frames(fd: Fd, cap = 1 << 20): Promise<void> {
  return peer(mirror, fd, { cap });
}

/** Sends one byte each `every` milliseconds, until the test is over. */
export function drip_bytes(fd: Fd, every: number): Promise<void> {
  return peer(drip, fd, { every });
}

async function peer(code: string, fd: Fd, data: Readonly<Record<string, number>>): Promise<void> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const program = `
    const { parentPort, workerData: { fd, stop, cap, every } } = require('node:worker_threads');
    import('${index}').then(({ MSG_NOSIGNAL, recv_frame, send, send_frame }) => {
      parentPort.postMessage('ready');
      ${code}
    });
  `;
  const worker = new Worker(program, { eval: true, workerData: { fd, stop, ...data } });
  const exited = once(worker, 'exit');
  onTestFinished(async () => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    shutdown(fd, SHUT_RDWR); // ends a call that waits on it
    await exited;
  });
  await once(worker, 'message');
}
