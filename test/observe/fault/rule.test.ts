import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { matches, parse_rule } from '../../../src/observe/fault/rule.js';
import { no_strace } from '../../support/strace.js';

/** Which of the first calls a rule matches. */
const meant = (when: string, calls = 12) => {
  const rule = parse_rule(`recvfrom:error=EINTR${when}`);
  return Array.from({ length: calls }, (_, i) => i + 1).filter((count) => matches(rule, count));
};

describe('when', () => {
  it.each([
    ['', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [':when=1', [1]],
    [':when=3', [3]],
    [':when=10+', [10, 11, 12]],
    [':when=1+2', [1, 3, 5, 7, 9, 11]],
    [':when=2+5', [2, 7, 12]],
    [':when=4..6', [4, 5, 6]],
    [':when=4..6+', [4, 5, 6]],
    [':when=4..9+2', [4, 6, 8]],
    [':when=4..4', [4]],
    [':when=4..9+20', [4]],
    [':when=2:when=5', [5]],
    [':when=2..3:when=11+', [11, 12]],
  ])('recvfrom:error=EINTR%s', (when, calls) => {
    expect(meant(when)).toEqual(calls);
  });

  it('counts to 65535', () => {
    const rule = parse_rule('recvfrom:error=EINTR:when=65535');
    expect([65534, 65535, 65536].map((count) => matches(rule, count))).toEqual([false, true, false]);
  });
});

describe('what a rule says', () => {
  const said = (text: string) => {
    const { text: _, when: __, syscalls, ...rest } = parse_rule(text);
    return { ...rest, syscalls: [...syscalls].join() };
  };
  it.each([
    ['recvfrom:error=EINTR', { syscalls: 'recvfrom', result: -4 }],
    ['recvfrom:error=eintr', { syscalls: 'recvfrom', result: -4 }],
    ['recvfrom:error=11', { syscalls: 'recvfrom', result: -11 }],
    ['recvfrom:error=4095', { syscalls: 'recvfrom', result: -4095 }],
    ['recvfrom:error=EWOULDBLOCK', { syscalls: 'recvfrom', result: -11 }],
    ['recvfrom:error=ERESTARTSYS', { syscalls: 'recvfrom', result: -512 }],
    ['sendto:retval=3', { syscalls: 'sendto', result: 3 }],
    ['sendto:retval=0x10', { syscalls: 'sendto', result: 16 }],
    ['sendto:retval=010', { syscalls: 'sendto', result: 8 }],
    ['sendto:short=3', { syscalls: 'sendto', short: 3 }],
    ['recvmsg:eof', { syscalls: 'recvmsg', eof: true }],
    ['close:signal=SIGUSR1', { syscalls: 'close', signal: 10 }],
    ['close:signal=usr1', { syscalls: 'close', signal: 10 }],
    ['close:signal=64', { syscalls: 'close', signal: 64 }],
    ['close:signal=SIGRTMIN', { syscalls: 'close', signal: 32 }],
    ['sendto,recvfrom:error=EPIPE', { syscalls: 'sendto,recvfrom', result: -32 }],
    ['/^recv:error=EINTR', { syscalls: 'recvfrom,recvmsg,recvmmsg', result: -4 }],
    [
      '%network,!/^[a-r]:error=EINTR',
      { syscalls: 'socket,socketpair,shutdown,setsockopt,sendto,sendmsg,sendmmsg,sendfile', result: -4 },
    ],
  ])('%s', (text, rule) => {
    expect(said(text)).toEqual(rule);
  });

  it.each([
    ['2s', 2000],
    ['200ms', 200],
    ['1.5ms', 1.5],
    ['.5s', 500],
    ['1e3us', 1],
    ['1500', 1.5],
    ['100us', 0.1],
    ['5000ns', 0.005],
    ['0', 0],
  ])('a time of %s', (time, ms) => {
    expect(parse_rule(`close:delay_enter=${time}`).delay_enter).toBeCloseTo(ms, 9);
    expect(parse_rule(`close:delay_exit=${time}`).delay_exit).toBeCloseTo(ms, 9);
  });
});

describe('is refused, with the reason', () => {
  it.each([
    ['', 'it must begin with system calls, as in recvfrom:error=EINTR'],
    [':error=EINTR', 'it must begin with system calls, as in recvfrom:error=EINTR'],
    ['recvfrom', 'no action is given: use error, retval, eof, short, signal, delay_enter, delay_exit'],
    ['recvfrom:when=2', 'no action is given: use error, retval, eof, short, signal, delay_enter, delay_exit'],
    ['recv:error=EINTR', "invalid system call 'recv': the kernel's name for it is recvfrom"],
    ['openat:error=EINTR', "invalid system call 'openat'"],
    ['%file:error=EINTR', 'this package makes none of the calls in %file'],
    ['none:error=EINTR', 'this package makes none of the calls in none'],
    ['recvfrom:error=EFOO', 'unknown errno EFOO'],
    ['recvfrom:error=0', 'errno must be from 1 to 4095, got 0'],
    ['recvfrom:error=4096', 'errno must be from 1 to 4095, got 4096'],
    ['recvfrom:error=', 'unknown errno '],
    ['recvfrom:error=EINTR:error=EAGAIN', 'error is given twice'],
    ['recvfrom:error=EINTR:retval=0', 'error and retval exclude each other'],
    ['recvfrom:error=EINTR:short=1', 'error and short exclude each other'],
    ['recvfrom:eof:short=1', 'eof and short exclude each other'],
    ['recvfrom:retval=-4', 'a negative result is an error: use error=4'],
    ['recvfrom:retval=many', 'retval must be an integer from 0 to 2^53 - 1, got many'],
    ['recvfrom:retval=9007199254740992', 'retval must be an integer from 0 to 2^53 - 1, got 9007199254740992'],
    ['recvfrom:short=0', 'a short call moves at least 1 byte: use eof or retval=0'],
    ['recvfrom:short=-1', 'short must be a number of bytes, got -1'],
    ['recvfrom:short', 'short must be a number of bytes, got '],
    ['connect:short=1', 'short does not apply to connect, only to calls that move bytes of a stream: sendto, '],
    [
      '%network:short=1',
      'short does not apply to socket, socketpair, bind, listen, accept, accept4, connect, shutdown, ',
    ],
    ['sendto:eof', 'eof does not apply to sendto, only to calls that receive from a stream: recvfrom, recvmsg, read'],
    ['recvfrom:eof=1', 'eof takes no value, got 1'],
    ['recvfrom:signal=SIGFOO', 'unknown signal SIGFOO'],
    ['recvfrom:signal=0', 'unknown signal 0'],
    ['recvfrom:signal=65', 'unknown signal 65'],
    ['recvfrom:delay_enter=soon', 'delay_enter must be a time such as 200ms, 1.5s, 50us, 100 (microseconds), got soon'],
    ['recvfrom:delay_exit=-1s', 'delay_exit must be a time such as 200ms, 1.5s, 50us, 100 (microseconds), got -1s'],
    ['recvfrom:error=EINTR:when=0', 'the first call must be from 1 to 65535, got 0'],
    ['recvfrom:error=EINTR:when=65536', 'the first call must be from 1 to 65535, got 65536'],
    ['recvfrom:error=EINTR:when=1..65535', 'the last call must be at most 65534, got 65535'],
    ['recvfrom:error=EINTR:when=5..3', 'the last call, 3, is before the first, 5'],
    ['recvfrom:error=EINTR:when=1+0', 'the step must be from 1 to 65535'],
    ['recvfrom:error=EINTR:when=often', 'when must be first[..last][+[step]], got often'],
    ['recvfrom:syscall=getpid:error=EINTR', 'syscall= is not supported'],
    ['recvfrom:poke_exit=@arg2=58', 'poke_exit= is not supported: the arguments are your own arrays'],
    [
      'recvfrom:errno=EINTR',
      'unknown errno=EINTR: use error, retval, eof, short, signal, delay_enter, delay_exit, when',
    ],
  ])('%s', (text, why) => {
    expect(() => parse_rule(text)).toThrow(RangeError);
    expect(() => parse_rule(text)).toThrow(`inject: ${text}: ${why}`);
  });
});

const reason = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;

describe.skipIf(no_strace)(`strace takes and refuses the same rules${reason}`, () => {
  const accepted = (rule: string) => {
    try {
      parse_rule(rule);
      return true;
    } catch {
      return false;
    }
  };
  const env = { ...process.env, LD_PRELOAD: '' }; // a sanitizer has nothing to look for here
  const by_strace = (rule: string) =>
    spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'trace=none', '-e', `inject=${rule}`, 'true'], { env })
      .status === 0;

  const times = ['1', '0', '+1', '1s', '1ms', '1us', '1ns', '1m', '1S', '1.5', '1.5s', '.5s', '1.s', '1e3', '1E3ms', '1e', '', ' ', 'x',
    '-1', '-1.5s', '1 s', '0x10', 'inf', 'nan', '1..2']; // biome-ignore format: a list
  const whens = ['1', '0', '65535', '65536', '1+', '1+1', '1+0', '1+65535', '1+65536', '1..2', '2..1', '1..65534', '1..65535', '2..2+',
    '1..9+2', '1...2', '1.2', '1..', '..2', '+', '+2', '', 'x', '1+x', '1+2+3', '1x', '1..2x', '-1', '1+-1']; // biome-ignore format: a list
  const others = ['', ':', ':error=EINTR', 'recvfrom', 'recvfrom:', 'recvfrom::error=EINTR', 'recvfrom:error=EINTR:', 'recvfrom:error',
    'recvfrom:error=', 'recvfrom:error=0', 'recvfrom:error=1', 'recvfrom:error=4095', 'recvfrom:error=4096', 'recvfrom:error=eIntr',
    'recvfrom:error=EFOO', 'recvfrom:error=INTR', 'recvfrom:error=ENOTSUPP', 'recvfrom:error=1:error=1', 'recvfrom:error=1:retval=1', 'recvfrom:retval=1:error=1',
    'recvfrom:retval=', 'recvfrom:retval=0', 'recvfrom:retval=0x1f', 'recvfrom:retval=0x', 'recvfrom:retval=017', 'recvfrom:retval=08',
    'recvfrom:retval=1x', 'recvfrom:signal=0', 'recvfrom:signal=1', 'recvfrom:signal=64', 'recvfrom:signal=65', 'recvfrom:signal=HUP',
    'recvfrom:signal=sighup', 'recvfrom:signal=SIG', 'recvfrom:signal=RT_1', 'recvfrom:signal=1:signal=1', 'recvfrom:when=1',
    'recvfrom:error=1:when=1:when=2', 'nosuchcall:error=1', '?nosuchcall,recvfrom:error=1', '!recvfrom:delay_enter=0', 'recvfrom,:error=1',
    ',recvfrom:error=1', ',:error=1', '/^recv:error=1', '/^nosuch:error=1', '%network:error=1', '%nosuch:error=1', 'recvfrom:foo=1',
    'recvfrom:delay_enter=1:delay_enter=1', 'recvfrom:delay_enter=1:delay_exit=1', 'recvfrom:ERROR=1']; // biome-ignore format: a list
  it.each([
    ...times.map((time) => `recvfrom:delay_enter=${time}`),
    ...whens.map((when) => `recvfrom:error=EINTR:when=${when}`),
    ...others,
  ])('%s', (rule) => {
    expect(accepted(rule)).toBe(by_strace(rule));
  });
});
