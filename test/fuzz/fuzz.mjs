// Calls everything with hostile arguments, and fails when something other than a TypeError or a RangeError is thrown, or when no call
// of a function gets past its checks, so that nothing of it is tried but those. A fifth of the calls are made with bytes that a worker rewrites
// meanwhile, an eighth with polluted prototypes. A sign of life is printed for each function, and for each ten thousand calls of it: alone.mjs, which
// starts it again in a network namespace, ends it after a silence.
//
//   FUZZ_SEED=1           what decides the arguments, which of them are rewritten, and the pollution; not what a worker has written by then
//   FUZZ_CALLS=10000      for each function; FUZZ_TOTAL=1000000 is as many for each as make this many of the first entry and the table
//   FUZZ_ONLY=name        one function: its calls are then the same as among all
//   FUZZ_HALF=0           every second function, 1 for the others: two processes share the work
//   FUZZ_EACH_SECONDS=600 the longest that one function is called: what is left then is not made
//   FUZZ_MEGABYTES=1024   the most that may be resident: a function that needs more fails
//   FUZZ_TRACE=1          prints each call before it is made, to see the last one before a crash
//   FUZZ_LIST=1           prints the names of the functions, and calls none
//   FUZZ_TERMINATE=30     instead: this many rounds in a worker that is terminated at some moment, which nothing decides

import { is_alone, is_inside, outside } from './alone.mjs';

if (is_inside) {
  const { FUZZ_TERMINATE: rounds, FUZZ_LIST: list } = process.env;
  // It opens descriptors: before sockets.mjs looks at which are open. What it writes may be an address: only where none leads anywhere.
  const { start_rewriter } = await import('./rewritten.mjs');
  if (is_alone && rounds === undefined && list === undefined) await start_rewriter();
  const { main } = await import(rounds === undefined || list !== undefined ? './all.mjs' : './terminate.mjs');
  await main();
} else {
  process.exitCode = await outside();
}
