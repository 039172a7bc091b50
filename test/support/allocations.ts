import { vi } from 'vitest';

/**
 * The lengths passed to `new Uint8Array(length)` while `run` runs. A call that lends a small array allocates it only if another file's test, for example
 * one that aborted a receive, has not given back the last one. So the tests make such a call once before.
 */
export function allocations(run: () => void): number[] {
  const lengths: number[] = [];
  const construct = (target: Uint8ArrayConstructor, args: unknown[]): Uint8Array => {
    if (typeof args[0] === 'number') lengths.push(args[0]);
    return Reflect.construct(target, args);
  };
  vi.stubGlobal('Uint8Array', new Proxy(Uint8Array, { construct }));
  try {
    run();
  } finally {
    vi.unstubAllGlobals();
  }
  return lengths;
}
