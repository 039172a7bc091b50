import fc from 'fast-check';
import * as sys from 'sys-socket';
import {
  AF_UNIX,
  EPOLLET,
  EPOLLIN,
  F_GETFL,
  type FlagPrefix,
  fcntl,
  flag_names,
  MSG_CTRUNC,
  MSG_DONTROUTE,
  MSG_TRUNC,
  O_NONBLOCK,
  POLLHUP,
  POLLIN,
  poll,
  recvmsg,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sendmsg,
  shutdown,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair } from '../support/sockets.js';

const exported: Record<string, unknown> = { ...sys };
const prefixes: readonly FlagPrefix[] = [
  'AI_',
  'EPOLL',
  'IFF_',
  'MSG_',
  'NI_',
  'O_',
  'POLL',
  'SOCK_',
  'SOF_TIMESTAMPING_',
  'SPLICE_F_',
  'TCPI_OPT_',
];

describe('flag_names', () => {
  it('names msg_flags', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('longer')] }));
    const { msg_flags } = unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)] }));
    expect(flag_names('MSG_', msg_flags)).toEqual(['MSG_TRUNC']);
    expect(flag_names('MSG_', MSG_TRUNC | MSG_CTRUNC)).toEqual(['MSG_CTRUNC', 'MSG_TRUNC']);
  });

  it('names the events of poll and of epoll, the top bit too', () => {
    const [a, b] = pair();
    unwrap(shutdown(a, sys.SHUT_RDWR));
    const fds = [{ fd: b, events: POLLIN, revents: 0 }];
    unwrap(poll(fds, 1000));
    expect(flag_names('POLL', fds[0]?.revents ?? 0)).toEqual(['POLLIN', 'POLLHUP']);
    expect(flag_names('POLL', POLLIN | POLLHUP)).toEqual(['POLLIN', 'POLLHUP']);
    expect(flag_names('EPOLL', EPOLLIN | EPOLLET)).toEqual(['EPOLLIN', 'EPOLLET']);
    expect(flag_names('EPOLL', EPOLLET | 0), 'as an int, which is negative').toEqual(['EPOLLET']);
  });

  it('names the type of socket(2), which is a number, and the flags beside it', () => {
    expect(flag_names('SOCK_', SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)).toEqual([
      'SOCK_STREAM',
      'SOCK_NONBLOCK',
      'SOCK_CLOEXEC',
    ]);
    expect(flag_names('SOCK_', 3), 'and not STREAM and DGRAM').toEqual(['SOCK_RAW']);
    expect(flag_names('SOCK_', 15)).toEqual(['0xf']);
  });

  it('names what F_GETFL says: the access mode first, which is a number too', () => {
    const [fd] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)).map((one) => closing(one));
    expect(flag_names('O_', fd === undefined ? 0 : unwrap(fcntl(fd, F_GETFL)))).toEqual(['O_RDWR', 'O_NONBLOCK']);
    expect(flag_names('O_', 0)).toEqual(['O_RDONLY']);
    expect(flag_names('O_', O_NONBLOCK)).toEqual(['O_RDONLY', 'O_NONBLOCK']);
  });

  it('says a number by the name that is no alias, and nothing for 0', () => {
    expect(flag_names('MSG_', MSG_DONTROUTE)).toEqual(['MSG_DONTROUTE']);
    expect(flag_names('MSG_', 0)).toEqual([]);
  });

  it('leaves no bit out: the names and what is left are the word again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), fc.integer({ min: -0x8000_0000, max: 0xffff_ffff }), (prefix, bits) => {
        const numbers = flag_names(prefix, bits).map((name) => Number(name.startsWith('0x') ? name : exported[name]));
        expect(numbers.reduce((all, number) => (all | number) >>> 0, 0)).toBe(bits >>> 0);
      }),
    );
  });

  it('throws for what is no word, or no prefix of one', () => {
    expect(() => flag_names('MSG_', 1.5)).toThrow(/^flag_names: bits must be an integer/);
    expect(() => flag_names('MSG_', 2 ** 32)).toThrow(RangeError);
    // @ts-expect-error: no flags have it
    expect(() => flag_names('AF_', 2)).toThrow(/^flag_names: prefix must be one of AI_, EPOLL, /);
  });
});
