import { expect, it } from 'vitest';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('backpressure', ({ right, twin }) => {
  it('kept account of every byte, at every sample', () => {
    const [header = '', ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    const columns = header.split(',');
    expect(columns).toEqual(expect.arrayContaining(['accepted', 'queued', 'acked', 'unsent', 'refused']));
    for (const row of rows) {
      const of = Object.fromEntries(row.split(',').map((cell, i) => [columns[i], cell]));
      expect(Number(of.accepted)).toBe(Number(of.queued) + Number(of.acked));
      expect(Number(of.unsent)).toBeLessThanOrEqual(Number(of.queued));
    }
    expect(rows.at(-1)).toMatch(/^[\d.]+,,16777216,0,16777216,0,\d+$/); // drained
  });

  it.skipIf(no_strace)(`shows EAGAIN in the strace${no_strace ? ` (${no_strace})` : ''}`, () => {
    expect(right().file('program.strace')).toMatch(/sendto\(.* MSG_DONTWAIT\|MSG_NOSIGNAL, NULL, 0\) = -1 EAGAIN/);
  });

  it('shows that the twin is right on a blocking socket', () => {
    const checks = twin().verdict.checks.filter(({ holds }) => holds);
    expect(checks.map(({ law }) => law)).toContain('a blocking send sleeps until the peer reads');
    expect(twin().verdict.diagnoses).toEqual(['counts-what-was-refused', 'refusal-not-noticed']);
  });
});
