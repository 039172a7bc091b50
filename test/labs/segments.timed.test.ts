import { describe, expect, it } from 'vitest';
import { namespace } from '../../labs/kit/needs.js';
import type { Segment } from '../../labs/kit/packets.js';
import { carried_by, is_whole, segments_in } from '../../labs/segments/carried.js';
import { proves_itself } from './kit.js';

describe('what was sent again', () => {
  const isn = 0xffff_fff0; // the numbers wrap on the way
  const sent = (from: number, length: number, flags = 'ACK'): Segment => ({
    time: 0,
    from: 1,
    to: 2,
    seq: (isn + from) >>> 0,
    ack: 0,
    flags,
    window: 0,
    shift: undefined,
    length,
    payload: Buffer.alloc(0),
  });
  const syn = sent(0, 0, 'SYN');

  it('is not data when it is a FIN, or a SYN', () => {
    const fin = sent(2897, 0, 'FIN+ACK');
    const carried = carried_by([syn, syn, sent(1, 0), sent(1, 1448), sent(1449, 1448), fin, fin]);
    expect(carried).toEqual({
      packets: [
        { from: 0, to: 1448 },
        { from: 1448, to: 2896 },
      ],
      again: [],
    });
    expect(is_whole(carried, 2896)).toBe(true);
  });

  it('is known by its bytes, however it is cut, and loses none', () => {
    const gso = [sent(1, 10 * 1448), sent(14481, 4344)];
    const carried = carried_by([syn, ...gso, sent(1449, 1448), sent(14481, 4344)]);
    expect(carried.packets).toEqual([
      { from: 0, to: 14480 },
      { from: 14480, to: 18824 },
    ]);
    expect(segments_in(carried.again, 1448)).toBe(4);
    expect(is_whole(carried, 18824)).toBe(true);
  });

  it('does not hide what never came, nor the order in which two processors saw it', () => {
    expect(is_whole(carried_by([syn, sent(1449, 1448), sent(1, 1448)]), 2896)).toBe(true);
    expect(is_whole(carried_by([syn, sent(1, 1448), sent(1, 1448)]), 2896)).toBe(false);
    expect(is_whole(carried_by([syn, sent(1, 1000), sent(1449, 1448)]), 2896)).toBe(false);
  });
});

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
      expect(told).toHaveLength(27); // three sizes, three networks, three times
      for (const [size, total] of told) expect(total).toBe(size);
    });

    it('shows 45 segments of the MSS and a rest where there is no GSO', () => {
      const sizes = right()
        .file('events.csv')
        .split('\r\n')
        .filter((row) => row.includes('no GSO",65536,'))
        .map((row) => row.split(','));
      const [first] = sizes[0] ?? [];
      const once = sizes.filter(([message]) => message === first).map((row) => Number(row.at(-1)));
      expect(once).toEqual([...Array.from({ length: 45 }, () => 1448), 376]);
      expect(right().file('figure.svg')).toContain('45 × 1448 + 376 B');
      expect(right().file('figure.svg')).toContain('2 × 32741 + 54 B');
    });

    it('shows that the twin loses nothing, and makes more segments', () => {
      expect(twin().verdict.checks.find(({ law }) => law.startsWith('the packets carry'))?.holds).toBe(true);
      expect(twin().verdict.diagnoses).toContain('cut-by-hand');
    });
  });
}
