import { expect, it } from 'vitest';
import { proves_itself } from './kit.js';

proves_itself('lines', ({ right, twin }) => {
  it('read all bytes of both connections', () => {
    const rows = right().file('events.csv').trimEnd().split('\r\n').slice(1);
    const ends = new Map(
      rows.map((row) => row.split(',')).map(([fd, from, bytes]) => [fd, Number(from) + Number(bytes)]),
    );
    expect(ends.size).toBe(2);
    // 400 lines each, of 'A 0 \n' at least.
    for (const end of ends.values()) expect(end).toBeGreaterThan(400 * 5);
    expect(rows.every((row) => Number(row.split(',')[2]) <= 64)).toBe(true);
  });

  it('shows that two writers at once tear lines of one send, where one writer does not', () => {
    const check = (diagnosis: string) => right().verdict.checks.find(({ otherwise }) => otherwise === diagnosis);
    expect(check('sends-are-not-parted')?.measured).toMatch(/^[1-9]\d* of 800 lines torn$/);
    expect(check('one-writer-tears-lines')?.measured).toBe('800 of 800');
  });

  it('draws what is not so otherwise than the law', () => {
    const [belief, law] = ['1,3', '5,4'].map((dash) => `stroke-dasharray="${dash}"`);
    const [reads = '', lines = ''] = right().file('figure.svg').split('</svg>');
    expect([reads.includes(`${belief}`), reads.includes(`${law}`)]).toEqual([true, false]);
    expect([lines.includes(`${belief}`), lines.includes(`${law}`)]).toEqual([false, true]);
  });

  it('shows that the twin loses lines on a connection of its own too', () => {
    expect(twin().verdict.checks[0]).toMatchObject({ holds: false, otherwise: 'reads-are-not-lines' });
  });
});
