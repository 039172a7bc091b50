import { as_fd } from 'sys-socket';
import { describe, expect, it } from 'vitest';

describe('as_fd', () => {
  it.each([0, 3, 0x7fffffff])('takes %d for a descriptor', (number) => {
    expect(as_fd(number)).toBe(number);
  });

  it.each([-1, 1.5, 0x80000000, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (number) => {
    expect(() => as_fd(number)).toThrow(new RangeError(`as_fd: fd must be a non-negative int32, got ${number}`));
  });

  it('refuses what is not a number', () => {
    // @ts-expect-error: a string is no descriptor
    expect(() => as_fd('3')).toThrow(TypeError);
  });
});
