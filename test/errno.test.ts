import { constants } from 'node:os';
import * as sys_socket from 'sys-socket';
import {
  AF_INET,
  close,
  errno_name,
  MSG_DONTWAIT,
  recv,
  SOCK_STREAM,
  send,
  socket,
  strerror,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { errors_of } from '../src/errno.js';
import { errno_table } from '../src/headers.js';
import { c } from './support/cpp.js';
import { musl } from './support/libc.js';
import { open, pair } from './support/sockets.js';

const numbers = [...new Set(errno_table.map(({ errno }) => errno))].sort((a, b) => a - b);

describe('errno_name and strerror', () => {
  it('say what libc says, for every number that has a name', () => {
    const of_libc = c(`
      #include <stdio.h>
      #include <string.h>
      int main(void) {
        ${numbers.map((number) => `printf("%d %s\\n", ${number}, strerror(${number}));`).join('\n')}
      }`);
    expect(numbers.map((number) => `${number} ${strerror(number)}`)).toEqual(of_libc.trimEnd().split('\n'));
  });

  const no_names = musl ? ' (skipped: musl has no strerrorname_np)' : '';
  it.skipIf(musl)(`have the names of strerrorname_np(3), and name no other number${no_names}`, () => {
    const of_libc = c(`
      #include <stdio.h>
      #include <string.h>
      int main(void) {
        for (int number = 1; number < 4096; ++number)
          if (strerrorname_np(number)) printf("%d %s\\n", number, strerrorname_np(number));
      }`);
    expect(numbers.map((number) => `${number} ${errno_name(number)}`)).toEqual(of_libc.trimEnd().split('\n'));
  });

  it("agree with Node's own table", () => {
    const exported: Record<string, unknown> = { ...sys_socket };
    for (const [name, number] of Object.entries(constants.errno)) expect(exported[name], name).toBe(number);
  });

  it('call the two names of a number by the one that strace prints', () => {
    expect(errno_name(sys_socket.EWOULDBLOCK)).toBe('EAGAIN');
    expect(errno_name(sys_socket.ENOTSUP)).toBe('EOPNOTSUPP');
    expect(errno_name(sys_socket.EDEADLOCK)).toBe('EDEADLK');
  });

  it('have an answer for a number without a name', () => {
    expect(errno_name(4242)).toBe('ERRNO_4242');
    expect(strerror(4242)).toBe('Unknown error 4242');
  });
});

describe('a refusal', () => {
  it('says which call, which error, and what it means', () => {
    const [a] = pair();
    expect(recv(a, new Uint8Array(1), MSG_DONTWAIT)).toEqual({
      ok: false,
      error: { syscall: 'recv', code: 'EAGAIN', errno: 11, message: 'Resource temporarily unavailable' },
    });
  });

  it('is one frozen value for each call and errno, so that EAGAIN in a loop allocates nothing', () => {
    const [a] = pair();
    const first = recv(a, new Uint8Array(1), MSG_DONTWAIT);
    expect(recv(a, new Uint8Array(1), MSG_DONTWAIT)).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(!first.ok && Object.isFrozen(first.error)).toBe(true);
  });

  it('of another call is another value', () => {
    const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
    unwrap(close(fd));
    const received = recv(fd, new Uint8Array(1));
    const sent = send(fd, new Uint8Array(1));
    expect(received).toMatchObject({ error: { syscall: 'recv', code: 'EBADF' } });
    expect(sent).toMatchObject({ error: { syscall: 'send', code: 'EBADF' } });
  });

  it('of another errno of the same call is another value', () => {
    const of_stream = recv(open(), new Uint8Array(1));
    const of_pair = recv(pair()[0], new Uint8Array(1), MSG_DONTWAIT);
    expect(of_stream).toMatchObject({ error: { code: 'ENOTCONN' } });
    expect(of_pair).toMatchObject({ error: { code: 'EAGAIN' } });
  });

  it('with a number that the headers do not know keeps the number', () => {
    expect(errors_of('recv')(-4242)).toEqual({
      ok: false,
      error: { syscall: 'recv', code: 'ERRNO_4242', errno: 4242, message: 'Unknown error 4242' },
    });
  });
});
