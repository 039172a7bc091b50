import { pthread_sigmask, SIG_BLOCK, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { by_libc } from '../support/libc.js';
import { no_strace, strace } from '../support/strace.js';
import { child } from './child.js';
import { refused } from './kit.js';
import { type Bad, contract, int } from './misuse.js';

const bad_signals: readonly Bad[] = [
  ['a number', 10, TypeError],
  ['a string', 'SIGUSR1', TypeError],
];
contract(pthread_sigmask, { how: int, set: bad_signals }, [99, []], 'EINVAL');

/** What libc keeps for itself, up to SIGRTMIN, and SIGRTMIN + 6, by which the package ends a call: signal(7), src/signal/sigrtmin.c of musl. */
const kept = by_libc({ glibc: [32, 33, 40], musl: [32, 33, 34, 41] });

/** The same for strace: RTMIN is 32, as for the kernel. */
const real_time = kept.map((signal) => (signal === 32 ? 'RTMIN' : `RT_${signal - 32}`));

// A thread's mask is inherited: these programs have processes of their own.
describe('pthread_sigmask', () => {
  it('adds, takes away and sets, and gives what was before', () => {
    const program = `
      const start = unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR1, SIGUSR2]));
      const added = unwrap(pthread_sigmask(SIG_UNBLOCK, [SIGUSR1]));
      const taken = unwrap(pthread_sigmask(SIG_SETMASK, [SIGHUP]));
      report([start, added, taken, unwrap(pthread_sigmask(SIG_BLOCK)), unwrap(pthread_sigmask(SIG_BLOCK))]);
    `;
    expect(child(program)).toEqual([[], [10, 12], [12], [1], [1]]);
  });

  it('is what the kernel has of this thread', () => {
    const program = `
      const { readFileSync } = await import('node:fs');
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGHUP, SIGTERM]));
      report(/^SigBlk:\\s+(\\w+)$/m.exec(readFileSync('/proc/thread-self/status', 'utf8'))[1]);
    `;
    expect(child(program)).toBe('0000000000004001');
  });

  it('makes a signal wait until it is unblocked', () => {
    const program = `
      let handled = 0;
      process.on('SIGUSR2', () => ++handled);
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      await new Promise((wake) => setTimeout(wake, 30));
      const before = handled;
      unwrap(pthread_sigmask(SIG_UNBLOCK, [SIGUSR2]));
      while (handled === 0) await new Promise((wake) => setTimeout(wake, 5));
      report([before, handled]);
    `;
    expect(child(program)).toEqual([0, 1]);
  });

  it('passes over SIGKILL, SIGSTOP, the signal that ends calls, and what libc keeps for itself, so that setuid, which signals all threads, ends', () => {
    const program = `
      unwrap(pthread_sigmask(SIG_SETMASK, Array.from({ length: 64 }, (_, i) => i + 1)));
      process.setuid(process.getuid());
      const blocked = unwrap(pthread_sigmask(SIG_BLOCK));
      report(${JSON.stringify([9, 19, ...kept])}.filter((signal) => blocked.includes(signal)));
    `;
    expect(child(program)).toEqual([]);
  });

  it('never blocks a fault of the processor: SIGILL, SIGBUS, SIGFPE, SIGSEGV', () => {
    const program = `
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGILL, SIGBUS, SIGFPE, SIGSEGV]));
      const added = unwrap(pthread_sigmask(SIG_SETMASK, [SIGILL, SIGBUS, SIGFPE, SIGSEGV, SIGUSR1]));
      report([added, unwrap(pthread_sigmask(SIG_BLOCK))]);
    `;
    expect(child(program)).toEqual([[], [10]]);
  });

  // (func (export "f") (result i32) (i32.load (i32.const 0x7fffffff))) of one page: V8 takes the SIGSEGV and throws.
  it('leaves WebAssembly its exception for an access beyond its memory', () => {
    const program = `
      const module = '0061736d010000000105016000017f03020100050301000107050101660000' + '0a0d010b0041ffffffff072802000b';
      const { f } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, 'hex'))).exports;
      unwrap(pthread_sigmask(SIG_SETMASK, Array.from({ length: 64 }, (_, i) => i + 1)));
      try {
        f();
      } catch (error) {
        report(error.message);
      }
    `;
    expect(child(program)).toBe('memory access out of bounds');
  });

  it.skipIf(no_strace)('and neither do ppoll and epoll_pwait2, as strace shows', () => {
    const { lines } = strace(
      `import * as sys from 'sys-socket';
      const all = Array.from({ length: 64 }, (_, i) => i + 1);
      sys.ppoll([], { tv_sec: 0, tv_nsec: 0 }, all);
      sys.epoll_pwait2(sys.unwrap(sys.epoll_create1(0)), sys.epoll_events(1), { tv_sec: 0, tv_nsec: 0 }, all);`,
      { trace: 'ppoll,epoll_pwait2' },
    );
    // KILL and STOP are the kernel's to pass over.
    const passed = `~[ILL BUS FPE SEGV ${real_time.join(' ')}]`;
    expect(lines).toEqual([expect.stringContaining(passed), expect.stringContaining(passed)]);
  });

  it.skipIf(no_strace)(
    'unblocks all but the signals of libc, and blocks fewer, as strace and the built-in trace show',
    () => {
      const { lines, stderr } = strace(
        `process.env.SYS_SOCKET_TRACE = '1';
      const { pthread_sigmask, SIG_BLOCK, SIG_UNBLOCK } = await import('sys-socket');
      const all = Array.from({ length: 64 }, (_, i) => i + 1);
      for (const how of [SIG_UNBLOCK, SIG_BLOCK]) pthread_sigmask(how, all);`,
        { trace: 'rt_sigprocmask' },
      );
      const expected = [
        `rt_sigprocmask(SIG_UNBLOCK, ~[${real_time.slice(0, -1).join(' ')}], [], 8) = 0`,
        `rt_sigprocmask(SIG_BLOCK, ~[ILL BUS FPE SEGV ${real_time.join(' ')}], [], 8) = 0`,
      ];
      expect(stderr.trimEnd().split('\n')).toEqual(expected);
      expect(lines).toEqual(expect.arrayContaining(expected));
    },
  );

  it('is inherited by Workers, and not by child processes', () => {
    const program = `
      const { execFileSync } = await import('node:child_process');
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
      const spawned = execFileSync('grep', ['SigBlk', '/proc/self/status'], { encoding: 'utf8' }).trim();
      const thread = "require('node:worker_threads').parentPort.postMessage(" +
        "/SigBlk:.*/.exec(require('node:fs').readFileSync('/proc/thread-self/status', 'utf8'))[0])";
      new Worker(thread, { eval: true }).once('message', (inherited) => report([inherited, spawned]));
    `;
    expect(child(program)).toEqual(['SigBlk:\t0000000000000800', 'SigBlk:\t0000000000000000']);
  });

  it('says EINVAL for an unknown how, when there is a set', () => {
    expect(pthread_sigmask(99, [])).toEqual(refused('pthread_sigmask', 'EINVAL'));
    expect(unwrap(pthread_sigmask(99))).toEqual(unwrap(pthread_sigmask(SIG_BLOCK)));
  });
});
