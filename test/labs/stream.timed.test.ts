import { expect, it } from 'vitest';
import { proves_itself } from './kit.js';

proves_itself('stream', ({ right, twin }) => {
  it('cut HELLO-WORLD in each of its 2^10 ways', () => {
    const rows = right()
      .file('events.csv')
      .split('\r\n')
      .filter((row) => row.startsWith('lock-step,'));
    const splits = rows.map((row) => row.split(',')[2]);
    expect(new Set(splits).size).toBe(1024);
    for (const split of splits) expect(split?.split(' ').reduce((sum, size) => sum + Number(size), 0)).toBe(15);
  });

  it('shows that the twin receives the same bytes, and makes other messages of them', () => {
    const law = 'recv gives the planned fragments, in lock step';
    expect(twin().verdict.checks.find((check) => check.law === law)?.holds).toBe(true);
    expect(twin().verdict.diagnoses).toEqual(['boundaries-lost']);
  });
});
