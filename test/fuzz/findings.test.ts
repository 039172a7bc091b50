// What the fuzzer has found, each as the shortest call that shows it: its seeds make other calls as soon as a list of values changes.
import {
  AF_UNIX,
  deadline_in,
  mmsghdr,
  POLLIN,
  poll,
  recv_exact,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socketpair,
  unwrap,
} from 'sys-socket';
import { expect, it } from 'vitest';
import { trace } from '../../src/observe/index.js';
import { matchers } from '../../src/strace/index.js';

/** Makes the call while a prototype has a setter of this name, which throws. */
function with_setter<T>(on: object, name: string, call: () => T): T {
  const set = () => {
    throw new Error(`the setter of ${name} was called`);
  };
  Reflect.defineProperty(on, name, { configurable: true, get: () => undefined, set });
  try {
    return call();
  } finally {
    Reflect.deleteProperty(on, name);
  }
}

it.each([
  ['Array.prototype', Array.prototype],
  ['Object.prototype', Object.prototype],
])('msg_name of a batch calls no setter of an index on %s', (_, on) => {
  const batch = mmsghdr(3, { bytes: 16, name: 16 });
  const name = with_setter(on, '2', () => batch.msg_name(2));
  expect(batch.msg_name(2)).toBe(name);
});

it('a wait calls no setter of revents on Object.prototype', () => {
  const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
  const deadline = deadline_in(1);
  const result = with_setter(Object.prototype, 'revents', () => recv_exact(a, new Uint8Array(1), { deadline }));
  expect(result.ok ? undefined : result.error.code).toBe('DEADLINE_EXCEEDED');
});

it('poll bypasses a setter of revents on Object.prototype, and calls one of the object’s class', () => {
  const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
  const plain: { fd: typeof a; events: number; revents?: number } = { fd: a, events: POLLIN };
  expect(with_setter(Object.prototype, 'revents', () => poll([plain], 0))).toEqual({ ok: true, value: 0 });
  expect(Object.hasOwn(plain, 'revents')).toBe(true);
  const told: number[] = [];
  class Told {
    readonly fd = a;
    readonly events = POLLIN;
    set revents(value: number) {
      told.push(value);
    }
  }
  expect(with_setter(Object.prototype, 'revents', () => poll([new Told()], 0))).toEqual({ ok: true, value: 0 });
  expect(told).toEqual([0, 0]);
});

const holes: never[] = Object.assign([], { length: 2 ** 32 - 1 });

it('an assertion about calls refuses an array of four billion holes at the first', () => {
  expect(() => matchers.toMakeCalls('close(3) = 0', holes)).toThrow(
    new TypeError('toMakeCalls: calls must contain only calls, got undefined'),
  );
});

it('an assertion about a trace refuses one too', () => {
  expect(() => matchers.toRetryOnEINTR(holes)).toThrow(
    new TypeError('toRetryOnEINTR: trace must contain only events of strace or of sys-socket/observe'),
  );
});

it.each([
  [{}, 'exit must be a function, got undefined'],
  [new Map(), 'exit must be a function, got undefined'],
  [{ exit: 1 }, 'exit must be a function, got number'],
  [{ exit() {}, enter: 1 }, 'enter must be a function, got number'],
  [{ exit() {}, refused: 'x' }, 'refused must be a function, got string'],
])('trace refuses a sink that cannot be told of a call: %o', (sink, why) => {
  expect(() => trace(sink as never)).toThrow(new TypeError(`trace: sink.${why}`));
});
