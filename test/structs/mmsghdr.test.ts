import { CMSG_SPACE, cmsg, IP_TTL, IPPROTO_IP, mmsghdr, sockaddr_in, sockaddr_in6, sockaddr_un } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { address, bytes, int } from '../sys/misuse.js';

const hello = Buffer.from('HELLO');

describe('mmsghdr', () => {
  it('gives each message a room of its own, in one piece of memory', () => {
    const batch = mmsghdr(3, { bytes: 8 });
    expect(batch.vlen).toBe(3);
    const rooms = [0, 1, 2].map((i) => batch.iov_base(i));
    expect(rooms.map((room) => [room.byteOffset, room.length])).toEqual([
      [0, 8],
      [8, 8],
      [16, 8],
    ]);
    expect(new Set(rooms.map((room) => room.buffer)).size).toBe(1);
    expect(batch.iov_base(1)).toBe(rooms[1]);
  });

  it('may be of no messages, and of messages without bytes', () => {
    expect(mmsghdr(0, { bytes: 8 }).vlen).toBe(0);
    expect(mmsghdr(1, { bytes: 0 }).iov_base(0).length).toBe(0);
  });

  it.each(int)('throws when vlen, or a room, is %s', (what, value, error) => {
    const make =
      (...args: unknown[]) =>
      () =>
        Reflect.apply(mmsghdr, undefined, args);
    expect(make(value, { bytes: 8 })).toThrow(error);
    expect(make(value, { bytes: 8 })).toThrow('mmsghdr: vlen must be ');
    if (what !== '[3]') expect(make(1, { bytes: value })).toThrow('mmsghdr: bytes must be ');
    if (what === 'undefined') return;
    expect(make(1, { bytes: 1, name: value })).toThrow('mmsghdr: name must be ');
    expect(make(1, { bytes: 1, control: value })).toThrow('mmsghdr: control must be ');
  });

  it('gives each message a room of another size where bytes is a list', () => {
    const batch = mmsghdr(3, { bytes: [4, 0, 9] });
    const rooms = [0, 1, 2].map((i) => batch.iov_base(i));
    expect(rooms.map((room) => [room.byteOffset, room.length])).toEqual([
      [0, 4],
      [4, 0],
      [4, 9],
    ]);
    expect(() => batch.set(1, hello)).toThrow('MessageBatch.set: bytes must be at most 0 bytes, got 5');
    batch.set(2, hello);
    expect(() => batch.resize(0, 5)).toThrow('MessageBatch.resize: length must be an integer from 0 to 4');
    expect([batch.resize(2, 9), batch.iov_len(2)]).toEqual([undefined, 9]);
  });

  it('throws when the list is not one size for each message', () => {
    expect(() => mmsghdr(3, { bytes: [4, 0] })).toThrow(
      'mmsghdr: bytes must be a number, or an array of 3 numbers, got an array of 2',
    );
    expect(() => mmsghdr(2, { bytes: [4, -1] })).toThrow('mmsghdr: bytes[1] must be an integer from 0');
    expect(() => Reflect.apply(mmsghdr, undefined, [1, { bytes: ['4'] }])).toThrow(
      'mmsghdr: bytes[0] must be a number',
    );
  });

  it('takes no memory for messages that no call moves, and no more bytes than a call moves', () => {
    expect(() => mmsghdr(2 ** 24, { bytes: 0 })).toThrow(
      'mmsghdr: vlen must be an integer from 0 to 65536, got 16777216',
    );
    expect(mmsghdr(65_536, { bytes: 0 }).vlen).toBe(65_536);
    const most = 'must be at most 2147483647 for all messages together';
    expect(() => mmsghdr(65_536, { bytes: 32_768 })).toThrow(`mmsghdr: bytes ${most}, got 2147483648`);
    expect(() => mmsghdr(2, { bytes: [2 ** 31 - 1, 1] })).toThrow(`mmsghdr: bytes ${most}`);
    expect(() => mmsghdr(2, { bytes: 0, name: 2 ** 30 })).toThrow(`mmsghdr: name ${most}`);
    expect(() => mmsghdr(2, { bytes: 0, control: 2 ** 30 })).toThrow(`mmsghdr: control ${most}`);
  });

  it('throws when a room is negative, or room is no object', () => {
    for (const key of ['bytes', 'name', 'control']) {
      expect(() => mmsghdr(1, { bytes: 1, [key]: -1 })).toThrow(RangeError);
    }
    for (const room of [undefined, null, 5]) {
      expect(() => Reflect.apply(mmsghdr, undefined, [1, room])).toThrow('mmsghdr: room must be an object');
    }
  });
});

