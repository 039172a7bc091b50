import fc from 'fast-check';
import { htonl, htons, ntohl, ntohs } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { type Bad, int } from './misuse.js';

/** The bytes that a number has in this machine's memory. */
const bytes_of = (numbers: Uint16Array | Uint32Array) => [...new Uint8Array(numbers.buffer)];

describe('byteorder', () => {
  it('htons gives the number whose bytes are in network order: the high one first', () => {
    expect(bytes_of(Uint16Array.of(htons(0x2328)))).toEqual([0x23, 0x28]);
    expect(bytes_of(Uint16Array.of(htons(0xff00)))).toEqual([0xff, 0x00]);
  });

  it('htonl likewise, unsigned where the top bit is set', () => {
    expect(bytes_of(Uint32Array.of(htonl(0x0102_0304)))).toEqual([1, 2, 3, 4]);
    expect(bytes_of(Uint32Array.of(htonl(11)))).toEqual([0, 0, 0, 11]);
    expect(htonl(0xffff_ffff)).toBe(0xffff_ffff);
    expect(htonl(0x0000_00ff)).toBeGreaterThanOrEqual(0);
  });

  it('ntohs and ntohl read what such bytes say', () => {
    const [short = 0] = new Uint16Array(Uint8Array.of(0x23, 0x28).buffer);
    const [long = 0] = new Uint32Array(Uint8Array.of(0xde, 0xad, 0xbe, 0xef).buffer);
    expect(ntohs(short)).toBe(0x2328);
    expect(ntohl(long)).toBe(0xdead_beef);
  });

  it('undo each other for every number', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff }), (number) => ntohs(htons(number)) === number));
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (number) => ntohl(htonl(number)) === number));
  });

  it.each([
    ['htons', htons, 'hostshort', 0xffff],
    ['ntohs', ntohs, 'netshort', 0xffff],
    ['htonl', htonl, 'hostlong', 0xffff_ffff],
    ['ntohl', ntohl, 'netlong', 0xffff_ffff],
  ] as const)('%s throws for what is no unsigned number of its size', (name, call, parameter, most) => {
    const over: readonly Bad[] = [
      ['negative', -1, RangeError],
      ['too large', most + 1, RangeError],
    ];
    for (const [what, value, error] of [...int.filter(([what]) => what !== '2**31'), ...over]) {
      const thrown = () => Reflect.apply(call, undefined, [value]);
      expect(thrown, what).toThrow(error);
      expect(thrown, what).toThrow(`${name}: ${parameter} must be `);
    }
    expect(call(most)).toBe(most);
  });
});
