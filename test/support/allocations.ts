import { vi } from 'vitest';

/** The lengths passed to `new Uint8Array(length)` while `run` runs. */
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
