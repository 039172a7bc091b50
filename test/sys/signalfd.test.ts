import { spawnSync } from 'node:child_process';
import { SIGUSR2, signalfd } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { child, with_imports } from './child.js';
import { no_socket, nowhere, refused } from './kit.js';
import { type Bad, contract, flags, int } from './misuse.js';

const index = new URL('../../dist/index.js', import.meta.url).href;

const bad_signals: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['a number', SIGUSR2, TypeError],
  ['a string', 'SIGUSR2', TypeError],
];
contract(signalfd, { fd: int, mask: bad_signals, flags }, [nowhere, [SIGUSR2], 0], 'EBADF');

// A mask and a pending signal belong to a thread: these programs have processes of their own.
const prelude = `
  const taken = (fd, count = 1) => {
    const bytes = new Uint8Array(signalfd_siginfo.size * count);
    const got = read(fd, bytes);
    if (!got.ok) return got.error.code;
    const at = (i) => signalfd_siginfo.decode(bytes.subarray(i * signalfd_siginfo.size));
    return Array.from({ length: got.value / signalfd_siginfo.size }, (_, i) => at(i));
  };
  const block = (...signals) => unwrap(pthread_sigmask(SIG_BLOCK, signals));
  const of = (...signals) => unwrap(signalfd(-1, signals, SFD_NONBLOCK));
  const names = (taken) => Array.isArray(taken) ? taken.map(({ ssi_signo }) => ssi_signo) : taken;
`;
const USR1 = 10;
const USR2 = 12;
const PIPE = 13;

