import { layout } from '../headers.js';
import { append } from './intrinsics.js';
import { check_integer } from './struct.js';

/** Size in bytes of the kernel's signal set, which has one bit for each signal, from signal 1 on. */
export const sigset_size = layout('sigset').size;

/**
 * The set of the signals in the kernel's layout.
 *
 * @internal
 */
export function encode_sigset(signals: readonly number[], where: string): Uint8Array {
  if (!Array.isArray(signals)) throw new TypeError(`${where} must be an array of signals`);
  const bytes = new Uint8Array(sigset_size);
  for (const [i, signal] of signals.entries()) {
    check_integer(signal, 1, sigset_size * 8, `${where}[${i}]`);
    const byte = (signal - 1) >> 3;
    bytes[byte] = (bytes[byte] ?? 0) | (1 << ((signal - 1) & 7));
  }
  return bytes;
}

/**
 * {@link encode_sigset}, with null for C's NULL.
 *
 * @internal
 */
export function sigset_or_null(signals: readonly number[] | null | undefined, where: string): Uint8Array | null {
  return signals === null || signals === undefined ? null : encode_sigset(signals, where);
}

/**
 * The signals of a set, in ascending order.
 *
 * @internal
 */
export function decode_sigset(bytes: Uint8Array): number[] {
  const signals: number[] = [];
  for (let signal = 1; signal <= sigset_size * 8; ++signal) {
    if (((bytes[(signal - 1) >> 3] ?? 0) >> ((signal - 1) & 7)) & 1) append(signals, signal);
  }
  return signals;
}
