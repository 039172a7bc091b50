import { describe, expect, it } from 'vitest';
import { filter } from '../../src/observe/filter.js';

const all = ['socket', 'accept4', 'sendto', 'recvfrom', 'getsockopt', 'close', 'poll', 'fcntl'];

describe("filter, in the words of strace's -e trace=", () => {
  it.each([
    ['all', all],
    ['none', []],
    ['!none', all],
    ['!all', []],
    ['sendto', ['sendto']],
    ['sendto,recvfrom', ['sendto', 'recvfrom']],
    ['%network', ['socket', 'accept4', 'sendto', 'recvfrom', 'getsockopt']],
    ['%net', ['socket', 'accept4', 'sendto', 'recvfrom', 'getsockopt']],
    ['network', ['socket', 'accept4', 'sendto', 'recvfrom', 'getsockopt']],
    ['%desc', ['close', 'poll', 'fcntl']],
    ['%file', []],
    ['%file,close', ['close']],
    ['!close', all.filter((name) => name !== 'close')],
    ['!close,poll', all.filter((name) => name !== 'close' && name !== 'poll')],
    ['!!close', ['close']],
    ['!%network', ['close', 'poll', 'fcntl']],
    ['/^(send|recv)', ['sendto', 'recvfrom']],
    ['?openat,close', ['close']],
    ...(process.arch === 'x64'
      ? (
          [
            ['41', ['socket']],
            ['3,041', ['socket', 'close']],
            ['!3', all.filter((name) => name !== 'close')],
            ['60', []],
          ] as const
        ).map(([words, shown]) => [words, [...shown]] as [string, string[]])
      : []),
  ])('%s', (words, shown) => {
    expect(all.filter(filter(words))).toEqual(shown);
  });

  it.each([
    ['%network,!getsockopt', ['socket', 'accept4', 'sendto', 'recvfrom']],
    ['all,!%network', ['close', 'poll', 'fcntl']],
    ['%network,!getsockopt,close', ['socket', 'accept4', 'sendto', 'recvfrom', 'close']],
  ])('%s, which strace has no word for', (words, shown) => {
    expect(all.filter(filter(words))).toEqual(shown);
  });

  it('refuses a word that is none, and says what there is', () => {
    expect(() => filter('sendtoo')).toThrow(/^trace: invalid system call 'sendtoo': known are socket socketpair bind /);
    expect(() => filter('')).toThrow(RangeError);
    expect(() => filter('%netwrok')).toThrow(RangeError);
    expect(() => filter('9999')).toThrow("invalid system call '9999'");
  });

  it("says the kernel's name where the word is C's", () => {
    expect(() => filter('send')).toThrow("trace: invalid system call 'send': the kernel's name for it is sendto");
    expect(() => filter('recv')).toThrow("trace: invalid system call 'recv': the kernel's name for it is recvfrom");
  });
});
