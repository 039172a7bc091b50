// Values that no parameter means, or that lie about what they are. Each is made anew: a call may change it.

import { Liar, Own } from '../fuzz/hostile.mjs';

function trap() {
  throw new Own('thrown by the caller');
}

function detached() {
  const view = new Uint8Array(8);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

/** Each property of it throws, and it has every one. */
const throwing = () => new Proxy({}, { get: trap, has: () => true, getOwnPropertyDescriptor: trap, ownKeys: trap });

/** @type {readonly (readonly [string, () => unknown])[]} */
export const values = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['-1', () => -1],
  ['2**53', () => 2 ** 53],
  ['1n', () => 1n],
  ["''", () => ''],
  ['true', () => true],
  ['a symbol', () => Symbol('hostile')],
  ['a detached buffer', detached],
  ['a proxy of bytes', () => new Proxy(new Uint8Array(8), {})],
  ['a function', () => () => 1],
  ['{}', () => Object.freeze({})],
  ['an object without a prototype', () => Object.create(null)],
  ['[]', () => Object.freeze([])],
  ['[null]', () => [null]],
  ['[undefined]', () => [undefined]],
  ['bytes that lie', () => new Liar(8)],
  ['getters that throw', throwing],
];
