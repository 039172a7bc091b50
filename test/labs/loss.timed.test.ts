import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { slope } from '../../labs/loss/laws.js';
import { proves_itself } from './kit.js';

const there = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'utf8').trim().split(' ');

proves_itself('loss', ({ right, twin }) => {
  it('counted what the link lost', () => {
    const [header = '', ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    const columns = header.split(',');
    const losses = rows.map((row) => Number(row.split(',')[columns.indexOf('loss')]));
    expect(losses[0]).toBeGreaterThan(0.001);
    expect(losses[2]).toBeGreaterThan(0.02);
  });

  it('fits the exponent of throughput, with the RTT out of it', () => {
    const of = (mbits: (loss: number) => number) =>
      [0.005, 0.01, 0.04].map((loss) => ({
        asked: '',
        ran: '',
        missed: 0,
        loss,
        rtt: 20 + 500 * loss,
        mbits: mbits(loss),
      }));
    expect(slope(of((loss) => 1 / Math.sqrt(loss) / (20 + 500 * loss)))).toBeCloseTo(-0.5);
    expect(slope(of((loss) => 57 / (20 + 500 * loss)))).toBeCloseTo(0);
  });

  it.skipIf(!there.includes('bbr'))('has bbr fail the law that reno passes', () => {
    const slopes = right().verdict.checks.filter(({ measured }) => measured.startsWith('log-log slope'));
    expect(slopes.map(({ otherwise, holds }) => [otherwise, holds])).toEqual([
      ['another-slope', true],
      ['bbr-takes-a-loss-as-reno-does', true],
    ]);
  });

  it.skipIf(!there.includes('bbr'))('shows that bbr exceeds the formula', () => {
    const check = right().verdict.checks.find(({ law }) => law.startsWith('bbr exceeds'));
    expect(check?.holds).toBe(true);
  });

  it('names what ran in the place of what the twin asked for', () => {
    const check = twin().verdict.checks.find(({ otherwise }) => otherwise === 'another-congestion-control');
    expect(check?.measured).toMatch(/^reno: \w+/);
  });
});
