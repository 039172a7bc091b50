import { errno_in, type Foreign, libc_of, prototypes } from './ffi.js';
import type { Libc } from './libc.js';

interface BunFfi {
  dlopen(
    path: string,
    functions: Record<string, { args: readonly string[]; returns: string }>,
  ): { readonly symbols: Readonly<Record<string, (...args: readonly unknown[]) => number>> };
  toArrayBuffer(pointer: unknown, offset: number, length: number): ArrayBuffer;
}

const types: Readonly<Record<string, string>> = { i: 'i32', p: 'ptr' };

export function libc(ffi: BunFfi): Libc {
  const wanted = Object.entries(prototypes).map(([name, letters]) => [
    name,
    { args: [...letters].map((letter) => types[letter] ?? ''), returns: 'i32' },
  ]);
  const location = { __errno_location: { args: [], returns: 'ptr' } };
  const { symbols } = ffi.dlopen('libc.so.6', { ...Object.fromEntries(wanted), ...location });
  const errno = errno_in(ffi.toArrayBuffer(symbols.__errno_location?.(), 0, 4));
  return libc_of({ call: (name) => symbols[name] as ReturnType<Foreign['call']>, errno });
}
