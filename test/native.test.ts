import { EAGAIN, EINTR, MSG_DONTWAIT, MSG_NOSIGNAL, recv, send } from 'sys-socket';
import { afterEach, describe, expect, it } from 'vitest';
import { interpose, native } from '../src/native.js';
import { pair } from './support/sockets.js';

describe('interpose', () => {
  const undo: (() => void)[] = [];
  const interposed = (wrap: Parameters<typeof interpose>[0]) => undo.push(interpose(wrap));
  afterEach(() => {
    for (const take_away of undo.splice(0).reverse()) take_away();
  });

  it('plays the kernel: what it returns is what the caller sees', () => {
    const [a] = pair();
    interposed(() => ({ recv: () => -EINTR }));
    expect(recv(a, new Uint8Array(1))).toMatchObject({ ok: false, error: { syscall: 'recv', code: 'EINTR' } });
  });

  it("is given the man page's parameters in the man page's order", () => {
    const [a] = pair();
    const seen: unknown[][] = [];
    interposed((below) => ({
      send: (...args) => {
        seen.push(args);
        return below.send(...args);
      },
    }));
    const bytes = Buffer.from('HELLO-WORLD');
    expect(send(a, bytes, MSG_NOSIGNAL)).toEqual({ ok: true, value: 11 });
    expect(seen).toEqual([[a, bytes, MSG_NOSIGNAL]]);
  });

  it('leaves the functions that it does not name alone', () => {
    const [a, b] = pair();
    interposed(() => ({ recv: () => -EINTR }));
    expect(send(a, Buffer.from('x'))).toEqual({ ok: true, value: 1 });
    expect(native.read(b, new Uint8Array(1))).toBe(1);
  });

  it('stands on what stood there before, and gives it back when it is taken away', () => {
    const [a] = pair();
    const order: string[] = [];
    const note = (name: string) =>
      interpose((below) => ({
        recv: (...args) => {
          order.push(name);
          return below.recv(...args);
        },
      }));
    const outer = [note('first'), note('second')];
    expect(native.recv(a, new Uint8Array(1), MSG_DONTWAIT)).toBe(-EAGAIN);
    expect(order).toEqual(['second', 'first']);

    for (const take_away of outer.reverse()) take_away();
    expect(native.recv(a, new Uint8Array(1), MSG_DONTWAIT)).toBe(-EAGAIN);
    expect(order).toEqual(['second', 'first']);
  });
});

describe('what the binding throws', () => {
  const thrown = (call: () => unknown): unknown => {
    Object.defineProperty(Object.prototype, 'code', { configurable: true, set: () => expect.fail('a setter ran') });
    try {
      return call();
    } catch (error) {
      return error;
    } finally {
      Reflect.deleteProperty(Object.prototype, 'code');
    }
  };

  it('has the code that Node has for such an error, also if Object.prototype has a setter of that name', () => {
    const of_type = thrown(() => Reflect.apply(native.listen, undefined, ['3', 1]));
    expect(of_type).toBeInstanceOf(TypeError);
    expect(of_type).toMatchObject({
      message: 'listen: fd must be an int32, got a string',
      code: 'ERR_INVALID_ARG_TYPE',
    });
    const of_range = thrown(() => native.listen(2 ** 31, 1));
    expect(of_range).toBeInstanceOf(RangeError);
    expect(of_range).toMatchObject({
      message: 'listen: fd must be an int32, got 2147483648',
      code: 'ERR_OUT_OF_RANGE',
    });
  });
});
