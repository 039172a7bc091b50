// A prediction is compared entry by entry, and the first that differs is shown.
import { describe, expect, it } from 'vitest';
import { fits, guess } from '../../src/learn/guess.js';

describe('guess', () => {
  it('says nothing of a prediction that came true', () => {
    expect(guess(['close(3) = 0'], ['close(3) = 0'])).toBeUndefined();
    expect(guess([1, 2], [1, 2])).toBeUndefined();
  });

  it('shows the first entry that differs', () => {
    const parted = guess(['a', 'b', 'x'], ['a', 'c', 'y']);
    expect(parted).toMatchObject({ at: 1, guessed: 'b', measured: 'c' });
    expect(parted?.rows.map(([, text]) => text)).toEqual(['2', 'b', 'c']);
  });

  it.each([
    [['a'], ['a', 'b'], { at: 1, guessed: undefined, measured: 'b' }],
    [['a', 'b'], ['a'], { at: 1, guessed: 'b', measured: undefined }],
  ])('%j is not %j: one is longer', (guessed, measured, parted) => {
    expect(guess(guessed, measured)).toMatchObject(parted);
  });

  it('compares as it is told to', () => {
    const near = (one: number, other: number) => one >= other / 2 && one <= 2 * other;
    expect(guess([60, 100], [100, 100], near)).toBeUndefined();
    expect(guess([40, 100], [100, 100], near)?.at).toBe(0);
  });
});

describe('a line of a trace', () => {
  it.each([
    ['connect(_, {sa_family=AF_INET, _}, 16) = 0', 'connect(3, {sa_family=AF_INET, sin_port=htons(7)}, 16) = 0', true],
    ['close(3)                = 0', 'close(3) = 0', true],
    ['send(_) = 4', 'sendto(3, "", 4, 0, NULL, 0) = 4', false],
    ['recvfrom(3, _) = 1', 'recvfrom(3, "0123456789A", 11, 0, NULL, NULL) = 11', false],
  ])('%s is %s: %s', (pattern, line, is) => {
    expect(fits(pattern, line)).toBe(is);
  });

  it('has no wildcard in a name: AF_INET is not AF_xINET', () => {
    expect(fits('socket(AF_INET)', 'socket(AF_UNIX_INET)')).toBe(false);
  });
});
