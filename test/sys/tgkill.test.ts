import { gettid, tgkill } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { child } from './child.js';
import { ok, refused } from './kit.js';
import { contract, int } from './misuse.js';

contract(tgkill, { tgid: int, tid: int, sig: int }, [process.pid, gettid(), 99], 'EINVAL');

describe('gettid', () => {
  it('is the process in the main thread, and another one in a Worker', () => {
    const index = new URL('../../dist/index.js', import.meta.url).href;
    const program = `
      const thread = \`import('${index}').then(({ gettid }) => require('node:worker_threads').parentPort.postMessage(gettid()))\`;
      new Worker(thread, { eval: true }).once('message', (tid) => report([gettid() === process.pid, tid > 0, tid !== process.pid]));
    `;
    expect(child(program)).toEqual([true, true, true]);
  });
});

describe('tgkill', () => {
  it('with 0 only looks', () => {
    expect(tgkill(process.pid, gettid(), 0)).toEqual(ok(0));
  });

  it('interrupts the thread that it names, and no other', () => {
    const index = new URL('../../dist/index.js', import.meta.url).href;
    const program = `
      process.on('SIGUSR2', () => {});
      const ready = unwrap(eventfd(0, 0));
      const thread = \`
        import('${index}').then(({ eventfd_write, gettid, poll, unwrap }) => {
          unwrap(eventfd_write(\${ready}, BigInt(gettid())));
          const ended = poll([], 10_000);
          require('node:worker_threads').parentPort.postMessage(ended.ok ? ended.value : ended.error.code);
        });
      \`;
      new Worker(thread, { eval: true }).once('message', report);
      const tid = Number(unwrap(eventfd_read(ready)));
      setInterval(() => unwrap(tgkill(process.pid, tid, SIGUSR2)), 50);
    `;
    expect(child(program)).toBe('EINTR');
  });
});

describe('tgkill, refused', () => {
  it('says ESRCH for a thread of another process, EINVAL for an id that is not positive', () => {
    expect(tgkill(process.pid, 1, 0)).toEqual(refused('tgkill', 'ESRCH'));
    expect(tgkill(0, gettid(), 0)).toEqual(refused('tgkill', 'EINVAL'));
    expect(tgkill(process.pid, -1, 0)).toEqual(refused('tgkill', 'EINVAL'));
  });

  it('says EAGAIN when no more real-time signals may wait: RLIMIT_SIGPENDING', () => {
    const program = `
      import { execFileSync } from 'node:child_process';
      execFileSync('prlimit', ['--pid', String(process.pid), '--sigpending=0']);
      report([tgkill(process.pid, gettid(), 64), interrupt(0)]);
    `;
    expect(child(program)).toEqual([refused('tgkill', 'EAGAIN'), refused('interrupt', 'EAGAIN')]);
  });

  const alone = process.getuid?.() !== 0;
  it.skipIf(alone)(
    `says EPERM for a process of somebody else${alone ? ' (skipped: needs root, to become another)' : ''}`,
    () => {
      const program = 'ordinary_user(); report(tgkill(process.ppid, process.ppid, 0));';
      expect(child(program)).toEqual(refused('tgkill', 'EPERM'));
    },
  );
});
