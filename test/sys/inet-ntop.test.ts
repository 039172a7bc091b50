import { AF_INET, AF_INET6, AF_UNIX, inet_ntop, inet_pton, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { ok, refused, windows } from './kit.js';
import { bytes, contract, int } from './misuse.js';

contract(inet_ntop, { af: int, src: bytes }, [AF_UNIX, new Uint8Array(16)], 'EAFNOSUPPORT');

describe('inet_ntop', () => {
  it.each([
    ['0.0.0.0', [0, 0, 0, 0]],
    ['127.0.0.1', [127, 0, 0, 1]],
    ['255.255.255.255', [255, 255, 255, 255]],
  ])('writes %s', (text, address) => {
    expect(inet_ntop(AF_INET, Uint8Array.from(address))).toEqual(ok(text));
  });

  // The longest run of zeros becomes ::, hex is lower case, and IPv4 inside is dotted: RFC 5952.
  it.each([
    ['::', '0:0:0:0:0:0:0:0'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['2001:db8::1:0:0:1', '2001:DB8:0:0:1:0:0:1'],
    ['2001:0:0:1::1', '2001:0:0:1:0:0:0:1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('writes %s', (text, written_otherwise) => {
    const src = new Uint8Array(16);
    expect(unwrap(inet_pton(AF_INET6, written_otherwise, src))).toBe(1);
    expect(inet_ntop(AF_INET6, src)).toEqual(ok(text));
  });

  it.each(windows)('reads %s, of which it takes the first four', (_, view) => {
    view.set([192, 0, 2, 1]);
    expect(inet_ntop(AF_INET, view)).toEqual(ok('192.0.2.1'));
  });

  it('says EAFNOSUPPORT for another family', () => {
    expect(inet_ntop(AF_UNIX, new Uint8Array(16))).toEqual(refused('inet_ntop', 'EAFNOSUPPORT'));
  });

  it.each([
    ['AF_INET', AF_INET, 3],
    ['AF_INET6', AF_INET6, 15],
  ])('throws a RangeError when src is too short for %s', (_, af, size) => {
    expect(() => inet_ntop(af, new Uint8Array(size))).toThrow(RangeError);
    expect(() => inet_ntop(af, new Uint8Array(size))).toThrow('inet_ntop: src must be ');
  });
});
