import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  AF_INET,
  bind,
  cmsg,
  cmsg_value,
  EAGAIN,
  type Fd,
  getsockname,
  IP_RECVTOS,
  IP_TOS,
  IPPROTO_IP,
  MSG_DONTWAIT,
  recvmsg,
  SOCK_DGRAM,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { encode_control } from '../src/codec/cmsghdr.js';
import { load } from '../src/load.js';
import { kernel } from '../src/native.js';
import { bytes_of } from '../src/sockaddr/address.js';
import { program, run } from './support/servers.js';
import { closing, pair } from './support/sockets.js';

/** In no library of TypeScript's but the browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
};

setFlagsFromString('--expose-gc');
const collect: (how: { type: string }) => void = runInNewContext('gc');

const refusal = 'send: buf must be a Uint8Array whose buffer is not detached or too short';

/** What a send of these bytes brings to the peer, or what it throws. */
function sent(fd: Fd, peer: Fd, bytes: Uint8Array, flags: unknown = 0): string {
  try {
    const count: unknown = Reflect.apply(kernel.send, undefined, [fd, bytes, flags]);
    const came = Buffer.alloc(64);
    return count === 0 ? '' : came.toString('latin1', 0, kernel.recv(peer, came, MSG_DONTWAIT));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Inbox {
  readonly fd: Fd;
  readonly address: Uint8Array;
}

/** Two UDP sockets. */
function inboxes(): readonly [Inbox, Inbox] {
  const inbox = (): Inbox => {
    const fd = closing(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    return { fd, address: bytes_of(unwrap(getsockname(fd)), 'address') };
  };
  return [inbox(), inbox()];
}

/** A view of 'HELLO' in a buffer of its own, which is known from three calls. */
function known(
  fd: Fd,
  peer: Fd,
  make: (size: number) => ArrayBuffer = (size) => new ArrayBuffer(size),
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(make(5));
  bytes.set(Buffer.from('HELLO'));
  for (let times = 0; times < 3; times++) expect(sent(fd, peer, bytes)).toBe('HELLO');
  return bytes;
}

/** What may happen to a view between two calls, by name. */
function happenings(
  refused: (view: Uint8Array) => unknown,
): Readonly<Record<string, (view: Uint8Array<ArrayBuffer>) => unknown>> {
  return {
    nothing: () => 0,
    written: (view) => view.fill(0x41 + ((view[0] ?? 0) % 20)),
    transferred: (view) => structuredClone(view.buffer, { transfer: [view.buffer] }),
    shrunk: ({ buffer }) => buffer.resizable && buffer.resize(3),
    grown: ({ buffer }) => buffer.resizable && buffer.resize(16),
    refused,
    collected: () => collect({ type: 'minor' }),
  };
}

describe('a view that is handed over again', () => {
  it('is sent as it is now', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    bytes[4] = 0x21;
    expect(sent(a, b, bytes)).toBe('HELL!');
    expect(sent(a, b, Buffer.from('other'))).toBe('other');
    expect(sent(a, b, bytes)).toBe('HELL!');
  });

  it('is refused once its buffer was transferred, whoever has the memory now', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    const there = new Uint8Array(structuredClone(bytes.buffer, { transfer: [bytes.buffer] }));
    expect(sent(a, b, bytes)).toContain(refusal);
    expect([sent(a, b, there), sent(a, b, bytes)]).toEqual(['HELLO', expect.stringContaining(refusal)]);
  });

  it('is refused as long as its buffer is too short for it', () => {
    const [a, b] = pair();
    const bytes = known(a, b, (size) => new ArrayBuffer(size, { maxByteLength: 64 }));
    const fixed = new Uint8Array(bytes.buffer, 1, 4);
    for (let times = 0; times < 3; times++) expect(sent(a, b, fixed)).toBe('ELLO');
    bytes.buffer.resize(2);
    expect([sent(a, b, fixed), sent(a, b, bytes)]).toEqual([expect.stringContaining(refusal), 'HE']);
    bytes.buffer.resize(6);
    expect([sent(a, b, fixed), sent(a, b, bytes)]).toEqual(['E\0\0\0', 'HE\0\0\0\0']);
  });

  it('is refused once the memory of WebAssembly has grown', () => {
    const [a, b] = pair();
    const memory = new WebAssembly.Memory({ initial: 1 });
    const bytes = new Uint8Array(memory.buffer, 0, 5);
    bytes.set(Buffer.from('HELLO'));
    for (let times = 0; times < 3; times++) expect(sent(a, b, bytes)).toBe('HELLO');
    memory.grow(1);
    expect(sent(a, b, bytes)).toContain(refusal);
    expect(sent(a, b, new Uint8Array(memory.buffer, 0, 5))).toBe('HELLO');
  });

  it('has the length that it has, whatever it says', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    Object.defineProperty(bytes, 'length', { value: 1 });
    expect(sent(a, b, bytes)).toBe('HELLO');
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    Object.defineProperty(bytes, 'byteLength', { value: 5 });
    expect(sent(a, b, bytes)).toContain(refusal);
  });

  it('is not taken for the view of a call that was refused', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    expect(sent(a, b, Buffer.from('never'), 'no flags')).toContain('send: flags must be a 32-bit integer');
    expect(sent(a, b, bytes)).toBe('HELLO');
    expect(sent(a, b, bytes, 0.5)).toContain('send: flags must be a 32-bit integer');
    expect(sent(a, b, bytes)).toBe('HELLO');
  });

  it('is each function’s own', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    const into = new Uint8Array(8);
    expect([kernel.write(a, Buffer.from('write')), kernel.read(b, into), kernel.recv(a, into, MSG_DONTWAIT)]).toEqual([
      5,
      5,
      -EAGAIN,
    ]);
    expect([sent(a, b, bytes), Buffer.from(into).toString('latin1')]).toEqual(['HELLO', 'write\0\0\0']);
  });

  it('is not touched by a call past the package', () => {
    const [a, b] = pair();
    const bytes = known(a, b);
    const past = Reflect.get(Object(load()), 'send');
    expect(Reflect.apply(past, undefined, [a, Buffer.from('past'), 0])).toBe(4);
    expect(sent(a, b, bytes)).toBe('pastHELLO');
  });

  it('may be one of two that come in turn', () => {
    const [a, b] = pair();
    const [header, payload] = [new Uint8Array(Buffer.from('head')), new Uint8Array(Buffer.from('payload'))];
    for (let times = 0; times < 4; times++) {
      expect([sent(a, b, header), sent(a, b, payload)]).toEqual(['head', 'payload']);
    }
    expect([sent(a, b, Buffer.from('new')), sent(a, b, header), sent(a, b, payload)]).toEqual([
      'new',
      'head',
      'payload',
    ]);
    structuredClone(header.buffer, { transfer: [header.buffer] });
    expect([sent(a, b, header), sent(a, b, payload)]).toEqual([expect.stringContaining(refusal), 'payload']);
  });

  it('may be one of two that a call has, and the other is new', () => {
    const both = inboxes();
    const from = closing(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    for (const text of ['one', 'one', 'two', 'two', 'one']) {
      const bytes = Buffer.from(text);
      for (const { fd, address } of [...both, ...both]) {
        for (let times = 0; times < 3; times++) {
          const into = Buffer.alloc(8);
          expect([kernel.sendto(from, bytes, 0, address), kernel.recv(fd, into, MSG_DONTWAIT)]).toEqual([3, 3]);
          expect(into.toString('latin1', 0, 3)).toBe(text);
        }
      }
    }
  });

  it('is what JavaScript sees of it, or refused, whatever happened to its memory', () => {
    const [a, b] = pair();
    const happen = happenings((view) => sent(a, b, view, 'no flags'));
    const step = fc.tuple(fc.nat(2), fc.constantFrom(...Object.keys(happen)));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const fixed = () => new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }), 1, 5);
        const tracking = () => new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }), 1);
        const makers = [fixed, tracking, fixed]; // one more than are remembered
        const views = makers.map((make) => make().fill(0x61));
        for (const [which, what] of steps) {
          const view = views[which] ?? new Uint8Array(8);
          happen[what]?.(view);
          const now = Buffer.from(view).toString('latin1');
          expect(sent(a, b, view)).toEqual(now.length > 0 ? now : expect.stringContaining(refusal));
          if (now.length === 0) views[which] = (makers[which] ?? fixed)().fill(0x62);
        }
      }),
    );
  });
});

