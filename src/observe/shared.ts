import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/**
 * Numbers that threads share, 0 at first: under the same key a worker has those of the thread that started it, if that one
 * had asked for them by then.
 *
 * @returns the numbers, and whether this thread is the first to ask
 */
export function shared_cells(key: string, count: number): { readonly cells: Int32Array; readonly first: boolean } {
  const shared: unknown = getEnvironmentData(key);
  if (shared instanceof SharedArrayBuffer) return { cells: new Int32Array(shared), first: false };
  const cells = private_cells(count);
  setEnvironmentData(key, cells.buffer);
  return { cells, first: true };
}

/** The same for one thread alone. */
export function private_cells(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
