// Memory that a worker rewrites while calls are made with it: views of it stand in for the bytes of arguments. Which ones do so, the seed
// decides; what the worker has written by the time a call looks, nothing does.

import { once } from 'node:events';
import { types } from 'node:util';
import { Worker } from 'node:worker_threads';

/** Words of the state that both threads see. */
export const control = { runs: 0, used: 1, turns: 2 };

/** How many places the worker goes through: a power of two, as its generator needs. */
export const places = 2 ** 20;
const room = places;

/**
 * What it writes: lengths, levels, types and families that are right or nearly so. None has the byte of a slash: a name of AF_UNIX stays in
 * its folder.
 */
export const values = [
  ...[0, 1, 2, 3, 4, 7, 8, 10, 12, 16, 17, 20, 24, 28, 0x7f, 0x80, 0xff, 110, 114, 128, 276],
  ...[0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff],
];

const memory = new SharedArrayBuffer(room);
const state = new Int32Array(new SharedArrayBuffer(12));
const everything = new Uint8Array(memory);
let used = 0;
let racing = false;
let started = false;

/** Starts the worker, which opens descriptors of its own: before anything looks at which are open. */
export async function start_rewriter() {
  const worker = new Worker(new URL('rewriter.mjs', import.meta.url), { workerData: { state, memory } });
  await once(worker, 'message');
  worker.unref();
  started = true;
}

/** Whether the calls that follow are raced. */
export function race(on) {
  racing = on && started;
  used = 0;
  Atomics.store(state, control.used, 0);
  Atomics.store(state, control.runs, racing ? 1 : 0);
  if (racing) Atomics.notify(state, control.runs);
}

/** How often the worker went through the memory that was lent: 256 words each time. */
export const turns = () => Atomics.load(state, control.turns);

/** The next call may have all of the memory again. */
export function take_back() {
  if (racing) used = 0;
}

/** A view of rewritten memory with the same bytes, if there is a race; else the view itself. */
export function lent(view) {
  if (!racing || types.isProxy(view) || !ArrayBuffer.isView(view)) return view;
  const same = kinds.find((kind) => Object.getPrototypeOf(view) === kind.prototype);
  if (same === undefined || view.buffer === memory || view.byteLength === 0) return view;
  const start = Math.ceil(used / 8) * 8;
  if (start + view.byteLength > room) return view;
  used = start + view.byteLength;
  everything.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), start);
  Atomics.store(state, control.used, used);
  return same === Buffer
    ? Buffer.from(memory, start, view.byteLength)
    : new same(memory, start, view.byteLength / same.BYTES_PER_ELEMENT);
}

const kinds = [Uint8Array, Buffer, Int32Array, BigInt64Array, Uint32Array];

const is_simple = ({ value, get, set }) => get === undefined && set === undefined && typeof value !== 'function';

/** The value with rewritten bytes wherever it has bytes: in arrays and plain objects too, but for those with a getter. */
export function all_lent(value, depth = 3) {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || depth === 0) return value;
  if (ArrayBuffer.isView(value)) return lent(value);
  const is_list = Array.isArray(value);
  if (Object.getPrototypeOf(value) !== (is_list ? Array.prototype : Object.prototype)) return value;
  const own = Object.getOwnPropertyDescriptors(value);
  if ((is_list && value.length > 64) || !Object.values(own).every(is_simple)) return value;
  const copy = is_list ? new Array(value.length) : {};
  for (const [name, { value: part }] of Object.entries(own)) {
    if (name !== 'length') copy[name] = all_lent(part, depth - 1);
  }
  return copy;
}