describe('a piece that is handed over again', () => {
  /** What a sendmsg of these pieces brings to the peer, or what it throws. */
  function joined(fd: Fd, peer: Fd, pieces: readonly Uint8Array[], flags: unknown = 0): string {
    try {
      const count: unknown = Reflect.apply(kernel.sendmsg, undefined, [fd, pieces, null, null, flags]);
      const came = Buffer.alloc(64);
      return count === 0 ? '' : came.toString('latin1', 0, kernel.recv(peer, came, MSG_DONTWAIT));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  const refusal = 'sendmsg: msg_iov must be a Uint8Array whose buffer is not detached or too short';
  const texts = ['one-', 'two', '+++', '????'];

  it('is known by its place, in calls with as many pieces or more', () => {
    const [a, b] = pair();
    const pieces = texts.map((text) => new Uint8Array(Buffer.from(text)));
    for (const order of [
      [0],
      [0],
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 0],
      [1, 0],
      [1, 0],
      [0],
      [0, 1, 2],
      [1, 0],
      [2, 1, 0, 3],
      [1, 0],
    ]) {
      const chosen = order.map((which) => pieces[which] ?? new Uint8Array(0));
      const whole = order.map((which) => texts[which]).join('');
      expect([joined(a, b, chosen), joined(a, b, [...chosen])]).toEqual([whole, whole]);
    }
  });

  it('is what JavaScript sees of it, or refused, whatever happened to its memory', () => {
    const [a, b] = pair();
    const happen = happenings((view) => joined(a, b, [view, view], 'no flags'));
    const step = fc.tuple(
      fc.nat(2),
      fc.nat(2),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(...Object.keys(happen)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const make = () => new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }), 1, 5).fill(0x61);
        const views = [make(), make(), make()];
        for (const [first, second, count, what] of steps) {
          const chosen = [first, second, 2].slice(0, count).map((which) => views[which] ?? make());
          happen[what]?.(chosen[0] ?? make());
          const whole = chosen.map((view) => Buffer.from(view).toString('latin1'));
          const lost = whole.includes('');
          expect(joined(a, b, chosen)).toEqual(lost ? expect.stringContaining(refusal) : whole.join(''));
          for (const [i, { length }] of views.entries()) if (length === 0) views[i] = make().fill(0x62);
        }
      }),
    );
  });

  it('is filled by recvmsg, whose flags go into the array of that call', () => {
    const [a, b] = pair();
    const [into, other] = [Buffer.alloc(3), Buffer.alloc(3)];
    const [out, flags] = [new Int32Array(2), new Int32Array(2)];
    for (let times = 0; times < 4; times++) {
      for (const [piece, array] of [
        [into, out],
        [into, flags],
        [other, flags],
        [into, out],
      ] as const) {
        array.fill(-1);
        expect(kernel.send(a, Buffer.from(String(times).repeat(3)), 0)).toBe(3);
        expect(kernel.recvmsg(b, [piece], null, null, array, MSG_DONTWAIT)).toBe(3);
        expect([String(piece), array[0]]).toEqual([String(times).repeat(3), 0]);
      }
    }
    structuredClone(out.buffer, { transfer: [out.buffer] });
    expect(() => kernel.recvmsg(b, [into], null, null, out, MSG_DONTWAIT)).toThrow('out must be an Int32Array');
  });

  it('has an address beside it that is known too, whatever calls with more pieces had', () => {
    const from = closing(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    const [first, second] = inboxes();
    const bytes = new Uint8Array(Buffer.from('one'));
    const five = [bytes, bytes, bytes, bytes, bytes];
    const to = ({ fd, address }: Inbox, pieces: readonly Uint8Array[]) => {
      kernel.sendmsg(from, pieces, address, null, 0);
      return kernel.recv(fd, Buffer.alloc(64), MSG_DONTWAIT);
    };
    for (let times = 0; times < 3; times++) expect(to(first, [bytes])).toBe(3);
    for (const pieces of [five, five.slice(2), five]) {
      expect([to(second, pieces), to(first, [bytes])]).toEqual([3 * pieces.length, 3]);
    }
    // A getter runs while the binding reads the array, before it reads the address.
    Object.defineProperty(five, 4, { get: () => [to(first, [bytes]), to(first, [bytes]), bytes][2] });
    expect([to(second, five), to(first, [bytes]), to(second, [bytes])]).toEqual([15, 3, 3]);
  });

  it('goes to the address of its own call, with control messages of its own call', () => {
    const from = closing(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    const both = inboxes();
    for (const { fd } of both) unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTOS, 1));
    const controls = [4, 8].map((tos) => ({ tos, bytes: encode_control([cmsg(IPPROTO_IP, IP_TOS, tos)], 'test') }));
    const piece = new Uint8Array(Buffer.from('one'));
    const step = fc.record({
      to: fc.nat(1),
      with_control: fc.nat(2),
      count: fc.integer({ min: 1, max: 5 }),
      fresh: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const { to, with_control, count, fresh } of steps) {
          const { fd, address } = both[to] ?? both[0];
          const control = controls[with_control];
          const pieces = Array.from({ length: count }, () => (fresh ? piece.slice() : piece));
          const name = fresh ? address.slice() : address;
          expect(kernel.sendmsg(from, pieces, name, control?.bytes ?? null, 0)).toBe(3 * count);
          const arrived = unwrap(recvmsg(fd, { msg_iov: [Buffer.alloc(64)], msg_controllen: 64 }, MSG_DONTWAIT));
          const [told] = arrived.msg_control;
          expect([arrived.received, told && cmsg_value(told, IPPROTO_IP, IP_TOS)]).toEqual([
            3 * count,
            control?.tos ?? 0,
          ]);
        }
      }),
    );
  });

  it('is looked up once, when a getter of the array calls again', () => {
    const [a, b] = pair();
    const [other] = pair();
    const [first, second] = [Buffer.from('HELLO'), Buffer.from('-WORLD')];
    for (let times = 0; times < 3; times++) expect(joined(a, b, [first, second])).toBe('HELLO-WORLD');
    const iov = [first, second];
    let asked = 0;
    Object.defineProperty(iov, 1, {
      get() {
        asked++;
        for (let times = 0; times < 3; times++) kernel.sendmsg(other, [Buffer.from('inner'), first], null, null, 0);
        return asked === 1 ? second : Buffer.from('!!');
      },
    });
    expect([joined(a, b, iov), asked]).toEqual(['HELLO-WORLD', 1]);
    expect(joined(a, b, [first, second])).toBe('HELLO-WORLD');
  });
});

it('keeps no more alive than the last two views of each function', async () => {
  const { stdout, stderr } = await run(
    program(`
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      import { AF_UNIX, SOCK_DGRAM, send, socketpair, unwrap, write } from 'sys-socket';
      setFlagsFromString('--expose-gc');
      const gc = runInNewContext('gc');
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
      const gone = [];
      const registry = new FinalizationRegistry((what) => gone.push(what));
      function sends(what, call) {
        const bytes = new Uint8Array(8);
        registry.register(bytes, what);
        unwrap(call(a, bytes, 0));
      }
      sends('first', send);
      sends('last but one', send);
      sends('last', send);
      sends('written', write);
      await new Promise(setImmediate);
      gc();
      await new Promise(setImmediate);
      console.log(gone.sort().join());`),
  );
  expect({ stdout: stdout.toString(), stderr }).toEqual({ stdout: 'first\n', stderr: '' });
});
