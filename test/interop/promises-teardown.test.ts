// What becomes of a wait when the process, or its thread, ends: no crash, the exit code that it should have, and no descriptor left.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run_module } from '../support/modules.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';

const dist = new URL('../../dist/', import.meta.url).href;
const quiet = { signal: null, stderr: '' };

describe('a process', () => {
  it('stays while somebody waits, and ends when nobody does', () => {
    const ran = run_module(`
      const [a, b] = pair();
      setTimeout(() => sys.send(a, Buffer.from('x')), 20).unref();
      const waiting = soon.readable(b, { ref: false });
      soon.readable(b).then(() => console.log('ready'));
      waiting.then(() => console.log('both'));
      process.on('exit', () => console.log('end'));`);
    // An unref'd timer alone would end it at once: the wait keeps it.
    expect(ran).toEqual({ ...quiet, status: 0, stdout: 'both\nready\nend\n' });
  });

  it('does not stay for a wait with ref: false, nor for its timer', () => {
    const ran = run_module(`
      const [, b] = pair();
      soon.readable(b, { ref: false, timeout: 3_600_000 }).then(() => console.log('never'));
      process.on('exit', () => console.log('end'));`);
    expect(ran).toEqual({ ...quiet, status: 0, stdout: 'end\n' });
  });

  it('does not stay for an epoll set that is unrefed', () => {
    const ran = run_module(`
      const set = unwrap(soon.on_ready(unwrap(sys.epoll_create1(0)), () => {}));
      set.unref();
      process.on('exit', () => console.log('end'));`);
    expect(ran).toEqual({ ...quiet, status: 0, stdout: 'end\n' });
  });

  it('ends by process.exit and by an uncaught exception while it waits, with the right code', () => {
    const waiting = `
      const [, b] = pair();
      soon.readable(b);
      unwrap(soon.on_ready(unwrap(sys.epoll_create1(0)), () => {}));
      soon.getaddrinfo('localhost', '80');`;
    expect(run_module(`${waiting} setTimeout(() => process.exit(7), 5);`)).toEqual({ ...quiet, status: 7, stdout: '' });
    const thrown = run_module(`${waiting} setTimeout(() => { throw new Error('enough'); }, 5);`);
    expect(thrown).toMatchObject({ status: 1, signal: null });
    expect(thrown.stderr).toContain('Error: enough');
  });

  it('hears what a callback of on_ready throws as an uncaught exception', () => {
    const ran = run_module(`
      const epfd = unwrap(sys.epoll_create1(0));
      const counter = unwrap(sys.eventfd(1, 0));
      unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, counter, { events: sys.EPOLLIN }));
      process.on('uncaughtException', (error) => { console.log(error.message); set.close(); });
      const set = unwrap(soon.on_ready(epfd, () => { throw new Error('of the callback'); }));`);
    expect(ran).toEqual({ ...quiet, status: 0, stdout: 'of the callback\n' });
  });
});

describe('workers', () => {
  const worker = `
    import * as sys from '${dist}index.js';
    import * as soon from '${dist}promises/index.js';
    import { parentPort } from 'node:worker_threads';
    const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    const epfd = sys.unwrap(sys.epoll_create1(0));
    sys.unwrap(soon.on_ready(epfd, () => {}));
    soon.readable(b, { timeout: 3_600_000 });
    await soon.writable(a);
    soon.getaddrinfo('localhost', '80');
    for (const fd of [a, b]) setTimeout(() => sys.close(fd), 3_600_000);
    parentPort.postMessage([a, b, epfd]);`;

  it('are terminated while they wait, and their loop leaves no descriptor', () => {
    const ran = run_module(`
      const url = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(worker)}));
      const round = async () => {
        const thread = new Worker(url);
        const fds = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
        await thread.terminate();
        for (const fd of fds) sys.close(fd); // the worker's own
      };
      await round();
      const before = epolls();
      for (let i = 0; i < 4; ++i) await round();
      await Promise.all([round(), round(), round()]);
      console.log(epolls() - before);`);
    expect(ran).toEqual({ ...quiet, status: 0, stdout: '0\n' });
  });

  // npm run test:nightly has a thousand, and looks at the memory too.
  it('that wait on the event loop, block in recv, or end, leave no descriptor of any kind', async () => {
    const { status, signal, stdout, stderr } = await run([process.execPath, join(root, 'test/soak/workers.mjs'), '16']);
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    const left = stdout.toString().trim().split('\n');
    const descriptors = left.map((line): unknown => JSON.parse(line).descriptors);
    // Node opens some for itself when the first thread starts.
    expect(descriptors.slice(1)).toEqual(Array(4).fill(descriptors[1]));
  });
});
