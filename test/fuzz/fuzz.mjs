// Calls everything with hostile arguments, and fails when something other than a TypeError or a RangeError is thrown, or when no call
// of a function gets past its checks, so that nothing of it is tried but those. That it ends at all, and by itself, is what fuzz.test.ts
// looks at: a sign of life is printed for each function, and for each ten thousand calls of it.
//
//   FUZZ_SEED=1        what decides the arguments
//   FUZZ_CALLS=10000   for each function
//   FUZZ_ONLY=name     one function: its calls are then the same as among all
//   FUZZ_HALF=0        every second function, 1 for the others: two processes share the work
//   FUZZ_TRACE=1       prints each call before it is made, to see the last one before a crash

import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { bound } from './bounds.mjs';
import { enormous, hostile, Own, restore } from './hostile.mjs';
import { plausible } from './plausible.mjs';
import { Random } from './random.mjs';
import { renew } from './sockets.mjs';
import { subjects } from './subjects.mjs';

const {
  FUZZ_SEED: seed = '1',
  FUZZ_CALLS = '10000',
  FUZZ_ONLY: only,
  FUZZ_HALF: half,
  FUZZ_TRACE: trace,
} = process.env;
const calls = Number(FUZZ_CALLS);

Error.stackTraceLimit = 0;

/** Errors that are neither, and are meant. */
function is_documented(plain, { message }) {
  if (plain === 'unwrap') return true; // is there to throw what it is given
  if (plain === 'own') return /was already closed or released$/.test(message);
  return /^define_\w+: .* is already defined$/s.test(message);
}

function is_expected(plain, thrown) {
  if (thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof Own) return true;
  return thrown instanceof Error && is_documented(plain, thrown);
}

function arguments_for(subject, random) {
  const { plain, parameters, is_native } = subject;
  const well_meant = random.below(3);
  const args = parameters.map((name) => {
    if (name === 'where') return name; // only ever the beginning of a message
    return well_meant === 0 || (well_meant === 1 && random.once_in(2))
      ? plausible(subject, name, random)
      : hostile(random);
  });
  if (random.once_in(20)) args.length = random.below(args.length + 1);
  if (random.once_in(20)) args.push(hostile(random));
  if (is_native && random.once_in(1000)) args[random.below(args.length)] = enormous;
  bound(plain, parameters, args);
  return args;
}

function say(line) {
  writeSync(2, line);
}

function show(args) {
  return inspect(args, { depth: 1, maxArrayLength: 4, maxStringLength: 40, breakLength: Infinity, showProxy: true });
}

/** @returns how many calls got past the checks, or undefined when one threw what it should not */
function fuzz(subject) {
  let passed = 0;
  restore();
  const random = new Random(`${seed} ${subject.name}`);
  // What takes nothing cannot be given much that is wrong.
  const most = subject.parameters.length === 0 ? Math.min(calls, 1000) : calls;
  for (let i = 0; i < most; i++) {
    if (i % 500 === 0) renew();
    if (i % 10_000 === 9_999) say('.');
    const args = arguments_for(subject, random);
    if (trace !== undefined) say(`\n${subject.name} ${i}: ${show(args)}`);
    try {
      subject.call(random, args);
      passed++;
    } catch (thrown) {
      if (is_expected(subject.plain, thrown)) continue;
      say(`\n${subject.name}, call ${i} of seed ${seed}: ${show(args)} threw ${show(thrown)}\n`);
      return undefined;
    }
  }
  return passed;
}

// Unix sockets may be bound to relative paths.
const folder = mkdtempSync(join(tmpdir(), 'sys-socket-fuzz-'));
process.chdir(folder);
try {
  renew();
  for (const [i, subject] of subjects().entries()) {
    if (half !== undefined && i % 2 !== Number(half)) continue;
    if (only !== undefined && subject.name !== only) continue;
    const start = performance.now();
    say(`FUZZ_SEED=${seed} FUZZ_ONLY='${subject.name}' (${subject.parameters.join(', ')})`);
    const passed = fuzz(subject);
    if (passed === undefined || (passed === 0 && calls >= 1000)) process.exitCode = 1;
    say(`: ${passed} got past the checks, ${Math.round(performance.now() - start)} ms\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
