import * as sys from 'sys-socket';
import { describe, expect, it } from 'vitest';
import * as address_names from '../../src/observe/print/names/address.js';
import * as call_names from '../../src/observe/print/names/call.js';
import * as option_names from '../../src/observe/print/names/option.js';
import * as socket_names from '../../src/observe/print/names/socket.js';
import { bits_of, flags, name_of, values } from '../../src/observe/print/xlat.js';

/** Every name of the tables, with its number. */
function* named(): Iterable<readonly [name: string, number: number]> {
  for (const { names, get, set } of option_names.option_tables.values()) {
    for (const table of [names, get, set]) for (const [number, name] of table ?? []) yield [name, number];
  }
  for (const room of [address_names, call_names, socket_names]) {
    for (const table of Object.values(room)) {
      if (typeof table === 'function') continue;
      if (table instanceof Map) for (const [number, name] of table) yield [name, number];
      else for (const [number, name] of table) yield [name, number];
    }
  }
}

describe('the tables of names', () => {
  it('agree with the C compiler wherever it knows the name too', () => {
    const known = new Map(
      Object.entries(sys).flatMap(([name, number]) => (typeof number === 'number' ? [[name, number]] : [])),
    );
    const both = [...named()].filter(([name]) => known.has(name));
    expect(both.length).toBeGreaterThan(200);
    // strace's O_LARGEFILE and the like are in no table of ours; the others are one number.
    expect(both.filter(([name, number]) => (known.get(name) ?? 0) >>> 0 !== number >>> 0)).toEqual([]);
  });
});

it.each([
  ['arm64', 0o40000, 'O_DIRECTORY'],
  ['arm64', 0o100000, 'O_NOFOLLOW'],
  ['arm64', 0o200000, 'O_DIRECT'],
  ['arm64', 0o400000, 'O_LARGEFILE'],
  ['arm64', 0o20040000, 'O_TMPFILE'],
  ['x64', 0o200000, 'O_DIRECTORY'],
  ['x64', 0o400000, 'O_NOFOLLOW'],
  ['x64', 0o40000, 'O_DIRECT'],
  ['x64', 0o100000, 'O_LARGEFILE'],
  ['x64', 0o20200000, 'O_TMPFILE'],
])('the flags of open(2) are those of asm/fcntl.h on %s: %i is %s', (arch, bits, name) => {
  expect(bits_of(call_names.open_flags_of(arch), bits, '')).toBe(name);
});

describe('values and flags', () => {
  it('read a number, and count on from it', () => {
    expect([...values('0 A B 0x10 C D')]).toEqual([[0, 'A'], [1, 'B'], [16, 'C'], [17, 'D']]); // biome-ignore format: a list
    expect(flags('0x80000000 TOP 1 LOW')).toEqual([[2 ** 31, 'TOP'], [1, 'LOW']]); // biome-ignore format: a list
  });

  it.each([
    [0, '0'],
    [1, 'LOW'],
    [-(2 ** 31), 'TOP'],
    [2 ** 31 + 1, 'TOP|LOW'],
    [0b101, 'LOW|0x4'],
    [4, '0x4 /* X_??? */'],
  ])('%s is %s', (bits, text) => {
    expect(bits_of(flags('0x80000000 TOP 1 LOW'), bits, 'X_???')).toBe(text);
  });

  it('say of an unknown number what it may be', () => {
    expect(name_of(values('1 ONE'), 42, 'X_???')).toBe('0x2a /* X_??? */');
    expect(name_of(values('1 ONE'), -1, 'X_???')).toBe('0xffffffff /* X_??? */');
    expect(name_of(values('1 ONE'), 0, 'X_???')).toBe('0 /* X_??? */');
  });
});
