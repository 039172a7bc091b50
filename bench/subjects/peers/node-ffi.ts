import { errno_in, type Foreign, libc_of, prototypes } from './ffi.js';
import type { Libc } from './libc.js';

interface Functions {
  readonly functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
}

interface NodeFfi {
  dlopen(path: string, functions: Record<string, { arguments: readonly string[]; return: string }>): Functions;
  toArrayBuffer(pointer: unknown, length: number, copy: boolean): ArrayBuffer;
}

const types: Readonly<Record<string, string>> = { i: 'int32', p: 'pointer' };

/** node:ffi of Node 26. It does not return errno, so errno is read at C's `__errno_location`. */
export function libc(ffi: NodeFfi): Libc {
  const wanted = Object.entries(prototypes).map(([name, letters]) => [
    name,
    { arguments: [...letters].map((letter) => types[letter] ?? ''), return: 'int32' },
  ]);
  const location = { __errno_location: { arguments: [], return: 'pointer' } };
  const { functions } = ffi.dlopen('libc.so.6', { ...Object.fromEntries(wanted), ...location });
  const errno = errno_in(ffi.toArrayBuffer(functions.__errno_location?.(), 4, false));
  return libc_of({ call: (name) => functions[name] as ReturnType<Foreign['call']>, errno });
}
