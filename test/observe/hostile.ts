const detached = new Uint8Array(8);
structuredClone(detached.buffer, { transfer: [detached.buffer] });
const shrunk = new Uint8Array(4);
shrunk[0] = 100; // a socklen_t that says more than there is
const hostile: readonly unknown[] = [
  undefined, null, true, 'text', 7n, Symbol('s'), {}, [], () => 0, 1.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1, -0, 3,
  detached, shrunk, new Uint8Array(0), new Uint8Array(3), new Uint16Array(4), new Float64Array(2), new Int32Array(1),
  new Int32Array(2), new DataView(new ArrayBuffer(8)), new ArrayBuffer(8), [1], ['x'], [detached], [new Uint8Array(1)],
  new Proxy(new Uint8Array(8), {}), new Proxy([], {}), { length: 2 ** 32 }, new Array(1025).fill(null),
]; // biome-ignore format: a list
const good: ReadonlyArray<readonly unknown[]> = [
  [-1, -1, -1, -1, -1, -1],
  [-1, new Uint8Array(8), -1, null, null, null],
  [-1, [], null, null, new Int32Array(2), 0],
  [-1, -1, -1, new Uint8Array(8), 0, 0],
  [-1, -1, -1, new Int32Array(2), 0, 0],
  [-1, null, 0, 0, 0, 0],
  [new Uint8Array(8), 0, 0, 0, 0, 0],
];

/** Arguments for a function of the native table, one of which nothing or few take. None blocks, or touches a descriptor that is open. */
export function* hostile_args(name: string): Generator<readonly unknown[]> {
  for (const base of good) {
    for (let i = 0; i <= base.length; i += 1) {
      for (const value of hostile) {
        const args = base.map((arg, at) => (at === i ? value : arg));
        if (!would_block_or_stay_open(name, args)) yield args;
      }
    }
  }
}

/** Descriptors 0 and 3, which hostile values may name, are somebody's. */
function would_block_or_stay_open(name: string, args: readonly unknown[]): boolean {
  const touches_open = args[0] === 3 || args[0] === 0 || args[0] === 0 || args[0] === 1;
  return touches_open || (name === 'poll' && args[1] !== 0) || name === 'socketpair' ? args[0] !== -1 : false;
}
