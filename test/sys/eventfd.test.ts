import { threadId } from 'node:worker_threads';
import {
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
  eventfd,
  eventfd_read,
  eventfd_write,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  fcntl,
  interrupt,
  O_NONBLOCK,
  O_RDWR,
  POLLIN,
  POLLOUT,
  type PollFd,
  poll,
  read,
  SFD_NONBLOCK,
  SIGUSR2,
  signalfd,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing } from '../support/sockets.js';
import { child } from './child.js';
import { nowhere, ok, refused } from './kit.js';
import { type Bad, contract, flags, int } from './misuse.js';

const counter = (initval = 0, flags = 0) => closing(unwrap(eventfd(initval, flags | EFD_NONBLOCK)));
const most = 2n ** 64n - 2n;

contract(eventfd, { initval: flags, flags }, [0, 2], 'EINVAL');
contract(eventfd_read, { fd: int }, [nowhere], 'EBADF');

const u64: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['a string', '1', TypeError],
  ['1.5', 1.5, RangeError],
  ['-1', -1, RangeError],
  ['2**53, which is not exact', 2 ** 53, RangeError],
  ['-1n', -1n, RangeError],
  ['2n**64n', 2n ** 64n, RangeError],
];
contract(eventfd_write, { fd: int, value: u64 }, [nowhere, 1], 'EBADF');

describe('eventfd', () => {
  it('counts: a read takes all, writes add up', () => {
    const fd = counter(3);
    expect(eventfd_write(fd, 4)).toEqual(ok(0));
    expect(eventfd_write(fd, 5n)).toEqual(ok(0));
    expect(eventfd_read(fd)).toEqual(ok(12n));
    expect(eventfd_read(fd)).toEqual(refused('eventfd_read', 'EAGAIN'));
  });

  it('begins with any 32 bits, and holds 2^64 - 2', () => {
    expect(eventfd_read(counter(2 ** 32 - 1))).toEqual(ok(2n ** 32n - 1n));
    const fd = counter();
    unwrap(eventfd_write(fd, most));
    expect(eventfd_read(fd)).toEqual(ok(most));
  });

  it('as a semaphore gives 1 each time', () => {
    const fd = counter(2, EFD_SEMAPHORE);
    expect([eventfd_read(fd), eventfd_read(fd)]).toEqual([ok(1n), ok(1n)]);
    expect(eventfd_read(fd)).toEqual(refused('eventfd_read', 'EAGAIN'));
  });

  it('is readable while it is not 0, and writable while 1 can be added', () => {
    const look = (initval: bigint) => {
      const fd = counter();
      unwrap(eventfd_write(fd, initval));
      const waiting: PollFd = { fd, events: POLLIN | POLLOUT };
      unwrap(poll([waiting], 0));
      return waiting.revents;
    };
    expect([look(0n), look(1n), look(most)]).toEqual([POLLOUT, POLLIN | POLLOUT, POLLIN]);
  });

  it('adds no flag of its own, and sets what is asked for', () => {
    const of = (flags: number) => {
      const fd = closing(unwrap(eventfd(0, flags)));
      return [unwrap(fcntl(fd, F_GETFL)), unwrap(fcntl(fd, F_GETFD))];
    };
    expect(of(0)).toEqual([O_RDWR, 0]);
    expect(of(EFD_NONBLOCK | EFD_CLOEXEC)).toEqual([O_RDWR | O_NONBLOCK, FD_CLOEXEC]);
  });

  it('is read and written in eight bytes of the machine: read(2) and write(2) see the same', () => {
    const fd = counter();
    const word = new BigUint64Array([7n]);
    const bytes = new Uint8Array(word.buffer);
    expect(write(fd, bytes)).toEqual(ok(8));
    word[0] = 0n;
    expect(read(fd, bytes)).toEqual(ok(8));
    expect(word[0]).toBe(7n);
  });
});

// ENFILE, ENODEV and ENOMEM would take the whole machine out of them.
describe('eventfd, refused', () => {
  it('says EINVAL for an unknown flag', () => {
    expect(eventfd(0, 2)).toEqual(refused('eventfd', 'EINVAL'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = `
      let last = eventfd(0, 0);
      while (last.ok) last = eventfd(0, 0);
      report(last);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('eventfd', 'EMFILE'));
  });

  it('says EAGAIN for a sum past 2^64 - 2, and EINVAL for 2^64 - 1', () => {
    const fd = counter(1);
    expect(eventfd_write(fd, most)).toEqual(refused('eventfd_write', 'EAGAIN'));
    expect(eventfd_write(fd, most + 1n)).toEqual(refused('eventfd_write', 'EINVAL'));
    expect(eventfd_read(fd)).toEqual(ok(1n));
  });

  it('says EINVAL for a descriptor that gives no eight bytes: a signalfd', () => {
    const fd = closing(unwrap(signalfd(-1, [SIGUSR2], SFD_NONBLOCK)));
    expect(eventfd_read(fd)).toEqual(refused('eventfd_read', 'EINVAL'));
  });

  it('says EINTR when the wait for a number, or for room, is interrupted', () => {
    const [empty, full] = [closing(unwrap(eventfd(0, 0))), closing(unwrap(eventfd(0, 0)))];
    unwrap(eventfd_write(full, most));
    unwrap(interrupt(threadId));
    expect(eventfd_read(empty)).toEqual(refused('eventfd_read', 'EINTR'));
    unwrap(interrupt(threadId));
    expect(eventfd_write(full, 1)).toEqual(refused('eventfd_write', 'EINTR'));
  });

  it('says EINVAL for fewer than eight bytes', () => {
    expect(read(counter(1), new Uint8Array(7))).toEqual(refused('read', 'EINVAL'));
    expect(write(counter(1), new Uint8Array(7))).toEqual(refused('write', 'EINVAL'));
  });

  it('blocks while it is 0, until another thread adds to it', () => {
    const program = `
      const fd = unwrap(eventfd(0, 0));
      const index = '${new URL('../../dist/index.js', import.meta.url).href}';
      new Worker(\`import('\${index}').then(({ eventfd_write }) => eventfd_write(\${fd}, 9n))\`, { eval: true });
      report(String(unwrap(eventfd_read(fd))));
    `;
    expect(child(program)).toBe('9');
  });
});
