import { expect, it } from 'vitest';
import { full, law_of } from '../../labs/bdp/figure.js';
import { proves_itself } from './kit.js';

const row = (size: number, window: number, rtt: number) => ({ size, buffer: 2 * size, window, rtt, mbits: 0 });

it('draws the law that it judges by: a window each round trip of the same measurement, and a knee', () => {
  const measured = [row(8192, 8000, 40), row(16384, 16000, 50), row(262144, 260000, 110)];
  expect(law_of(8192, measured)).toBeCloseTo((8000 * 8) / 40 / 1000);
  expect(law_of(16384, measured)).toBeCloseTo((16000 * 8) / 50 / 1000);
  expect(law_of(262144, measured)).toBe(full);
  // Between 16 and 256 KiB it is no straight line: full is reached at rate × RTT, some 94 KiB.
  expect(law_of(64 * 1024, measured)).toBeLessThan(full);
  expect(law_of(128 * 1024, measured)).toBe(full);
});

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
