import { expect, it } from 'vitest';
import { namespace } from '../../labs/kit/needs.js';
import { proves_itself } from './kit.js';

if (namespace.missing()) it.skip(`the lab segments (no ${namespace.what}: ${namespace.install})`);
else {
  proves_itself('segments', ({ right, twin }) => {
    it('counts each byte of the capture once, network by network', () => {
      const [, ...rows] = right().file('events.csv').trimEnd().split('\r\n');
      const bytes = new Map<string, number>();
      for (const row of rows) {
        const [message = '', , size, , length] = row.replace(/".*?"/, 'name').split(',');
        const name = `${message}: ${size}`;
        bytes.set(name, (bytes.get(name) ?? 0) + Number(length));
      }
      const told = [...bytes].map(([name, total]) => [Number(name.split(': ')[1]), total]);
      expect(told).toHaveLength(9);
      for (const [size, total] of told) expect(total).toBe(size);
    });

    it('shows 45 segments of the MSS and a rest where there is no GSO', () => {
      const sizes = right()
        .file('events.csv')
        .split('\r\n')
        .filter((row) => row.includes('no GSO",65536,'))
        .map((row) => Number(row.split(',').at(-1)));
      expect(sizes).toEqual([...Array.from({ length: 45 }, () => 1448), 376]);
    });

    it('shows that the twin loses nothing, and makes more segments', () => {
      expect(twin().verdict.checks.find(({ law }) => law.startsWith('the packets carry'))?.holds).toBe(true);
      expect(twin().verdict.diagnoses).toContain('cut-by-hand');
    });
  });
}
