import { AF_INET, AF_INET6, AF_UNIX, inet_pton } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { blank, ok, refused, surroundings, windows } from './kit.js';
import { bytes, contract, int } from './misuse.js';

contract(inet_pton, { af: int, src: [], dst: bytes }, [AF_UNIX, '127.0.0.1', new Uint8Array(16)], 'EAFNOSUPPORT');

const in6 = (...words: number[]) => words.flatMap((word) => [word >> 8, word & 0xff]);

describe('inet_pton', () => {
  it.each([
    ['127.0.0.1', [127, 0, 0, 1]],
    ['0.0.0.0', [0, 0, 0, 0]],
    ['255.255.255.255', [255, 255, 255, 255]],
  ])('reads %s', (text, expected) => {
    const dst = new Uint8Array(4);
    expect(inet_pton(AF_INET, text, dst)).toEqual(ok(1));
    expect([...dst]).toEqual(expected);
  });

  it.each([
    ['::', in6(0, 0, 0, 0, 0, 0, 0, 0)],
    ['::1', in6(0, 0, 0, 0, 0, 0, 0, 1)],
    ['2001:db8::8:800:200c:417a', in6(0x2001, 0xdb8, 0, 0, 8, 0x800, 0x200c, 0x417a)],
    ['FE80:0:0:0:0:0:0:1', in6(0xfe80, 0, 0, 0, 0, 0, 0, 1)],
    ['::ffff:192.0.2.1', in6(0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201)],
  ])('reads %s', (text, expected) => {
    const dst = new Uint8Array(16);
    expect(inet_pton(AF_INET6, text, dst)).toEqual(ok(1));
    expect([...dst]).toEqual(expected);
  });

  it.each([
    '',
    '127.1',
    '127.0.0',
    '127.0.0.256',
    '127.0.0.1 ',
    ' 127.0.0.1',
    '0x7f.0.0.1',
    '127.0.0.1.1',
    '::1',
    'localhost',
  ])('gives 0 for %j, which is no IPv4 address, and writes nothing', (text) => {
    const dst = new Uint8Array(4).fill(0xee);
    expect(inet_pton(AF_INET, text, dst)).toEqual(ok(0));
    expect([...dst]).toEqual([0xee, 0xee, 0xee, 0xee]);
  });

  it.each([
    '',
    ':',
    '1::2::3',
    '12345::',
    '::g',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::1%lo',
    '[::1]',
    '127.0.0.1',
    '::127.0.0.256',
  ])('gives 0 for %j, which is no IPv6 address, and writes nothing', (text) => {
    const dst = new Uint8Array(16).fill(0xee);
    expect(inet_pton(AF_INET6, text, dst)).toEqual(ok(0));
    expect([...dst]).toEqual(Array(16).fill(0xee));
  });

  it.each(windows)('fills %s, and nothing around it', (_, view) => {
    blank(view);
    expect(inet_pton(AF_INET, '65.66.67.68', view)).toEqual(ok(1));
    expect(surroundings(view)).toBe('....ABCD........');
  });

  it('says EAFNOSUPPORT for another family', () => {
    expect(inet_pton(AF_UNIX, '127.0.0.1', new Uint8Array(16))).toEqual(refused('inet_pton', 'EAFNOSUPPORT'));
  });
});

describe('inet_pton, of its arguments', () => {
  it.each([
    ['AF_INET', AF_INET, 3],
    ['AF_INET6', AF_INET6, 15],
  ])('throws a RangeError when dst is too short for %s', (_, af, size) => {
    expect(() => inet_pton(af, '::1', new Uint8Array(size))).toThrow(RangeError);
    expect(() => inet_pton(af, '::1', new Uint8Array(size))).toThrow('inet_pton: dst must be ');
  });

  it('throws a RangeError for a NUL: C would read up to it', () => {
    expect(() => inet_pton(AF_INET, '127.0.0.1\0', new Uint8Array(4))).toThrow(RangeError);
  });

  it.each([undefined, null, 127, {}, ['127.0.0.1']])('throws when src is %s', (src) => {
    expect(() => Reflect.apply(inet_pton, undefined, [AF_INET, src, new Uint8Array(4)])).toThrow(
      'inet_pton: src must be ',
    );
  });
});