describe('a message', () => {
  const batch = () => mmsghdr(2, { bytes: 8, name: 16, control: 64 });

  it('is written by set, which copies', () => {
    const made = batch();
    const text = Buffer.from('HELLO');
    made.set(1, text, sockaddr_in('127.0.0.1', 80), [cmsg(IPPROTO_IP, IP_TTL, 7)]);
    text.fill(0);
    expect(String(Buffer.from(made.bytes(1)))).toBe('HELLO');
    expect([made.iov_len(0), made.iov_len(1)]).toEqual([0, 5]);
    expect([String(made.msg_name(1)), made.msg_name(0).length]).toEqual(['127.0.0.1:80', 0]);
    made.set(1, hello.subarray(0, 2));
    expect([made.iov_len(1), made.msg_name(1).length], 'what is left out is gone').toEqual([2, 0]);
  });

  it('is written in place, and told its length by resize', () => {
    const made = batch();
    made.iov_base(0).set(hello);
    made.resize(0, 3);
    expect(String(Buffer.from(made.bytes(0)))).toBe('HEL');
    for (const length of [9, -1, 1.5])
      expect(() => made.resize(0, length)).toThrow('MessageBatch.resize: length must be ');
  });

  it('is left as it was when there is no room for what it is to be', () => {
    const made = batch();
    made.set(0, hello, sockaddr_in('127.0.0.1', 80));
    expect(() => made.set(0, Buffer.alloc(9))).toThrow('MessageBatch.set: bytes must be at most 8 bytes, got 9');
    expect(() => made.set(0, Buffer.alloc(1), sockaddr_in6('::1', 1))).toThrow('name must be at most 16 bytes, got 28');
    expect(() => made.set(0, Buffer.alloc(1), undefined, Buffer.alloc(65))).toThrow('control must be at most 64 bytes');
    const list = Array.from({ length: 3 }, () => cmsg(IPPROTO_IP, IP_TTL, 7));
    expect(() => made.set(0, Buffer.alloc(1), undefined, list)).toThrow(`at most 64 bytes, got ${3 * CMSG_SPACE(4)}`);
    expect([String(Buffer.from(made.bytes(0))), String(made.msg_name(0))]).toEqual(['HELLO', '127.0.0.1:80']);
  });

  it('takes no name and no control where the batch has no room for them', () => {
    const made = mmsghdr(1, { bytes: 8 });
    expect(() => made.set(0, hello, sockaddr_un('a'))).toThrow('name must be at most 0 bytes');
    expect(() => made.set(0, hello, undefined, Buffer.alloc(1))).toThrow('control must be at most 0 bytes');
    expect(() => made.msg_name(0)).toThrow(RangeError);
  });

  it('is pieces of the caller’s, which stay where they are, by set_iov', () => {
    const made = batch();
    const pieces = [hello.subarray(0, 2), hello.subarray(2)];
    made.set_iov(1, pieces, sockaddr_in('127.0.0.1', 80), [cmsg(IPPROTO_IP, IP_TTL, 7)]);
    pieces.pop();
    expect([made.iov_len(1), made.msg_iov(1), String(made.msg_name(1))]).toEqual([
      5,
      [hello.subarray(0, 2), hello.subarray(2)],
      '127.0.0.1:80',
    ]);
    for (const [length, sizes] of [
      [5, [2, 3]],
      [4, [2, 2]],
      [2, [2]],
      [1, [1]],
      [0, [0]],
    ] as const) {
      made.resize(1, length);
      expect(made.msg_iov(1).map((piece) => piece.length)).toEqual(sizes);
    }
    expect(() => made.resize(1, 6)).toThrow('MessageBatch.resize: length must be an integer from 0 to 5');
    made.set_iov(1, [hello]);
    expect(made.bytes(1)).toEqual(hello);
    made.set(1, hello.subarray(0, 1));
    expect([made.msg_iov(1).length, made.bytes(1).length, made.msg_name(1).length]).toEqual([1, 1, 0]);
  });

  it('is left as it was when its pieces are none', () => {
    const made = batch();
    made.set(0, hello);
    for (const value of [undefined, null, hello, 'text', { length: 1, 0: hello }]) {
      expect(() => Reflect.apply(made.set_iov, made, [0, value])).toThrow(
        'MessageBatch.set_iov: msg_iov must be an array',
      );
    }
    for (const [what, value] of bytes) {
      expect(() => Reflect.apply(made.set_iov, made, [0, [hello, value]]), what).toThrow(
        'MessageBatch.set_iov: msg_iov[1] must be a Uint8Array',
      );
    }
    expect(() => made.set_iov(0, [hello], sockaddr_in6('::1', 1))).toThrow(
      'MessageBatch.set_iov: name must be at most 16',
    );
    const huge = new Array<Uint8Array>(1024).fill(new Uint8Array(2 ** 21));
    expect(() => made.set_iov(0, huge)).toThrow(
      'MessageBatch.set_iov: msg_iov: total length must be an integer from 0 to',
    );
    expect(String(Buffer.from(made.bytes(0)))).toBe('HELLO');
  });

  it('is asked for by an index that there is', () => {
    const made = batch();
    for (const i of [-1, 2, 0.5, Number.NaN]) {
      for (const ask of [
        'iov_base',
        'iov_len',
        'bytes',
        'msg_iov',
        'msg_name',
        'msg_control',
        'msg_len',
        'msg_flags',
      ] as const) {
        expect(() => made[ask](i), `${ask}(${i})`).toThrow('MessageBatch: i must be an integer from 0 to 1');
      }
      expect(() => made.set(i, hello)).toThrow(RangeError);
      expect(() => made.resize(i, 1)).toThrow(RangeError);
    }
    expect(() => Reflect.apply(made.msg_name, made, ['0'])).toThrow(TypeError);
  });

  it('has no answers before a call', () => {
    for (const ask of ['msg_control', 'msg_len', 'msg_flags'] as const)
      expect(() => batch()[ask](0)).toThrow(RangeError);
  });

  it.each(bytes)('throws a TypeError when bytes is %s', (_, value) => {
    expect(() => Reflect.apply(batch().set, batch(), [0, value])).toThrow(TypeError);
  });

  it.each(address)('throws a TypeError when name is %s', (_, value) => {
    expect(() => Reflect.apply(batch().set, batch(), [0, hello, value])).toThrow('MessageBatch.set: name must be ');
  });

  it('throws a TypeError when control is no list', () => {
    for (const value of ['text', 1, {}, [{}]]) {
      expect(() => Reflect.apply(batch().set, batch(), [0, hello, undefined, value])).toThrow(TypeError);
    }
  });
});
