import { AF_UNIX, as_domain, as_level, SOCK_STREAM, SOL_SOCKET, socketpair } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing } from './support/sockets.js';

describe.each([
  ['as_domain', 'domain', as_domain],
  ['as_level', 'level', as_level],
])('%s', (name, parameter, as) => {
  it.each([0, 1, 999, -1, 0x7fff_ffff, -0x8000_0000])('takes %d', (number) => {
    expect(as(number)).toBe(number);
  });

  it.each([1.5, 0x8000_0000, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, which is no int', (number) => {
    expect(() => as(number)).toThrow(new RangeError(`${name}: ${parameter} must be an int32, got ${number}`));
  });

  it('refuses what is not a number', () => {
    // @ts-expect-error: a string is no number
    expect(() => as('1')).toThrow(new TypeError(`${name}: ${parameter} must be a number, got string`));
  });
});

it('as_domain gives what socket(2) takes, and as_level the number that C has', () => {
  const made = socketpair(as_domain(AF_UNIX + 0), SOCK_STREAM, 0);
  expect(made.ok && made.value.map((fd) => closing(fd))).toHaveLength(2);
  expect(as_level(1)).toBe(SOL_SOCKET);
});
