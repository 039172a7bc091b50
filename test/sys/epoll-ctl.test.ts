import {
  as_fd,
  close,
  dup,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLERR,
  EPOLLET,
  EPOLLEXCLUSIVE,
  EPOLLHUP,
  EPOLLIN,
  EPOLLONESHOT,
  EPOLLOUT,
  EPOLLRDHUP,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  eventfd,
  type Fd,
  MSG_DONTWAIT,
  recv,
  SHUT_WR,
  send,
  shutdown,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair, tcp_pair } from '../support/sockets.js';
import { drain, file, fill, nowhere, ok, refused, reset } from './kit.js';
import { type Bad, contract, int } from './misuse.js';

const epoll = () => closing(unwrap(epoll_create1(0)));
const events = epoll_events(8);

const bad_event: readonly Bad[] = [
  ['a number', EPOLLIN, TypeError],
  ['a string', 'EPOLLIN', TypeError],
];
contract(epoll_ctl, { epfd: int, op: int, fd: int, event: bad_event }, [nowhere, EPOLL_CTL_DEL, as_fd(0)], 'EBADF');

/** What one look at the set says of a descriptor: its events, or 0. */
function told(epfd: Fd): number {
  return unwrap(epoll_wait(epfd, events, 0)) === 0 ? 0 : events.events(0);
}

describe('epoll_ctl, how a descriptor is waited for', () => {
  // Whether it is told of 1) after 4000 bytes came, 2) after 1000 were read, 3) once more, 4) after 1000 more came, 5) when all is read.
  it.each([
    ['level-triggered: as long as there are bytes', 0, [true, true, true, true, false]],
    ['EPOLLET: once for each arrival', EPOLLET, [true, false, false, true, false]],
    ['EPOLLONESHOT: once', EPOLLONESHOT, [true, false, false, false, false]],
  ])('%s', (_, how, expected) => {
    const epfd = epoll();
    const [a, b] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN | how }));
    const steps = [
      () => send(b, Buffer.alloc(4000)),
      () => recv(a, Buffer.alloc(1000), MSG_DONTWAIT),
      () => undefined,
      () => send(b, Buffer.alloc(1000)),
      () => drain(a),
    ];
    const seen = steps.map((step) => {
      step();
      return told(epfd) !== 0;
    });
    expect(seen).toEqual(expected);
  });

  it('EPOLLONESHOT waits again after EPOLL_CTL_MOD', () => {
    const epfd = epoll();
    const [a, b] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN | EPOLLONESHOT }));
    unwrap(send(b, Buffer.from('x')));
    expect([told(epfd), told(epfd)]).toEqual([EPOLLIN, 0]);
    unwrap(epoll_ctl(epfd, EPOLL_CTL_MOD, a, { events: EPOLLIN | EPOLLONESHOT }));
    expect([told(epfd), told(epfd)]).toEqual([EPOLLIN, 0]);
  });

  it('EPOLLET tells of what was there before it was added, and again after EPOLL_CTL_MOD', () => {
    const epfd = epoll();
    const [a, b] = pair();
    unwrap(send(b, Buffer.from('x')));
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN | EPOLLET }));
    expect([told(epfd), told(epfd)]).toEqual([EPOLLIN, 0]);
    unwrap(epoll_ctl(epfd, EPOLL_CTL_MOD, a, { events: EPOLLIN | EPOLLET }));
    expect([told(epfd), told(epfd)]).toEqual([EPOLLIN, 0]);
  });

  it('takes the 32 bits of the events signed, as `EPOLLIN | EPOLLET` is, and unsigned', () => {
    const epfd = epoll();
    expect(EPOLLET).toBe(2 ** 31);
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, pair()[0], { events: EPOLLIN | EPOLLET })).toEqual(ok(0));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, pair()[0], { events: EPOLLIN + EPOLLET })).toEqual(ok(0));
  });
});

