// Everything that can be called, one function after another: first the table and the first entry, then the other entries.

import { in_a_folder, is_alone } from './alone.mjs';
import { Own } from './hostile.mjs';
import { race, turns } from './rewritten.mjs';
import { calls_of, fuzz, say } from './run.mjs';
import { renew } from './sockets.mjs';
import { subjects } from './subjects.mjs';

const {
  FUZZ_SEED: seed = '1',
  FUZZ_CALLS = '10000',
  FUZZ_TOTAL,
  FUZZ_ONLY: only,
  FUZZ_HALF: half,
  FUZZ_LIST,
} = process.env;

/** As many for each function as make this many of all. */
function calls_for(all) {
  if (FUZZ_TOTAL === undefined) return Number(FUZZ_CALLS);
  const functions = all.reduce((sum, { parameters, share = 1 }) => sum + (parameters.length === 0 ? 0 : share), 0);
  return Math.ceil(Number(FUZZ_TOTAL) / functions);
}

let functions = 0;
let total = 0;

async function each(all, calls) {
  for (const [i, subject] of all.entries()) {
    if (half !== undefined && i % 2 !== Number(half)) continue;
    if (only !== undefined && subject.name !== only) continue;
    const start = performance.now();
    say(`FUZZ_SEED=${seed} FUZZ_ONLY='${subject.name}' (${subject.parameters.join(', ')})`);
    const { made, passed, fault } = await fuzz(subject, seed, calls);
    functions++;
    total += made;
    const few = made < calls_of(subject, calls) ? `, ${made} made` : '';
    say(`: ${passed} got past the checks${few}, ${Math.round(performance.now() - start)} ms\n`);
    if (fault !== undefined) say(`${fault}\n`);
    if (fault !== undefined || (passed === 0 && made >= 100)) process.exitCode = 1;
  }
}

/** What is thrown where nobody can catch it, by a sink: the caller's own errors may be, and those of a class that is called. */
function uncaught(thrown) {
  if (thrown instanceof Own || /^(Class constructors|Constructor \w+) /.test(thrown?.message)) return;
  say(`\nuncaught, with seed ${seed}: ${thrown?.stack ?? thrown}\n`);
  process.exitCode = 1;
}

/** The other entries put a layer in front of the native table: after the first was called without. */
async function others() {
  const { entry_subjects, left_out } = await import('./entries.mjs');
  renew();
  return { found: await entry_subjects(), left_out };
}

function list(all, left_out) {
  for (const { name } of all) console.log(name);
  for (const [name, why] of Object.entries(left_out)) console.log(`${name}: ${why}`);
}

export async function main() {
  process.on('uncaughtException', uncaught);
  // Nobody may read the files of root.
  if (!is_alone) await import('./entries.mjs');
  await in_a_folder(async () => {
    renew();
    const first = subjects();
    const calls = calls_for(first);
    if (FUZZ_LIST === undefined) await each(first, calls);
    const { found, left_out } = await others();
    try {
      if (FUZZ_LIST === undefined) await each(found, calls);
      else list([...first, ...found], left_out);
    } finally {
      race(false);
      const { hang_up } = await import('./peers.mjs');
      hang_up();
    }
  });
  if (FUZZ_LIST !== undefined) return;
  const most = process.resourceUsage().maxRSS >> 10;
  say(`${total} calls of ${functions} functions with seed ${seed}, ${256 * turns()} words rewritten, ${most} MiB\n`);
}
