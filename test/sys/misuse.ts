import { sockaddr_in } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { names_address, refused } from './kit.js';

/** A value that a parameter must not have, and what is thrown for it. */
export type Bad = readonly [what: string, value: unknown, error: typeof TypeError | typeof RangeError];

const no_number: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ["'3'", '3', TypeError],
  ['3n', 3n, TypeError],
  ['true', true, TypeError],
  ['{}', {}, TypeError],
  ['[3]', [3], TypeError],
  ['a symbol', Symbol('3'), TypeError],
];

const no_integer: readonly Bad[] = [
  ['1.5', 1.5, RangeError],
  ['NaN', Number.NaN, RangeError],
  ['Infinity', Number.POSITIVE_INFINITY, RangeError],
  ['-2**31 - 1', -(2 ** 31) - 1, RangeError],
  ['2**53', 2 ** 53, RangeError],
];

/** C's int. */
export const int: readonly Bad[] = [...no_number, ...no_integer, ['2**31', 2 ** 31, RangeError]];

/** Or-ed flags: JavaScript may hold the 32 bits signed or unsigned. */
export const flags: readonly Bad[] = [...no_number, ...no_integer, ['2**32', 2 ** 32, RangeError]];

function detached(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

function out_of_bounds(): Uint8Array {
  const buffer: ArrayBuffer = Reflect.construct(ArrayBuffer, [16, { maxByteLength: 16 }]);
  const view = new Uint8Array(buffer, 8, 8);
  Reflect.apply(Reflect.get(buffer, 'resize'), buffer, [4]);
  return view;
}

/** (pointer, length): a Uint8Array. */
export const bytes: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['a string', 'HELLO', TypeError],
  ['an array', [1, 2, 3], TypeError],
  ['an ArrayBuffer', new ArrayBuffer(8), TypeError],
  ['a DataView', new DataView(new ArrayBuffer(8)), TypeError],
  ['a Uint16Array', new Uint16Array(8), TypeError],
  ['a Uint8ClampedArray', new Uint8ClampedArray(8), TypeError],
  ['what only looks like one', { length: 8, byteLength: 8, buffer: new ArrayBuffer(8) }, TypeError],
  ['a detached view', detached(), TypeError],
  ['a view beyond its shrunk buffer', out_of_bounds(), TypeError],
];

/** An address of this package, or C's NULL. */
export const address: readonly Bad[] = [
  ['a string', '127.0.0.1:80', TypeError],
  ['a number', 80, TypeError],
  ['its bytes', sockaddr_in('127.0.0.1', 80).bytes, TypeError],
  ['{}', {}, TypeError],
  ['what only inherits from one', Object.create(sockaddr_in('127.0.0.1', 80)), TypeError],
];

/** The same, where the parameter may be left out. */
export function optional(bad: readonly Bad[]): readonly Bad[] {
  return bad.filter(([, value]) => value !== undefined);
}

/** The same, where it may not be C's NULL. */
export function required(bad: readonly Bad[]): readonly Bad[] {
  return [['undefined', undefined, TypeError], ...filled(bad)];
}

/** The same, where left out is not NULL: the call makes one. */
export function filled(bad: readonly Bad[]): readonly Bad[] {
  return [['null', null, TypeError], ...bad];
}

/**
 * What holds for every call: misuse throws, naming the function and the parameter, although the arguments beside it are such
 * that the kernel would answer `code`; and the kernel's answer is one frozen object.
 */
export function contract(
  call: (...args: never[]) => unknown,
  parameters: Readonly<Record<string, readonly Bad[]>>,
  given: readonly unknown[],
  code: Parameters<typeof refused>[1],
): void {
  const apply = (args: readonly unknown[]): unknown => Reflect.apply(call, undefined, args);

  describe(`${call.name}, of its arguments`, () => {
    const cases = Object.entries(parameters).flatMap(([name, bad], index) =>
      bad.map(([what, value, error]) => ({ name, index, what, value, error })),
    );
    it.each(cases)('throws a $error.name when $name is $what', ({ name, index, value, error }) => {
      const thrown = () => apply(Object.assign([...given], { [index]: value }));
      expect(thrown).toThrow(error);
      expect(thrown).toThrow(`${call.name}: ${name} must be `);
    });
  });

  describe(`${call.name}, refused`, () => {
    it('answers with one frozen value for each errno, unless it names an address', () => {
      const first = apply(given);
      expect(first).toEqual(refused(call.name, code));
      expect(apply(given) === first).toBe(!names_address(call.name));
      expect(first).toSatisfy(Object.isFrozen);
      expect(first).toHaveProperty('error', expect.toSatisfy(Object.isFrozen));
    });
  });
}