describe('epoll_ctl, what is told', () => {
  it('of EPOLLOUT: while there is room in the send buffer', () => {
    const epfd = epoll();
    const [a] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN | EPOLLOUT }));
    expect(told(epfd)).toBe(EPOLLOUT);
    fill(a);
    expect(told(epfd)).toBe(0);
  });

  it('of EPOLLRDHUP, if asked: the peer sends no more, which EPOLLIN tells too', () => {
    const { client, server } = tcp_pair();
    const [asked, not_asked] = [epoll(), epoll()];
    unwrap(epoll_ctl(asked, EPOLL_CTL_ADD, server, { events: EPOLLIN | EPOLLRDHUP }));
    unwrap(epoll_ctl(not_asked, EPOLL_CTL_ADD, server, { events: EPOLLIN }));
    unwrap(shutdown(client, SHUT_WR));
    unwrap(epoll_wait(asked, events, 2000));
    expect([told(asked), told(not_asked)]).toEqual([EPOLLIN | EPOLLRDHUP, EPOLLIN]);
  });

  it('without being asked: EPOLLHUP when both directions are done, EPOLLERR with it after a reset', () => {
    const epfd = epoll();
    const { client, server } = tcp_pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, client, { events: 0 }));
    expect(told(epfd)).toBe(0);
    reset(server);
    unwrap(epoll_wait(epfd, events, 2000));
    expect(told(epfd)).toBe(EPOLLERR | EPOLLHUP);
  });

  it('changes with EPOLL_CTL_MOD, data included, and ends with EPOLL_CTL_DEL', () => {
    const epfd = epoll();
    const [a] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN }));
    expect(told(epfd)).toBe(0);
    expect(epoll_ctl(epfd, EPOLL_CTL_MOD, a, { events: EPOLLOUT, data: 7 })).toEqual(ok(0));
    expect([told(epfd), events.data(0)]).toEqual([EPOLLOUT, 7]);
    expect(epoll_ctl(epfd, EPOLL_CTL_DEL, a)).toEqual(ok(0));
    expect(told(epfd)).toBe(0);
  });

  it('ends with the close of a descriptor, but not while a duplicate is open', () => {
    const epfd = epoll();
    const [a, b] = pair();
    unwrap(send(b, Buffer.from('x')));
    const second = unwrap(dup(a));
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, second, { events: EPOLLIN }));
    unwrap(close(second));
    expect([told(epfd), events.fd(0)]).toEqual([EPOLLIN, second]);
    expect(epoll_ctl(epfd, EPOLL_CTL_DEL, second)).toEqual(refused('epoll_ctl', 'EBADF'));
    unwrap(close(a));
    expect(told(epfd)).toBe(0);
  });
});

describe('epoll_ctl, its event', () => {
  const given: readonly (readonly [what: string, event: object, error: typeof TypeError | typeof RangeError])[] = [
    ['events is missing', {}, TypeError],
    ['events is a bigint', { events: 1n }, TypeError],
    ['events is 2**32', { events: 2 ** 32 }, RangeError],
    ['events is 1.5', { events: 1.5 }, RangeError],
    ['data is a string', { events: 1, data: '1' }, TypeError],
    ['data is null', { events: 1, data: null }, TypeError],
    ['data is -1', { events: 1, data: -1 }, RangeError],
    ['data is 1.5', { events: 1, data: 1.5 }, RangeError],
    ['data is 2**53, which is not exact', { events: 1, data: 2 ** 53 }, RangeError],
    ['data is -1n', { events: 1, data: -1n }, RangeError],
    ['data is 2n**64n', { events: 1, data: 2n ** 64n }, RangeError],
  ];
  it.each(given)('throws when %s', (_, event, error) => {
    const epfd = epoll();
    const call = () => Reflect.apply(epoll_ctl, undefined, [epfd, EPOLL_CTL_ADD, pair()[0], event]);
    expect(call).toThrow(error);
    expect(call).toThrow(/^epoll_ctl: event\.(events|data) must be /);
  });

  it('may have getters that call epoll_ctl again', () => {
    const [outer, inner] = [epoll(), epoll()];
    const [a] = pair();
    const event = {
      get events() {
        unwrap(epoll_ctl(inner, EPOLL_CTL_ADD, a, { events: EPOLLIN, data: 1 }));
        return EPOLLOUT;
      },
      data: 2,
    };
    unwrap(epoll_ctl(outer, EPOLL_CTL_ADD, a, event));
    expect([told(outer), events.data(0)]).toEqual([EPOLLOUT, 2]);
  });
});

