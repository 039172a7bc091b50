import { once } from 'node:events';
import { threadId, Worker } from 'node:worker_threads';
import {
  AF_UNIX,
  close,
  dup3,
  epoll_create1,
  epoll_events,
  epoll_wait,
  interrupt,
  MSG_DONTWAIT,
  O_CLOEXEC,
  POLLIN,
  poll,
  recv,
  SOCK_STREAM,
  send,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { inject } from '../../src/observe/fault/inject.js';
import { trace } from '../../src/observe/trace.js';
import { closing, pair } from '../support/sockets.js';
import { ok, refused } from './kit.js';
import { contract, int } from './misuse.js';

contract(interrupt, { threadId: int }, [0x7fff_ffff], 'ESRCH');

const byte = new Uint8Array(1);
const asked = () => unwrap(interrupt(threadId));

describe('interrupt, of a thread that is in no call', () => {
  it('makes the next one that may block return EINTR, and no other: requests do not add up', () => {
    const [a, b] = pair();
    unwrap(send(b, byte, 0));
    asked();
    asked();
    expect(recv(a, byte, 0)).toEqual(refused('recv', 'EINTR'));
    expect(recv(a, byte, 0)).toEqual(ok(1));
  });

  it('leaves alone what is told not to block', () => {
    const [a] = pair();
    const epfd = closing(unwrap(epoll_create1(0)));
    asked();
    expect(recv(a, byte, MSG_DONTWAIT)).toEqual(refused('recv', 'EAGAIN'));
    expect(poll([{ fd: a, events: POLLIN }], 0)).toEqual(ok(0));
    expect(epoll_wait(epfd, epoll_events(1), 0)).toEqual(ok(0));
    expect(poll([{ fd: a, events: POLLIN }], -1)).toEqual(refused('poll', 'EINTR'));
  });

  it('leaves alone close and dup3, after whose EINTR nobody would know whether the descriptor is closed', () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const [c] = pair();
    asked();
    expect(dup3(a, b, O_CLOEXEC)).toEqual(ok(b));
    expect([close(a), close(b)]).toEqual([ok(0), ok(0)]);
    expect(recv(c, byte, 0)).toEqual(refused('recv', 'EINTR'));
  });

  it('is EINTR as any other: for the trace, and as a fault gives it', () => {
    const [a] = pair();
    const lines: string[] = [];
    const stop = trace(({ line }) => lines.push(line));
    asked();
    const interrupted = recv(a, byte, 0);
    stop();
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      [`recvfrom(${a}, 0x..., 1, 0, NULL, NULL)`, '= -1 EINTR (Interrupted system call)'],
    ]);
    const faults = inject(['recvfrom:error=EINTR']);
    expect(recv(a, byte, 0)).toBe(interrupted);
    faults.stop();
  });
});

describe('interrupt, refused', () => {
  it('says ESRCH for a thread that has not loaded the package, and for one that has ended', async () => {
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
    await once(worker, 'online');
    const { threadId } = worker;
    expect(interrupt(threadId)).toEqual(refused('interrupt', 'ESRCH'));
    await worker.terminate();
    expect(interrupt(threadId)).toEqual(refused('interrupt', 'ESRCH'));
    expect(interrupt(worker.threadId)).toEqual(refused('interrupt', 'ESRCH'));
  });
});
