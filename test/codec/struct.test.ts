import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { flag, int, linger, tcp_info, text, timeval, ucred } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { check_bytes, check_integer, read_field, struct, write_field } from '../../src/codec/struct.js';
import { type FieldLayout, layout } from '../../src/headers.js';
import { cpp } from '../support/cpp.js';
import { exports_of } from '../support/exports.js';
import { root } from '../support/strace.js';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The bytes of C objects, each after `name: `, from statements that call `dump(name, object)`. */
function dumped(includes: string, statements: string): Map<string, Uint8Array> {
  const out = cpp(`
    #include <cstdio>
    ${includes}
    template <class T> void dump(const char* name, const T& object) {
      std::printf("%s: ", name);
      for (auto* at = reinterpret_cast<const unsigned char*>(&object); at < reinterpret_cast<const unsigned char*>(&object + 1); ++at)
        std::printf("%02x", *at);
      std::puts("");
    }
    int main() { ${statements} }`);
  return new Map(
    [...out.matchAll(/^(\w+): (\w+)$/gm)].map(([, name = '', bytes]) => [name, Buffer.from(bytes ?? '', 'hex')]),
  );
}

describe('a field of a struct', () => {
  const widths: readonly (readonly [type: string, bits: number, signed: boolean, numbers: readonly number[]])[] = [
    ['int8_t', 8, true, [-128, -1, 0, 127]],
    ['uint8_t', 8, false, [0, 128, 255]],
    ['int16_t', 16, true, [-32768, -2, 0x1234, 32767]],
    ['uint16_t', 16, false, [0x1234, 65535]],
    ['int32_t', 32, true, [-2147483648, -3, 0x12345678, 2147483647]],
    ['uint32_t', 32, false, [0x12345678, 4294967295]],
    ['int64_t', 64, true, [1 - 2 ** 53, -(2 ** 52), -4, 0x1234567890, 2 ** 52, 2 ** 53 - 1]],
    ['uint64_t', 64, false, [0x1234567890, 2 ** 53 - 1]],
  ];
  const c = dumped(
    '#include <cstdint>',
    widths
      .flatMap(([type, , , numbers]) =>
        numbers.map((number, i) => `dump("${type}_${i}", static_cast<${type}>(${number}LL));`),
      )
      .join('\n'),
  );
  const cases = widths.flatMap(([type, bits, signed, numbers]) =>
    numbers.map((number, i) => ({ type, number, at: [16, bits, signed] as FieldLayout, bytes: c.get(`${type}_${i}`) })),
  );

  it.each(cases)('of $type holds $number in the bytes of C', ({ number, at, bytes = Buffer.of() }) => {
    const memory = new Uint8Array(12);
    write_field(memory, at, number, 'field');
    expect(hex(memory)).toBe(`0000${hex(bytes)}`.padEnd(24, '0'));
    expect(read_field(memory, at)).toBe(number);
  });

  it.each(widths)('of %s refuses the numbers that do not fit', (_type, bits, signed) => {
    const memory = new Uint8Array(8);
    const high = 2 ** Math.min(signed ? bits - 1 : bits, 53);
    const past = signed ? [high, bits === 64 ? -high : -high - 1] : [high, -1];
    for (const number of [...past, 0.5, Number.NaN]) {
      expect(() => write_field(memory, [0, bits, signed], number, 'x: field'), `${number}`).toThrow(RangeError);
    }
    expect(() => write_field(memory, [0, bits, signed], '1', 'x: field')).toThrow(
      /^x: field must be a number, got string$/,
    );
    expect(hex(memory)).toBe('0000000000000000');
  });

  it('that is a bit-field leaves its neighbours alone', () => {
    const memory = Uint8Array.of(0xff, 0xff);
    write_field(memory, [4, 4, false], 0b1010, 'field');
    expect(hex(memory)).toBe('afff');
    expect(read_field(memory, [4, 4, false])).toBe(0b1010);
    expect(read_field(memory, [0, 4, false])).toBe(0b1111);
    expect(() => write_field(memory, [4, 4, false], 16, 'field')).toThrow(RangeError);
  });

  it('is undefined when the bytes end before it does', () => {
    const memory = new Uint8Array(4);
    expect(read_field(memory, [0, 32, false])).toBe(0);
    expect(read_field(memory, [8, 32, false])).toBeUndefined();
    expect(read_field(memory, [32, 1, false])).toBeUndefined();
    expect(read_field(memory, [0, 32, false], 1)).toBeUndefined();
    expect(read_field(memory, [0, 32, false], 0, 3)).toBeUndefined();
    expect(() => write_field(memory, [0, 32, false], 0, 'x: field', 1)).toThrow(RangeError);
  });

  it('is counted from where its struct begins', () => {
    const memory = new Uint8Array(8);
    write_field(memory, [8, 16, false], 0x1234, 'field', 3);
    expect([...memory].flatMap((byte, i) => (byte === 0 ? [] : [i]))).toEqual([4, 5]);
    expect(read_field(memory, [8, 16, false], 3)).toBe(0x1234);
  });
});