describe('signalfd', () => {
  it('gives a signal that is directed at this thread and blocked in it, with who sent it and how', () => {
    const program = `
      block(SIGUSR2);
      const fd = of(SIGUSR2);
      const before = taken(fd);
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      const [info] = taken(fd);
      report([before, info.ssi_signo, info.ssi_code, info.ssi_pid === process.pid, info.ssi_uid === process.getuid(), taken(fd)]);
    `;
    const SI_TKILL = -6;
    expect(child(prelude + program)).toEqual(['EAGAIN', USR2, SI_TKILL, true, true, 'EAGAIN']);
  });

  it('gives the SIGPIPE of a write of this thread, which Node ignores', () => {
    const program = `
      block(SIGPIPE);
      const fd = of(SIGPIPE);
      const [reader, writer] = unwrap(pipe2(0));
      unwrap(close(reader));
      report([code(write(writer, Buffer.from('x'))), names(taken(fd))]);
    `;
    expect(child(prelude + program)).toEqual(['EPIPE', [PIPE]]);
  });

  it('gives several at once, one of a kind, and those of its mask alone', () => {
    const program = `
      block(SIGUSR1, SIGUSR2, SIGHUP);
      const fd = of(SIGUSR1, SIGUSR2);
      for (const signal of [SIGUSR2, SIGHUP, SIGUSR2, SIGUSR1]) unwrap(tgkill(process.pid, gettid(), signal));
      report(names(taken(fd, 4)));
    `;
    expect(child(prelude + program)).toEqual([USR1, USR2]);
  });

  it('with a descriptor in the place of -1 takes other signals from now on', () => {
    const program = `
      block(SIGUSR1, SIGUSR2);
      const fd = of(SIGUSR1);
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      report([taken(fd), signalfd(fd, [SIGUSR2], 0).value === fd, names(taken(fd))]);
    `;
    expect(child(prelude + program)).toEqual(['EAGAIN', true, [USR2]]);
  });

  it('is readable while one is pending: poll and epoll see it', () => {
    const program = `
      block(SIGUSR2);
      const fd = of(SIGUSR2);
      const [epfd, events] = [unwrap(epoll_create1(0)), epoll_events(1)];
      unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN }));
      const look = () => [unwrap(poll([{ fd, events: POLLIN }], 0)), unwrap(epoll_wait(epfd, events, 0))];
      const before = look();
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      report([before, look()]);
    `;
    expect(child(prelude + program)).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('adds no flag of its own, and sets what is asked for', () => {
    const program = `
      const flags = (fd) => [(unwrap(fcntl(fd, F_GETFL)) & O_NONBLOCK) !== 0, unwrap(fcntl(fd, F_GETFD)) === FD_CLOEXEC];
      report([0, SFD_NONBLOCK | SFD_CLOEXEC].map((how) => flags(unwrap(signalfd(-1, [SIGUSR2], how)))));
    `;
    expect(child(program)).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('works in a Worker, for signals that are directed at its thread', () => {
    const program = `
      new Worker(\`
        const { parentPort } = require('node:worker_threads');
        import('${index}').then(({ gettid, pthread_sigmask, read, SIG_BLOCK, SIGUSR2, signalfd, tgkill, unwrap }) => {
          unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
          const fd = unwrap(signalfd(-1, [SIGUSR2], 0));
          unwrap(tgkill(process.pid, gettid(), SIGUSR2));
          parentPort.postMessage([unwrap(read(fd, new Uint8Array(128))), gettid() === process.pid]);
        });
      \`, { eval: true }).once('message', report);
    `;
    expect(child(program)).toEqual([128, false]);
  });
});

/** Runs a program to its end, whatever that is. */
function run(program: string, ...flags: string[]) {
  const args = [...flags, '--input-type=module', '-e', with_imports(prelude + program)];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: hang, killSignal: 'SIGKILL' });
}

describe('signalfd, of signals that are directed at the process', () => {
  it('does not see them: other threads of Node have them unblocked, which this one cannot change', () => {
    const program = `
      import { readdirSync, readFileSync } from 'node:fs';
      block(SIGTERM);
      const bit = 1n << BigInt(SIGTERM - 1);
      const open = readdirSync('/proc/self/task').filter((tid) => {
        const [, mask] = /^SigBlk:\\s+(\\w+)$/m.exec(readFileSync('/proc/self/task/' + tid + '/status', 'utf8'));
        return (BigInt('0x' + mask) & bit) === 0n;
      });
      console.log(open.includes(String(gettid())), open.length > 0);
    `;
    expect(run(program).stdout).toBe('false true\n');
  });

  it('so that SIGTERM ends the process, although this thread has blocked it and reads it', () => {
    const { signal, stdout } = run(`
      block(SIGTERM);
      const fd = of(SIGTERM);
      process.kill(process.pid, 'SIGTERM');
      // It is pending until another thread has taken it: poll says so, and is no end of the wait.
      poll([{ fd, events: POLLIN }], -1);
      poll([], -1);
    `);
    expect([signal, stdout]).toEqual(['SIGTERM', '']);
  });

  it('and where Node has a handler, that runs as ever: process.on and an eventfd wake who waits', () => {
    const { stdout } = run(`
      import { Worker } from 'node:worker_threads';
      const stop = unwrap(eventfd(0, 0));
      new Worker(\`
        import('${index}').then(({ eventfd_read, unwrap }) => {
          process.kill(process.pid, 'SIGTERM');
          console.log(String(unwrap(eventfd_read(\${stop}))));
        });
      \`, { eval: true });
      process.on('SIGTERM', () => unwrap(eventfd_write(stop, 1)));
    `);
    expect(stdout).toBe('1\n');
  });

  it('sees SIGUSR1 of these, when the main thread blocks it before the first use of the thread pool', () => {
    const early = `
      const { pthread_sigmask, read, SFD_NONBLOCK, SIG_BLOCK, SIGUSR1, signalfd, unwrap } = require(process.argv[1]);
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR1]));
      const fd = unwrap(signalfd(-1, [SIGUSR1], SFD_NONBLOCK));
      process.kill(process.pid, 'SIGUSR1');
      setTimeout(() => console.log(unwrap(read(fd, new Uint8Array(128)))), 50);
    `;
    const args = ['--input-type=commonjs', '-e', early, new URL(index).pathname];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: hang });
    expect(stdout, stderr).toBe('128\n');
  });
});

// ENFILE, ENODEV and ENOMEM would take the whole machine out of them.
describe('signalfd, refused', () => {
  it('says EINVAL for what is no signalfd, and for an unknown flag; EBADF for what is not open', () => {
    expect(signalfd(no_socket(), [SIGUSR2], 0)).toEqual(refused('signalfd', 'EINVAL'));
    expect(signalfd(-1, [SIGUSR2], 1)).toEqual(refused('signalfd', 'EINVAL'));
    expect(signalfd(nowhere, [SIGUSR2], 0)).toEqual(refused('signalfd', 'EBADF'));
  });

  it('says EINVAL for a read of less than one', () => {
    const program = `
      block(SIGUSR2);
      report(code(read(of(SIGUSR2), new Uint8Array(signalfd_siginfo.size - 1))));
    `;
    expect(child(prelude + program)).toBe('EINVAL');
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = `
      let last = signalfd(-1, [SIGUSR2], 0);
      while (last.ok) last = signalfd(-1, [SIGUSR2], 0);
      report(last);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('signalfd', 'EMFILE'));
  });
});
