import { append } from '../../codec/intrinsics.js';
import type { PrintOptions } from './options.js';

const escapes: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** Bytes as a C string: octal for unprintable bytes, with three digits only before a digit. */
export function quote(bytes: Uint8Array): string {
  let text = '"';
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    const next = bytes[i + 1] ?? 0;
    text += escapes[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal(byte, next));
  }
  return `${text}"`;
}

function octal(byte: number, next: number): string {
  const digit_follows = next >= 0x30 && next <= 0x37;
  return `\\${byte.toString(8).padStart(digit_follows ? 3 : 1, '0')}`;
}

/** Bytes up to the first NUL. */
export function quote_text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return quote(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Bytes as `"\x00\x01"`. */
export function quote_hex(bytes: Uint8Array): string {
  return `"${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
}

/** The address of a buffer, which JavaScript does not know; strace prints `0x7ffd5a3c`. */
export function pointer(bytes: Uint8Array | null): string {
  return bytes === null ? 'NULL' : '0x...';
}

/** A buffer of a call: at most `-s` bytes of it. */
export function buffer(bytes: Uint8Array, strings: number): string {
  return bytes.length > strings ? `${quote(bytes.subarray(0, strings))}...` : quote(bytes);
}

/** The two descriptors of pipe2(2) and socketpair(2). */
export function pair(fds: Int32Array, { strings, fd }: PrintOptions): string {
  return array([...fds.subarray(0, 2)], strings, (number) => fd(number));
}

/** `[a, b, ...]`: at most `-s` members. */
export function array<T>(items: readonly T[], strings: number, print: (item: T) => string): string {
  const shown = items.slice(0, strings).map(print);
  if (items.length > strings) append(shown, '...');
  return `[${shown.join(', ')}]`;
}