describe('struct(name)', () => {
  const c = dumped(
    '#include <sys/socket.h>\n#include <sys/time.h>',
    'dump("linger", linger{1, -2}); dump("timeval", timeval{3, 250000}); dump("ucred", ucred{4, 5, 4294967295});',
  );

  it('makes the bytes of C, and reads them', () => {
    const values = [
      ['linger', linger, { l_onoff: 1, l_linger: -2 }],
      ['timeval', timeval, { tv_sec: 3, tv_usec: 250_000 }],
      ['ucred', ucred, { pid: 4, uid: 5, gid: 0xffff_ffff }],
    ] as const;
    const encoded = [linger.encode(values[0][2], ''), timeval.encode(values[1][2], ''), ucred.encode(values[2][2], '')];
    values.forEach(([name, codec, value], i) => {
      const bytes = c.get(name) ?? Buffer.of();
      expect(hex(encoded[i] ?? Buffer.of()), name).toBe(hex(bytes));
      expect(codec.decode(bytes), name).toEqual(value);
      expect(codec.size).toBe(bytes.length);
    });
  });

  it('names the field that is wrong', () => {
    // @ts-expect-error: a field is missing
    expect(() => linger.encode({ l_onoff: 1 }, 'setsockopt: optval')).toThrow(
      new TypeError('setsockopt: optval.l_linger must be a number, got undefined'),
    );
    expect(() => linger.encode({ l_onoff: 1, l_linger: 2 ** 31 }, 'setsockopt: optval')).toThrow(
      new RangeError(`setsockopt: optval.l_linger must be an integer from -2147483648 to 2147483647, got ${2 ** 31}`),
    );
    // @ts-expect-error: not a struct
    expect(() => linger.encode(1, 'setsockopt: optval')).toThrow(
      new TypeError('setsockopt: optval must be a struct linger'),
    );
    expect(() => struct('no_such_struct')).toThrow('no layout for struct no_such_struct');
  });
});

describe('tcp_info', () => {
  const fields = Object.entries(layout('tcp_info').fields);
  // Another number for each field, with its top bit set where it has more than one: a bit too few, or one of a
  // neighbour, shows. The 64-bit ones stay below 2^53, past which a number of JavaScript is not exact.
  const values = fields.map(([, [, bits]], i) =>
    bits === 1 ? 1 : 2 ** (Math.min(bits, 53) - 1) + (i % 2 ** Math.min(bits - 1, 6)),
  );
  const assigned = fields.map(([name], i) => `info.${name} = ${values[i]}ULL;`);
  const c = dumped('#include <linux/tcp.h>', `tcp_info info{}; ${assigned.join(' ')} dump("tcp_info", info);`);
  const bytes = c.get('tcp_info') ?? Buffer.of();
  const expected = Object.fromEntries(fields.map(([name], i) => [name, values[i]]));

  it('finds every field, bit-fields among them, where the compiler put it', () => {
    expect(tcp_info.size).toBe(bytes.length);
    expect(tcp_info.decode(bytes)).toEqual(expected);
  });

  it('puts every field where the compiler did', () => {
    expect(hex(tcp_info.encode(tcp_info.decode(bytes), 'tcp_info'))).toBe(hex(bytes));
  });

  it('has four bit-fields, each told from the others', () => {
    const set = (name: string) => {
      const only = dumped('#include <linux/tcp.h>', `tcp_info info{}; --info.${name}; dump("info", info);`).get('info');
      const seen = Object.entries(tcp_info.decode(only ?? Buffer.of()));
      return Object.fromEntries(seen.filter(([, value]) => value !== 0));
    };
    expect(set('tcpi_snd_wscale')).toEqual({ tcpi_snd_wscale: 15 });
    expect(set('tcpi_rcv_wscale')).toEqual({ tcpi_rcv_wscale: 15 });
    expect(set('tcpi_delivery_rate_app_limited')).toEqual({ tcpi_delivery_rate_app_limited: 1 });
    expect(set('tcpi_fastopen_client_fail')).toEqual({ tcpi_fastopen_client_fail: 3 });
  });

  it('lacks the fields that an older kernel does not give', () => {
    // Linux 2.6 to 3.14 gave the 104 bytes up to tcpi_total_retrans.
    const old = tcp_info.decode(bytes.subarray(0, 104));
    expect(old).toHaveProperty('tcpi_total_retrans', expected.tcpi_total_retrans);
    expect(old).not.toHaveProperty('tcpi_pacing_rate');
    expect(Object.keys(old)).toHaveLength(fields.findIndex(([name]) => name === 'tcpi_pacing_rate'));
  });

  it('gives a 64-bit counter past 2^53 as the nearest number', () => {
    const all_ones = tcp_info.decode(new Uint8Array(tcp_info.size).fill(0xff));
    expect(all_ones.tcpi_pacing_rate).toBe(2 ** 64);
  });
});

