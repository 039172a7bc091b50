import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  close,
  dup,
  dup3,
  F_GETFD,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  fcntl,
  O_CLOEXEC,
  O_NONBLOCK,
  recv,
  send,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair } from '../support/sockets.js';
import { child } from './child.js';
import { drain, folder, nowhere, ok, refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(dup, { oldfd: int }, [nowhere], 'EBADF');
contract(dup3, { oldfd: int, newfd: int, flags }, [nowhere, nowhere, 0], 'EINVAL');

const hello = Buffer.from('HELLO');

describe('dup', () => {
  it('gives a second descriptor of the same socket, which stays open with it', () => {
    const [a, b] = pair();
    const second = closing(unwrap(dup(a)));
    expect(second).not.toBe(a);
    unwrap(close(a));
    expect(send(second, hello)).toEqual(ok(5));
    expect(drain(b)).toBe('HELLO');
  });

  it('shares O_NONBLOCK with the first, but not FD_CLOEXEC, which is off', () => {
    const [a] = pair();
    unwrap(fcntl(a, F_SETFD, FD_CLOEXEC));
    const second = closing(unwrap(dup(a)));
    unwrap(fcntl(second, F_SETFL, O_NONBLOCK));
    expect(unwrap(fcntl(a, F_GETFL)) & O_NONBLOCK).toBe(O_NONBLOCK);
    expect(fcntl(second, F_GETFD)).toEqual(ok(0));
  });
});

describe('dup3', () => {
  it('makes the number a second descriptor, and closes what it was', () => {
    const [a, b] = pair();
    const [c, d] = pair();
    expect(dup3(a, c, 0)).toEqual(ok(c));
    expect(recv(d, new Uint8Array(1))).toEqual(ok(0));
    expect(send(c, hello)).toEqual(ok(5));
    expect(drain(b)).toBe('HELLO');
  });

  it('sets FD_CLOEXEC if asked, and else not', () => {
    const [a] = pair();
    const [c] = pair();
    const of = (flags: number) => unwrap(fcntl(unwrap(dup3(a, c, flags)), F_GETFD));
    expect([of(O_CLOEXEC), of(0)]).toEqual([FD_CLOEXEC, 0]);
  });
});

// For EMFILE, which dup(2) documents for dup3 too, Linux says EBADF. EINTR is of the close of what the number was: Linux does not tell.
describe('dup and dup3, refused', () => {
  it('say EBADF for what is not open, dup3 also for a number past the limit', () => {
    const [a] = pair();
    expect(dup(nowhere)).toEqual(refused('dup', 'EBADF'));
    expect(dup3(nowhere, a, 0)).toEqual(refused('dup3', 'EBADF'));
    expect(dup3(a, nowhere, 0)).toEqual(refused('dup3', 'EBADF'));
    expect(send(a, hello)).toEqual(ok(5));
  });

  it('dup3 says EINVAL for a descriptor onto itself, open or not, and for an unknown flag', () => {
    const [a, b] = pair();
    expect(dup3(a, a, 0)).toEqual(refused('dup3', 'EINVAL'));
    expect(dup3(nowhere, nowhere, 0)).toEqual(refused('dup3', 'EINVAL'));
    expect(dup3(a, b, O_NONBLOCK)).toEqual(refused('dup3', 'EINVAL'));
  });

  it('dup says EMFILE when no descriptor is free', () => {
    const program = `
      const fd = unwrap(eventfd(0, 0));
      let last = dup(fd);
      while (last.ok) last = dup(fd);
      report(last);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('dup', 'EMFILE'));
  });

  it('dup3 says EBUSY for the number that an open(2) of another thread has taken, which still waits', () => {
    const fifo = join(folder(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const program = `
      import { open, openSync } from 'node:fs';
      const fd = unwrap(eventfd(0, 0));
      open('${fifo}', 'r', () => {}); // waits for a writer
      const free = Array.from({ length: 64 }, (_, n) => as_fd(n)).filter((n) => !fcntl(n, F_GETFD).ok);
      let busy;
      while (busy === undefined) {
        for (const n of free) {
          const made = dup3(fd, n, 0);
          if (made.ok) unwrap(close(n));
          else busy = made;
        }
      }
      openSync('${fifo}', 'w');
      report(busy);
    `;
    expect(child(program)).toEqual(refused('dup3', 'EBUSY'));
  });
});
