import { SIGUSR2, siginterrupt } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { child } from './child.js';
import { ok, refused } from './kit.js';
import { type Bad, contract, int } from './misuse.js';

const no_boolean: readonly Bad[] = [
  ['1', 1, TypeError],
  ['undefined', undefined, TypeError],
];
contract(siginterrupt, { sig: int, flag: no_boolean }, [99, true], 'EINVAL');

/** The kernel gives a signal of the process to the main thread before another, which is blocked by then. */
const blocked_by = (signal: 'SIGUSR2' | 'SIGINT') => `
  const { spawn } = await import('node:child_process');
  const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  let handled = 0;
  process.on('${signal}', () => ++handled);
  const turn = () => new Promise(setImmediate);
  const asleep = "while ! grep -q '^State:.S' /proc/" + process.pid + "/task/" + process.pid + "/status; do :; done; ";
  const kill = () => spawn('sh', ['-c', asleep + 'kill -${signal.slice(3)} ' + process.pid]);
`;
const blocked = blocked_by('SIGUSR2');

describe('siginterrupt', () => {
  it('ends the call that blocks the main thread, and the handler runs when it is back in the event loop', () => {
    const program = `${blocked}
      unwrap(siginterrupt(SIGUSR2, true));
      kill();
      const before = code(recv(a, new Uint8Array(1), 0));
      await turn();
      await turn();
      report([before, handled]);
    `;
    expect(child(program)).toEqual(['EINTR', 1]);
  });

  it('does so with SIGINT, which is what Ctrl-C sends, each time that it comes', () => {
    const program = `${blocked_by('SIGINT')}
      unwrap(siginterrupt(SIGINT, true));
      const ended = [];
      for (let i = 0; i < 2; ++i) {
        kill();
        ended.push(code(recv(a, new Uint8Array(1), 0)));
        await turn();
        await turn();
        ended.push(handled);
      }
      report(ended);
    `;
    expect(child(program)).toEqual(['EINTR', 1, 'EINTR', 2]);
  });

  it('ends recv_exact too, and with poll a thread that waits', () => {
    const program = `${blocked}
      unwrap(siginterrupt(SIGUSR2, true));
      kill();
      const exact = code(recv_exact(a, new Uint8Array(1)));
      kill();
      report([exact, code(poll([{ fd: a, events: POLLIN }], -1))]);
    `;
    expect(child(program)).toEqual(['EINTR', 'EINTR']);
  });

  it('loses no signal that came before the call', () => {
    const program = `${blocked}
      unwrap(siginterrupt(SIGUSR2, true));
      process.kill(process.pid, 'SIGUSR2');
      report(code(recv(a, new Uint8Array(1), 0)));
    `;
    expect(child(program)).toBe('EINTR');
  });

  it('ends one call for each of a thousand signals, which another thread sends before, at or after its beginning', () => {
    const program = `${blocked}
      unwrap(siginterrupt(SIGUSR2, true));
      const rounds = new Int32Array(new SharedArrayBuffer(4));
      const sends = new Worker(\`
        const { parentPort, workerData: rounds } = require('node:worker_threads');
        parentPort.postMessage('ready');
        for (let round = 0; round < 1000; ++round) {
          while (Atomics.load(rounds, 0) === round);
          process.kill(process.pid, 'SIGUSR2');
        }\`, { eval: true, workerData: rounds });
      await new Promise((resolve) => sends.once('message', resolve));
      const codes = new Set();
      for (let round = 0; round < 1000; ++round) {
        Atomics.add(rounds, 0, 1);
        for (const end = performance.now() + (round % 50) / 1000; performance.now() < end; );
        codes.add(code(recv(a, new Uint8Array(1), 0)));
      }
      unwrap(setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 1000 }));
      report([...codes, code(recv(a, new Uint8Array(1), 0))]);
    `;
    expect(child(program)).toEqual(['EINTR', 'EAGAIN']);
  });

  it('without it, or with false, a signal of a JavaScript handler ends no recv', () => {
    const program = `${blocked}
      unwrap(siginterrupt(SIGUSR2, true));
      unwrap(siginterrupt(SIGUSR2, false));
      process.kill(process.pid, 'SIGUSR2');
      unwrap(setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 1000 }));
      report(code(recv(a, new Uint8Array(1), 0)));
    `;
    expect(child(program)).toBe('EAGAIN');
  });
});

describe('siginterrupt, refused', () => {
  it('says EINVAL for a signal without a handler, and for SIGKILL', () => {
    expect(siginterrupt(SIGUSR2, true)).toEqual(refused('siginterrupt', 'EINVAL'));
    expect(siginterrupt(9, true)).toEqual(refused('siginterrupt', 'EINVAL'));
    const listener = () => {};
    process.on('SIGUSR2', listener);
    expect([siginterrupt(SIGUSR2, true), siginterrupt(SIGUSR2, true), siginterrupt(SIGUSR2, false)]).toEqual([
      ok(0),
      ok(0),
      ok(0),
    ]);
    process.off('SIGUSR2', listener);
    expect(siginterrupt(SIGUSR2, false)).toEqual(refused('siginterrupt', 'EINVAL'));
  });
});