// ENOSPC would take max_user_watches, millions, and ENOMEM the machine's memory.
describe('epoll_ctl, refused', () => {
  const IN = { events: EPOLLIN };

  it('says EEXIST for what is in the set, ENOENT for what is not', () => {
    const epfd = epoll();
    const [a] = pair();
    expect(epoll_ctl(epfd, EPOLL_CTL_MOD, a, IN)).toEqual(refused('epoll_ctl', 'ENOENT'));
    expect(epoll_ctl(epfd, EPOLL_CTL_DEL, a)).toEqual(refused('epoll_ctl', 'ENOENT'));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, a, IN)).toEqual(ok(0));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, a, IN)).toEqual(refused('epoll_ctl', 'EEXIST'));
  });

  it('knows a duplicate for another member of the set', () => {
    const epfd = epoll();
    const [a] = pair();
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, IN));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, closing(unwrap(dup(a))), IN)).toEqual(ok(0));
  });

  it('says EBADF when one of the two is not open', () => {
    expect(epoll_ctl(nowhere, EPOLL_CTL_ADD, pair()[0], IN)).toEqual(refused('epoll_ctl', 'EBADF'));
    expect(epoll_ctl(epoll(), EPOLL_CTL_ADD, nowhere, IN)).toEqual(refused('epoll_ctl', 'EBADF'));
    expect(epoll_ctl(epoll(), EPOLL_CTL_ADD, -1 as Fd, IN)).toEqual(refused('epoll_ctl', 'EBADF'));
  });

  it('says EPERM for what is always ready: a file, a folder', () => {
    expect(epoll_ctl(epoll(), EPOLL_CTL_ADD, file('/proc/version'), IN)).toEqual(ok(0));
    expect(epoll_ctl(epoll(), EPOLL_CTL_ADD, file(process.execPath), IN)).toEqual(refused('epoll_ctl', 'EPERM'));
    expect(epoll_ctl(epoll(), EPOLL_CTL_ADD, file('/'), IN)).toEqual(refused('epoll_ctl', 'EPERM'));
  });

  it('says EINVAL for an instance in itself, for what is no instance, and for an unknown operation', () => {
    const epfd = epoll();
    const [a, b] = pair();
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, epfd, IN)).toEqual(refused('epoll_ctl', 'EINVAL'));
    expect(epoll_ctl(a, EPOLL_CTL_ADD, b, IN)).toEqual(refused('epoll_ctl', 'EINVAL'));
    expect(epoll_ctl(epfd, 99, a, IN)).toEqual(refused('epoll_ctl', 'EINVAL'));
  });

  it('says EFAULT when an event is needed and left out', () => {
    const epfd = epoll();
    const [a] = pair();
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, a)).toEqual(refused('epoll_ctl', 'EFAULT'));
    expect(epoll_ctl(epfd, EPOLL_CTL_MOD, a)).toEqual(refused('epoll_ctl', 'EFAULT'));
  });

  it('says ELOOP when instances would wait for each other', () => {
    const [first, second] = [epoll(), epoll()];
    unwrap(epoll_ctl(first, EPOLL_CTL_ADD, second, IN));
    expect(epoll_ctl(second, EPOLL_CTL_ADD, first, IN)).toEqual(refused('epoll_ctl', 'ELOOP'));
  });

  it('says ELOOP for a chain of more than five', () => {
    const chain = [epoll(), epoll(), epoll(), epoll(), epoll()];
    const link = (outer: Fd | undefined, inner: Fd | undefined) =>
      epoll_ctl(outer ?? nowhere, EPOLL_CTL_ADD, inner ?? nowhere, IN);
    for (let i = 1; i < chain.length; ++i) expect(link(chain[i], chain[i - 1])).toEqual(ok(0));
    expect(link(epoll(), chain.at(-1))).toEqual(refused('epoll_ctl', 'ELOOP'));
  });

  it('says EINVAL for EPOLLEXCLUSIVE with MOD, with EPOLLONESHOT or on an instance, and for a change of what has it', () => {
    const epfd = epoll();
    const [a, b] = pair();
    const EXCLUSIVE = { events: EPOLLIN | EPOLLEXCLUSIVE };
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, IN));
    expect(epoll_ctl(epfd, EPOLL_CTL_MOD, a, EXCLUSIVE)).toEqual(refused('epoll_ctl', 'EINVAL'));
    const once = { events: EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT };
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, b, once)).toEqual(refused('epoll_ctl', 'EINVAL'));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, epoll(), EXCLUSIVE)).toEqual(refused('epoll_ctl', 'EINVAL'));
    expect(epoll_ctl(epfd, EPOLL_CTL_ADD, b, EXCLUSIVE)).toEqual(ok(0));
    expect(epoll_ctl(epfd, EPOLL_CTL_MOD, b, IN)).toEqual(refused('epoll_ctl', 'EINVAL'));
    expect(epoll_ctl(epfd, EPOLL_CTL_DEL, b)).toEqual(ok(0));
  });

  it('leaves an eventfd, which is no instance, unharmed', () => {
    const counter = closing(unwrap(eventfd(0, 0)));
    expect(epoll_ctl(counter, EPOLL_CTL_ADD, pair()[0], IN)).toEqual(refused('epoll_ctl', 'EINVAL'));
  });
});
