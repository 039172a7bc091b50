// docs/surface.md: what it says of this package is so, and what is so stands in it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { option_of } from '../src/codec/option.js';
import * as catalogue from '../src/options.js';
import { root } from './support/strace.js';

const page = readFileSync(join(root, 'docs/surface.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(/(?<!\\) \| /));

it('is what the script prints', () => {
  expect(() => execFileSync(process.execPath, ['scripts/surface.mjs', '--check'], { cwd: root })).not.toThrow();
});

describe('our column', () => {
  const calls = page.slice(page.indexOf('## Calls'), page.indexOf('And what none'));

  it('says T of a call whose functions are there, and of no other', () => {
    for (const [, what = '', ours] of calls.matchAll(/^\| ([a-z_0-9, ]+) \| (T|–) \|/gm)) {
      const functions = what.split(', ').filter((name) => /^[a-z_0-9]+$/.test(name) && name !== 'epoll');
      const there = functions.map((name) => typeof Reflect.get(sys, name) === 'function');
      expect([what, ...there]).toEqual([what, ...functions.map(() => ours === 'T')]);
    }
  });

  it('names no option that is not exported, with its codec where the headers have it', () => {
    const levels = Object.entries(sys).filter(([name]) => /^(SOL|IPPROTO)_|^AF_VSOCK$/.test(name));
    const named = rows.flatMap(([name = '', ours = '']) => {
      const [, option] = /^`([A-Z0-9_]+)`$/.exec(name) ?? [];
      return option !== undefined && ours.startsWith('`') ? [option] : [];
    });
    expect(named.length).toBeGreaterThan(110);
    for (const name of named) {
      const number: unknown = Reflect.get(catalogue, name);
      expect(name in catalogue, name).toBe(true);
      if (typeof number !== 'number') continue;
      expect(
        levels.some(([, level]) => option_of(Number(level), number) !== undefined),
        name,
      ).toBe(true);
    }
  });
});
