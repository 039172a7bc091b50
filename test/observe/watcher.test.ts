// What a watcher calls changes nothing of the call that it watches: no two calls in progress share memory.
import {
  EFD_NONBLOCK,
  EPOLL_CTL_ADD,
  EPOLLIN,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  eventfd,
  eventfd_read,
  eventfd_write,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TraceWatcher, trace } from '../../src/observe/index.js';
import { closing } from '../support/sockets.js';

const counter = (value = 0) => closing(unwrap(eventfd(value, EFD_NONBLOCK)));

function watched(filter: string, watcher: TraceWatcher): void {
  onTestFinished(trace(watcher, { filter }));
}

describe('a watcher that makes the same call', () => {
  it('changes no value that eventfd_read returns', () => {
    const [a, b] = [counter(5), counter(99)];
    watched('read', { exit: () => void eventfd_read(b) });
    expect(unwrap(eventfd_read(a))).toBe(5n);
  });

  it('changes no value that eventfd_write writes', () => {
    const [a, b] = [counter(), counter()];
    watched('write', { enter: () => void eventfd_write(b, 1000), exit() {} });
    unwrap(eventfd_write(a, 3));
    expect(unwrap(eventfd_read(a))).toBe(3n);
  });

  it('changes no event that epoll_ctl registers', () => {
    const [one, other] = [closing(unwrap(epoll_create1(0))), closing(unwrap(epoll_create1(0)))];
    const [a, b] = [counter(1), counter()];
    const event = { events: EPOLLOUT, data: 777 };
    watched('epoll_ctl', { enter: () => void epoll_ctl(other, EPOLL_CTL_ADD, b, event), exit() {} });
    unwrap(epoll_ctl(one, EPOLL_CTL_ADD, a, { events: EPOLLIN, data: 1 }));
    const events = epoll_events(2);
    expect(unwrap(epoll_wait(one, events, 0))).toBe(1);
    expect([events.events(0), events.data(0)]).toEqual([EPOLLIN, 1]);
  });
});
