// How long worker.terminate() takes for a thread that is blocked.
import { expect, it } from 'vitest';
import { threads } from '../support/threads.js';

it('worker.terminate() ends a thread that is blocked in recv in less than 100 ms, in more than half of all cases', async () => {
  const printed = await threads(`
    import { readFileSync } from 'node:fs';
    const call = process.arch === 'x64' ? '45' : '207'; // recvfrom(2)
    for (let i = 0; i < 20; ++i) {
      const worker = thread(\`
        const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
        parentPort.postMessage(sys.gettid());
        sys.recv(a, new Uint8Array(1), 0);\`);
      const [tid] = await ready(worker);
      while (readFileSync('/proc/self/task/' + tid + '/syscall', 'utf8').split(' ')[0] !== call) await sleep(1);
      const began = performance.now();
      await worker.terminate();
      console.log(performance.now() - began);
    }`);
  const times = printed.trim().split('\n').map(Number);
  times.sort((one, other) => one - other);
  expect(times).toHaveLength(20);
  expect(times[10]).toBeLessThan(100);
});
