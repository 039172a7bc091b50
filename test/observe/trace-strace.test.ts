import { describe, expect, it } from 'vitest';
import { of_libc } from '../support/libc.js';
import { compare, no_model } from './real.js';

const why = no_model === undefined ? '' : ` (skipped: ${no_model})`;
const minutes = 3 * 60_000;

describe.skipIf(no_model)(
  `the built-in trace is the real strace's, character by character, addresses aside${why}`,
  () => {
    const variants: ReadonlyArray<
      readonly [title: string, what: string, least: number, flags: string, options: object]
    > = [
      ['every number that has a name, and their neighbours', 'names', 7000, '-s 32', {}],
      ['sockets that work, every option of them, and what the kernel refuses', 'lifetime', 15_000, '-s 32', {}],
      ['arguments from a hat', 'random', 7000, '-s 32', {}],
      ['... with no string at all (-s 0)', 'random', 7000, '-s 0', { strings: 0 }],
      ['... with short ones (-s 5)', 'random', 7000, '-s 5', { strings: 5 }],
      ['... and with one byte (-s 1)', 'random', 7000, '-s 1', { strings: 1 }],
      [
        '... with long ones, results in another column (-s 1000 -a 10)',
        'random',
        7000,
        '-s 1000 -a 10',
        { strings: 1000, align: 10 },
      ],
      ['what is behind the descriptors (-y)', 'lifetime', 15_000, '-y', { fds: 'y' }],
    ];
    it.each(variants)('%s', { timeout: minutes }, (_title, what, least, flags, options) => {
      const { traced, differences, others } = compare(what, flags.split(' '), options);
      expect(differences.slice(0, 5)).toEqual([]);
      expect(traced).toBeGreaterThan(least);
      // Nothing of the program's is missing: what else the real one saw is Node's, on descriptors of its own.
      expect(others.filter((line) => !/^(read|write|close)\(\d/.test(line) && !of_libc.test(line)).slice(0, 5)).toEqual(
        [],
      );
    });

    it('the addresses of sockets behind the descriptors (-yy)', { timeout: minutes }, () => {
      const { traced, differences, others } = compare('lifetime', ['-yy'], { fds: 'yy' });
      expect(differences.slice(0, 5)).toEqual([]);
      expect(traced).toBeGreaterThan(15_000);
      // The trace's own: of which kind a socket is that it then asks about.
      const own = /^(read|write|close)\(\d|^getsockopt\(\d+<.*>, SOL_SOCKET, SO_(DOMAIN|TYPE|PROTOCOL), /;
      expect(others.filter((line) => !own.test(line) && !of_libc.test(line)).slice(0, 5)).toEqual([]);
    });
  },
);
