// A row of the micro table with this package, taking turns as bench/floor does; or the garbage that a step leaves.
//
//   node out/bench/subjects/micro.js rows | ROW ITERATIONS
//   node --expose-gc --min-semi-space-size=64 --max-semi-space-size=64 out/bench/subjects/micro.js ROW ITERATIONS garbage
import { take_turns } from './kit.js';
import { rows } from './rows.js';

const [row = '', iterations = '', what] = process.argv.slice(2);
const count = Number(iterations);
if (row === 'rows') {
  console.log(JSON.stringify(Object.keys(rows)));
  process.exit();
}
const made = rows[row];
if (made === undefined || !(count > 0)) throw new Error('usage: micro.js rows | ROW ITERATIONS [garbage]');
const step = made();

function loop(): void {
  for (let i = 0; i < count; i++) step();
}

/** Bytes in use on the heap and in array buffers. */
function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that a piece of work leaves behind. No garbage is collected during the work. */
function left_by(work: () => void): number {
  globalThis.gc?.();
  const before = used();
  work();
  return used() - before;
}

/** Mean bytes a step over several pieces of work. The bytes that the measuring itself leaves are subtracted. */
function garbage(): object {
  const pieces = 20;
  let bytes = 0;
  for (let piece = 0; piece < pieces; piece++) bytes += left_by(loop) - left_by(() => {});
  return { bytes: bytes / pieces / count, steps: pieces * count };
}

for (let run = 0; run < 10; run++) loop(); // until it runs as compiled code
take_turns(() => {
  if (what === 'garbage') return garbage();
  const start = performance.now();
  loop();
  return { ns: ((performance.now() - start) * 1e6) / count };
});
