// SECURITY.md names a test for each promise: `FILE` › *title*, *title*. There … stands for any words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/strace.js';

const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const rows = text.split('\n').filter((line) => /^\| (?!who |what )/.test(line));
const named = [...text.matchAll(/`(test\/[\w./-]+)` › ((?:\*[^*]+\*(?:, )?)+)/g)].flatMap(
  ([, file = '', titles = '']) => [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => [file, title] as const),
);

/** What calls in a file have as their first argument, where that is a text: the titles are among it. What a test puts in is …. */
function titles_of(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const titles = [...source.matchAll(/\(\s*(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map(([, , title = '']) => title);
  return titles.map((title) => title.replaceAll(/\$\{[^}]*\}|%[a-z]/g, '…'));
}

function is_there([file, title]: readonly [file: string, title: string]): boolean {
  const words = title.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // A title may end with why its test is skipped.
  const pattern = new RegExp(`^${words.join('.*')}…?$`);
  return titles_of(file).some((one) => pattern.test(one));
}

describe('SECURITY.md', () => {
  it('names a test in each row', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.includes('` › *'))).toEqual([]);
  });

  it('names tests that are there', () => {
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((one) => !is_there(one)).map((one) => one.join(' › '))).toEqual([]);
  });
});
