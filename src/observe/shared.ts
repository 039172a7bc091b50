import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/**
 * Numbers that threads share, initially 0. A worker gets the numbers that the thread that started it has under the same key, if that thread
 * requested them before it started the worker.
 *
 * @returns the numbers, and whether this thread is the first to request them
 */
export function shared_cells(key: string, count: number): { readonly cells: Int32Array; readonly first: boolean } {
  const shared: unknown = getEnvironmentData(key);
  if (shared instanceof SharedArrayBuffer) return { cells: new Int32Array(shared), first: false };
  const cells = private_cells(count);
  setEnvironmentData(key, cells.buffer);
  return { cells, first: true };
}

/** Numbers of one thread, which no other thread shares. */
export function private_cells(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