describe('int, flag and text', () => {
  it('int is four bytes of the machine, signed', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const bytes = int.encode(number, '');
        expect(hex(bytes)).toBe(hex(new Uint8Array(Int32Array.of(number).buffer)));
        expect(int.decode(bytes)).toBe(number);
      }),
    );
  });

  it('int reads the one byte that some options of ip(7) answer with', () => {
    expect(int.decode(Uint8Array.of(200))).toBe(200);
    expect(int.decode(Uint8Array.of())).toBe(0);
  });

  it('flag reads every number but 0 as on', () => {
    expect([0, 1, 2, -1].map((number) => flag.decode(int.encode(number, '')))).toEqual([0, 1, 1, 1]);
  });

  it('text ends at the NUL, or with the bytes', () => {
    expect(text(16).decode(Buffer.from('reno\0cubic'))).toBe('reno');
    expect(text(4).decode(Buffer.from('reno'))).toBe('reno');
    expect(hex(text(16).encode('reno', ''))).toBe(hex(Buffer.from('reno')));
  });

  it('text refuses what C would cut off', () => {
    expect(() => text(16).encode('re\0no', 'optval')).toThrow(new TypeError('optval must be a string without NUL'));
    // @ts-expect-error: not a string
    expect(() => text(16).encode(1, 'optval')).toThrow(new TypeError('optval must be a string, got number'));
  });
});

describe('check_integer and check_bytes', () => {
  it('say what must be and what was got', () => {
    expect(() => check_integer(1.5, 0, 9, 'f: n')).toThrow(
      new RangeError('f: n must be an integer from 0 to 9, got 1.5'),
    );
    expect(() => check_integer(null, 0, 9, 'f: n')).toThrow(new TypeError('f: n must be a number, got null'));
    expect(() => check_bytes('text', 'f: b')).toThrow(new TypeError('f: b must be a Uint8Array, got string'));
    expect(() => check_bytes(new Uint16Array(1), 'f: b')).toThrow(TypeError);
  });

  it('refuse bytes whose buffer is gone', () => {
    const bytes = new Uint8Array(4);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(() => check_bytes(bytes, 'f: b')).toThrow(TypeError);
    expect(() => check_bytes(new Uint8Array(0), 'f: b')).not.toThrow();
  });
});

describe('an interface that stands for a C struct', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const pairs = sources.flatMap((path) => {
    const codecs = readFileSync(join(root, 'src', path), 'utf8').matchAll(
      /Codec<(?:Required<)?(\w+)>+ = struct(?:<\w+>)?\('(\w+)'/g,
    );
    return [...codecs].map(([, type = '', name = '']) => [type, name] as const);
  });
  const { checker, exported } = exports_of('index');

  it.each(pairs)('%s has the fields of struct %s, all of them, in the order of C', (type, name) => {
    const symbol = exported.find((symbol) => symbol.name === type) ?? expect.fail(`${type} is not exported`);
    const properties = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    expect(properties.map((property) => property.name)).toEqual(Object.keys(layout(name).fields));
  });

  it('is there for these, at least', () => {
    expect(pairs.map(([, name]) => name)).toEqual(expect.arrayContaining(['linger', 'tcp_info', 'timeval', 'ucred']));
  });
});
