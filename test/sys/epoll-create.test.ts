import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  F_GETFD,
  FD_CLOEXEC,
  fcntl,
  POLLIN,
  poll,
  send,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair } from '../support/sockets.js';
import { child } from './child.js';
import { ok, refused } from './kit.js';
import { contract, flags } from './misuse.js';

contract(epoll_create1, { flags }, [1], 'EINVAL');

describe('epoll_create1', () => {
  it('adds no flag of its own, and sets what is asked for', () => {
    const of = (flags: number) => unwrap(fcntl(closing(unwrap(epoll_create1(flags))), F_GETFD));
    expect([of(0), of(EPOLL_CLOEXEC)]).toEqual([0, FD_CLOEXEC]);
  });

  it('makes a descriptor that is itself readable while one of the set is ready', () => {
    const epfd = closing(unwrap(epoll_create1(0)));
    const [a, b] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN }));
    expect(poll([{ fd: epfd, events: POLLIN }], 0)).toEqual(ok(0));
    unwrap(send(b, Buffer.from('x')));
    expect(poll([{ fd: epfd, events: POLLIN }], 0)).toEqual(ok(1));
  });
});

// ENFILE and ENOMEM would take the whole machine out of them.
describe('epoll_create1, refused', () => {
  it('says EINVAL for an unknown flag', () => {
    expect(epoll_create1(EPOLL_CLOEXEC | 1)).toEqual(refused('epoll_create1', 'EINVAL'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = `
      let last = epoll_create1(0);
      while (last.ok) last = epoll_create1(0);
      report(last);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('epoll_create1', 'EMFILE'));
  });
});
