import { expect, it } from 'vitest';
import { namespace } from '../../labs/kit/needs.js';
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

  it('draws what each call gave, and tells the program from its twin', () => {
    for (const kind of ['exact', 'merged', 'torn']) expect(right().file('figure.svg')).toContain(`>${kind}: `);
    expect(right().file('figure.svg')).toMatch(/1024 right, 0 wrong[\s\S]*1000 right, 0 wrong/);
    expect(twin().file('figure.svg')).toContain('1 right, 6143 wrong');
  });

  it.skipIf(namespace.missing())('waits for no delayed ACK without TCP_NODELAY, as the kernel counts them', () => {
    const check = right().verdict.checks.find(({ otherwise }) => otherwise === 'waits-for-delayed-acks');
    expect(check).toMatchObject({ holds: true, measured: expect.stringMatching(/^\d+ delayed ACKs, 200 pieces$/) });
  });

  it('shows that the twin receives the same bytes, and makes other messages of them', () => {
    const law = 'in lock step, recv returns the planned fragments';
    expect(twin().verdict.checks.find((check) => check.law === law)?.holds).toBe(true);
    expect(twin().verdict.diagnoses).toEqual(['boundaries-lost']);
  });
});
