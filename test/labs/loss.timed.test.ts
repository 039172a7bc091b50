import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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

  it.skipIf(!there.includes('bbr'))('shows that bbr leaves the formula', () => {
    const check = right().verdict.checks.find(({ law }) => law.startsWith('bbr leaves'));
    expect(check?.holds).toBe(true);
  });

  it('names what ran in the place of what the twin asked for', () => {
    const check = twin().verdict.checks.find(({ otherwise }) => otherwise === 'another-congestion-control');
    expect(check?.measured).toMatch(/^reno: \w+/);
  });
});
