import fc from 'fast-check';
import {
  type Codec,
  cmsg,
  cmsg_value,
  define_cmsg,
  IP_PKTINFO,
  IP_RECVERR,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  int,
  SCM_RIGHTS,
  SCM_TIMESTAMPING,
  SCM_TXTIME,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SOL_IP,
  SOL_SOCKET,
  text,
  UDP_GRO,
  uint16,
  uint32,
  uint64,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { control } from '../../src/codec/control.js';

/** Calls without the types, as JavaScript does. */
function untyped(call: (...args: never[]) => unknown, ...args: unknown[]): () => unknown {
  return () => Reflect.apply(call, undefined, args);
}

describe('cmsg', () => {
  it('is level, type and bytes', () => {
    const message = cmsg(IPPROTO_IP, IP_TTL, 64);
    expect(message).toEqual({ cmsg_level: 0, cmsg_type: 2, cmsg_data: new Uint8Array(Int32Array.of(64).buffer) });
  });

  it('takes raw bytes for any type, and passes them on as they are', () => {
    const bytes = Buffer.from('anything');
    expect(cmsg(IPPROTO_IP, IP_PKTINFO, bytes).cmsg_data).toBe(bytes);
  });

  it('knows the levels by both names', () => {
    expect(cmsg(SOL_IP, IP_TTL, 1)).toEqual(cmsg(IPPROTO_IP, IP_TTL, 1));
  });

  it('throws for a value of another type', () => {
    expect(untyped(cmsg, IPPROTO_IP, IP_TTL, '64')).toThrow(new TypeError('cmsg: data must be a number, got string'));
    expect(untyped(cmsg, IPPROTO_IP, IP_PKTINFO, 1)).toThrow(new TypeError('cmsg: data must be a struct in_pktinfo'));
  });

  it('throws for a type that only arrives, or that nobody described: bytes can be sent', () => {
    for (const type of [IP_RECVERR, 0x7fff]) {
      expect(untyped(cmsg, IPPROTO_IP, type, 1)).toThrow(
        new TypeError(`cmsg: data must be a Uint8Array: there is no codec for type ${type} of level 0`),
      );
      expect(untyped(cmsg, IPPROTO_IP, type, Buffer.of(1))).not.toThrow();
    }
  });
});

describe('cmsg_value', () => {
  const message = (cmsg_level: number, cmsg_type: number, ...bytes: number[]) => ({
    cmsg_level,
    cmsg_type,
    cmsg_data: Uint8Array.from(bytes),
  });

  it('is undefined of another level or type', () => {
    expect(cmsg_value(message(0, 2, 9, 0, 0, 0), IPPROTO_IP, IP_TTL)).toBe(9);
    expect(cmsg_value(message(0, 1, 9, 0, 0, 0), IPPROTO_IP, IP_TTL)).toBeUndefined();
    expect(cmsg_value(message(1, 2, 9, 0, 0, 0), IPPROTO_IP, IP_TTL)).toBeUndefined();
  });

  it('is undefined of what was cut off', () => {
    expect(cmsg_value(message(0, 2, 9, 0, 0), IPPROTO_IP, IP_TTL)).toBeUndefined();
    expect(cmsg_value(message(0, IP_TOS), IPPROTO_IP, IP_TOS)).toBeUndefined();
    expect(cmsg_value(message(0, IP_TOS, 4), IPPROTO_IP, IP_TOS)).toBe(4);
    for (let length = 0; length < 12; length++) {
      const cut = message(0, IP_PKTINFO, ...Array<number>(length).fill(1));
      expect(cmsg_value(cut, IPPROTO_IP, IP_PKTINFO)).toBeUndefined();
    }
  });

  it('of a list of descriptors is the whole ones', () => {
    expect(cmsg_value(message(1, 1, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0), SOL_SOCKET, SCM_RIGHTS)).toEqual([3, 4]);
  });

  it('of SO_TIMESTAMPING is what arrives, and not the number that is sent', () => {
    expect(SO_TIMESTAMPING).toBe(SCM_TIMESTAMPING);
    expect(cmsg(SOL_SOCKET, SO_TIMESTAMPING, 3).cmsg_data).toHaveLength(4);
    const none = { tv_sec: 0, tv_nsec: 0 };
    const arrived = message(1, SCM_TIMESTAMPING, ...new Uint8Array(48));
    expect(cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPING)).toEqual({ ts: [none, none, none] });
  });

  it('throws for a type that nobody described', () => {
    expect(untyped(cmsg_value, message(1, 0x7fff), SOL_SOCKET, 0x7fff)).toThrow(
      new TypeError(`cmsg_value: no codec for type ${0x7fff} of level 1: use cmsg_data`),
    );
  });

  it('of arbitrary bytes is a value or undefined, and nothing throws', () => {
    const read = [
      (data: Uint8Array) => cmsg_value({ ...message(1, SCM_RIGHTS), cmsg_data: data }, SOL_SOCKET, SCM_RIGHTS),
      (data: Uint8Array) => cmsg_value({ ...message(1, SO_RXQ_OVFL), cmsg_data: data }, SOL_SOCKET, SO_RXQ_OVFL),
      (data: Uint8Array) => cmsg_value({ ...message(1, SO_TIMESTAMP), cmsg_data: data }, SOL_SOCKET, SO_TIMESTAMP),
      (data: Uint8Array) =>
        cmsg_value({ ...message(1, SCM_TIMESTAMPING), cmsg_data: data }, SOL_SOCKET, SCM_TIMESTAMPING),
      (data: Uint8Array) => cmsg_value({ ...message(0, IP_PKTINFO), cmsg_data: data }, IPPROTO_IP, IP_PKTINFO),
      (data: Uint8Array) => cmsg_value({ ...message(0, IP_RECVERR), cmsg_data: data }, IPPROTO_IP, IP_RECVERR),
      (data: Uint8Array) => cmsg_value({ ...message(17, UDP_GRO), cmsg_data: data }, IPPROTO_UDP, UDP_GRO),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...read), (data, decode) => {
        expect(() => decode(data)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('define_cmsg', () => {
  const hundred: Codec<number> = { ...int, decode: (bytes) => int.decode(bytes) / 100 };

  it('teaches both functions a message, or only one', () => {
    const both = define_cmsg(IPPROTO_TCP, 9001, int, 'rw');
    expect(cmsg_value(cmsg(IPPROTO_TCP, both, 7), IPPROTO_TCP, both)).toBe(7);
    const arrives = define_cmsg(IPPROTO_TCP, 9002, hundred, 'r');
    expect(untyped(cmsg, IPPROTO_TCP, arrives, 1)).toThrow(TypeError);
    const sent = define_cmsg(IPPROTO_TCP, 9002, text(8), 'w');
    expect(String(cmsg(IPPROTO_TCP, sent, 'cubic').cmsg_data)).toBe(String(Buffer.from('cubic')));
    expect(cmsg_value(cmsg(IPPROTO_TCP, sent, Buffer.of(200, 0, 0, 0)), IPPROTO_TCP, arrives)).toBe(2);
  });

  it('leaves what there is alone: a second description is refused', () => {
    expect(() => define_cmsg(SOL_SOCKET, SCM_RIGHTS, int, 'r')).toThrow(
      new Error('define_cmsg: type 1 of level 1 is already defined'),
    );
    expect(() => define_cmsg(SOL_IP, IP_TTL, int, 'w'), 'by the other name of the level').toThrow(Error);
    expect(() => define_cmsg(SOL_SOCKET, SCM_TXTIME, uint64, 'rw'), 'in half').toThrow(Error);
    define_cmsg(SOL_SOCKET, SCM_TXTIME, uint64, 'r'); // which the refused one has not done
  });

  it('throws for a name without a number, and says what to do', () => {
    expect(() => control(SOL_SOCKET, 'SCM_NO_SUCH_NAME', int, 'rw')).toThrow(
      /^the binary has no number for SCM_NO_SUCH_NAME: `npm run constants` .* `npm run build:native` /,
    );
  });
});

describe('uint16, uint32 and uint64', () => {
  it('are the bytes of the machine, unsigned', () => {
    expect(new Uint16Array(uint16.encode(0xfffe, '').buffer)[0]).toBe(0xfffe);
    expect(new Uint32Array(uint32.encode(0xffff_fffe, '').buffer)[0]).toBe(0xffff_fffe);
    expect(new BigUint64Array(uint64.encode(2n ** 64n - 2n, '').buffer)[0]).toBe(2n ** 64n - 2n);
  });

  it('read what they wrote', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.bigInt(0n, 2n ** 64n - 1n),
        (a, b, c) => {
          expect(uint16.decode(uint16.encode(a, ''))).toBe(a);
          expect(uint32.decode(uint32.encode(b, ''))).toBe(b);
          expect(uint64.decode(uint64.encode(c, ''))).toBe(c);
        },
      ),
    );
  });

  it('refuse what does not fit, and read too few bytes as 0', () => {
    expect(() => uint16.encode(0x1_0000, 'x')).toThrow(
      new RangeError('x must be an integer from 0 to 65535, got 65536'),
    );
    expect(() => uint32.encode(-1, 'x')).toThrow(RangeError);
    expect(() => uint64.encode(2n ** 64n, 'x')).toThrow(RangeError);
    const few = Buffer.of(1);
    expect([uint16.decode(few), uint32.decode(few), uint64.decode(few)]).toEqual([0, 0, 0n]);
  });
});
