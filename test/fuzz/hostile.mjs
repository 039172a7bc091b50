// Values that no caller should pass, of every kind that JavaScript has.

import { runInNewContext } from 'node:vm';

/** What our own traps and getters throw: it may pass through the package, since it is the caller's. */
export class Own extends Error {}

function trap() {
  throw new Own('thrown by the caller');
}

/** Every trap of it throws. */
export const throwing = new Proxy(
  {},
  Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, trap])),
);

const revocable = Proxy.revocable({}, {});
revocable.revoke();

const odd_numbers = [
  Number.NaN,
  Infinity,
  -Infinity,
  1.5,
  -0.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 64,
  5e-324,
];
const edge_integers = [-0, -1, -(2 ** 31), 2 ** 31 - 1, 2 ** 31 - 2, 2 ** 32 - 1, 2 ** 30];

/** Numbers that are no descriptor of Node's: not from 0 to 499. */
export const numbers = [...odd_numbers, ...edge_integers];

const strings = ['', 'a', '\0', 'a\0b', '\ud800', 'a\udfff', '@', '@\0', '9'.repeat(400), '127.0.0.1', '::1', '65536'];
const long_string = '\u20ac'.repeat(10_000);

const objects = [
  {},
  Object.create(null),
  Object.freeze([]),
  { length: 2 ** 32 },
  { valueOf: trap, toString: trap },
  { [Symbol.toPrimitive]: trap },
  Object.defineProperty({}, 'fd', { get: trap, enumerable: true }),
  Object.defineProperty([new Uint8Array(1), 0], 1, { get: trap }),
  throwing,
  revocable.proxy,
  new Proxy(new Uint8Array(8), {}),
  new Proxy([new Uint8Array(8)], {}),
  Object.create(Uint8Array.prototype),
  new Number(5),
  new String('127.0.0.1'),
  new Date(0),
  /./,
  new Map(),
  Promise.resolve(),
];

const functions = [() => 1, trap, async () => {}, class {}, Uint8Array];

/** An array whose length is at the limit, and that has nothing in it. Its text, if any, would be as long. */
const sparse = Object.assign([], { length: 2 ** 32 - 1, toString: () => 'sparse' });
const arrays = [
  [],
  new Array(3),
  [undefined],
  [null, 1],
  [new Uint8Array(1), 'a'],
  [[new Uint8Array(1)]],
  [new Proxy(new Uint8Array(1), {})],
  [new DataView(new ArrayBuffer(8))],
  Array.from({ length: 1024 }, () => new Uint8Array(1)),
  Array.from({ length: 1025 }, () => new Uint8Array(1)),
  sparse,
];

/** @param {Uint8Array} view */
function detached(view) {
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

/** Its buffer has shrunk beneath it. */
function shrunk() {
  const buffer = new ArrayBuffer(64, { maxByteLength: 128 });
  const view = new Uint8Array(buffer, 32, 16);
  buffer.resize(8);
  return view;
}

/** Bytes that lie about how many they are, and where. */
export class Liar extends Uint8Array {
  get length() {
    return 1000;
  }
  get byteLength() {
    return 1000;
  }
  get buffer() {
    return new ArrayBuffer(0);
  }
  at() {
    return 0;
  }
  subarray() {
    return this;
  }
}

const binary = [
  new Int8Array(16),
  new Uint8ClampedArray(16),
  new Uint16Array(16),
  new Int32Array(0),
  new Int32Array(1),
  new Int32Array(2),
  new Uint32Array(2),
  new Float64Array(8),
  new BigInt64Array(4),
  new DataView(new ArrayBuffer(16)),
  new ArrayBuffer(16),
  new SharedArrayBuffer(16),
  detached(new Uint8Array(16)),
  detached(new Uint8Array(0)),
  detached(new Int32Array(2)),
  shrunk(),
  new Liar(4),
  new Uint8Array(0),
  new Uint8Array(new ArrayBuffer(8), 8),
  Buffer.alloc(0),
  runInNewContext('new Uint8Array(16)'),
  runInNewContext('[new Uint8Array(16)]'),
];

/** A `socklen_t` and `capacity` bytes, where the length need not be true. */
export function cell(length, capacity) {
  const bytes = new Uint8Array(4 + capacity);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

const growable = new Uint8Array(new SharedArrayBuffer(16, { maxByteLength: 256 }));
const tracking = new Uint8Array(new ArrayBuffer(16, { maxByteLength: 256 }));

/** Uint8Arrays that are all right. Nothing here reads as an address that is not loopback. */
export const bytes = [
  new Uint8Array(1),
  new Uint8Array(4),
  new Uint8Array(16),
  new Uint8Array(28).fill(0xff),
  new Uint8Array(110).fill(0x41),
  new Uint8Array(1000).fill(0x41),
  Buffer.from('HELLO-WORLD'),
  Buffer.from('pooled').subarray(1, 3),
  new Uint8Array(new ArrayBuffer(64), 3, 5),
  new Uint8Array(new SharedArrayBuffer(64), 8),
  new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer, 65_530),
  growable,
  tracking,
  cell(0, 0),
  cell(16, 16),
  cell(2, 16),
  cell(128, 128),
];

const originals = bytes.map((view) => Uint8Array.from(view));

/** Gives the bytes back what was in them, before calls wrote there. */
export function restore() {
  bytes.forEach((view, i) => {
    view.set(originals[i]);
  });
}

const lying_cells = [cell(17, 16), cell(0xffff_ffff, 16), cell(0x8000_0000, 128), cell(1, 0), new Uint8Array(3)];

/** Its length is more than 32 bits can say. Its pages are nowhere yet: only for what does not copy it, nor print it. */
export const enormous = new Uint8Array(2 ** 32);

/**
 * An array with a getter that pulls the rug from beneath the elements before it.
 *
 * @param {import('./random.mjs').Random} random
 */
export function undermined(random) {
  const first = new Uint8Array(64);
  const second = new Uint8Array(new ArrayBuffer(64, { maxByteLength: 64 }));
  const array = [first, second, 0, new Uint8Array(8)];
  const ways = [
    () => detached(first),
    () => second.buffer.resize(0),
    () => {
      array.length = 1;
    },
  ];
  return Object.defineProperty(array, 2, {
    get() {
      random.pick(ways)();
      return new Uint8Array(1);
    },
  });
}

const others = [undefined, null, true, false, 0n, -1n, 2n ** 64n, Symbol('a'), Symbol.iterator];
const kinds = [others, numbers, strings, objects, functions, arrays, binary, bytes, lying_cells];

/**
 * One of them.
 *
 * @param {import('./random.mjs').Random} random
 */
export function hostile(random) {
  const one = random.below(1000);
  if (one === 0) return undermined(random);
  if (one === 1) return shrunk();
  if (one === 2) return long_string;
  return random.pick(random.pick(kinds));
}
