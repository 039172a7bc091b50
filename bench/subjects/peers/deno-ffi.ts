import { errno_in, type Foreign, libc_of, prototypes } from './ffi.js';
import type { Libc } from './libc.js';

declare const Deno: {
  dlopen(
    path: string,
    functions: Record<string, { parameters: readonly string[]; result: string }>,
  ): { readonly symbols: Readonly<Record<string, (...args: readonly unknown[]) => number>> };
  readonly UnsafePointerView: { getArrayBuffer(pointer: unknown, length: number): ArrayBuffer };
};

const types: Readonly<Record<string, string>> = { i: 'i32', p: 'buffer' };

export function libc(): Libc {
  const wanted = Object.entries(prototypes).map(([name, letters]) => [
    name,
    { parameters: [...letters].map((letter) => types[letter] ?? ''), result: 'i32' },
  ]);
  const location = { __errno_location: { parameters: [], result: 'pointer' } };
  const { symbols } = Deno.dlopen('libc.so.6', { ...Object.fromEntries(wanted), ...location });
  const errno = errno_in(Deno.UnsafePointerView.getArrayBuffer(symbols.__errno_location?.(), 4));
  return libc_of({ call: (name) => symbols[name] as ReturnType<Foreign['call']>, errno });
}
