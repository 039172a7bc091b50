import { expect, it } from 'vitest';
import { proves_itself } from './kit.js';

proves_itself('bdp', ({ right, twin }) => {
  it('measured each buffer once, and the tuning of the kernel', () => {
    const [header = '', ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    expect(header).toBe('size,buffer,window,rtt,mbits');
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual([8192, 16384, 32768, 262144, 0]);
  });

  it('finds that the twin obeys the law of the window: its buffer is the mistake', () => {
    const failed = twin().verdict.checks.filter(({ holds }) => !holds);
    expect(failed.map(({ otherwise }) => otherwise)).not.toContain('window-not-used');
  });
});
