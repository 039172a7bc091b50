// Makes the calls of one subject after another, and looks at what they throw. fuzz.mjs says which variables decide what.

import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { bound } from './bounds.mjs';
import { enormous, hostile, Own, restore } from './hostile.mjs';
import { plausible } from './plausible.mjs';
import { polluted } from './pollution.mjs';
import { Random } from './random.mjs';
import { all_lent, race, take_back } from './rewritten.mjs';
import { renew } from './sockets.mjs';

Error.stackTraceLimit = 0;

const { FUZZ_EACH_SECONDS = '600', FUZZ_MEGABYTES = '1024', FUZZ_TRACE: trace } = process.env;
const milliseconds = 1000 * Number(FUZZ_EACH_SECONDS);
const most_memory = 1024 * Number(FUZZ_MEGABYTES);

/** Errors that are neither, and are meant. */
function is_documented(plain, { message }) {
  if (plain === 'unwrap') return true; // is there to throw what it is given
  if (plain === 'own') return /was already closed or released$/.test(message);
  return /^define_\w+: .* is already defined$/s.test(message);
}

function is_expected({ plain, is_meant }, thrown) {
  if (thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof Own) return true;
  return thrown instanceof Error && is_meant === undefined && is_documented(plain, thrown);
}

/** What closes the descriptors whose numbers are in the bytes: if they changed, those of Node. */
const reads_numbers = /^close_rights$/;

function arguments_for(subject, random, is_raced) {
  const { plain, parameters, is_native } = subject;
  const well_meant = random.below(3);
  const args = parameters.map((name) => {
    if (name === 'where') return name; // only ever the beginning of a message
    return well_meant === 0 || (well_meant === 1 && random.once_in(2))
      ? (subject.plausible ?? plausible)(subject, name, random)
      : hostile(random);
  });
  if (random.once_in(20)) args.length = random.below(args.length + 1);
  if (random.once_in(20)) args.push(hostile(random));
  if (is_native && random.once_in(1000)) args[random.below(args.length)] = enormous;
  const given = is_raced ? args.map((arg) => all_lent(arg)) : args;
  bound(plain, parameters, given);
  return given;
}

export function say(line) {
  writeSync(2, line);
}

function show(value) {
  return inspect(value, { depth: 1, maxArrayLength: 4, maxStringLength: 40, breakLength: Infinity, showProxy: true });
}

/** The calls of a subject: of what takes nothing, which cannot be given much that is wrong, and of what is slow, fewer. */
export function calls_of({ parameters, share = 1 }, calls) {
  return parameters.length === 0 ? Math.min(Math.ceil(calls * share), 1000) : Math.ceil(calls * share);
}

/** How many calls are made before the sockets are renewed. Every fifth such block is raced. */
const usual_block = 500;

/**
 * @param {import('./subjects.mjs').Subject} subject
 * @param {string} seed
 * @param {number} calls
 * @param {() => void} [told] is called before each call
 * @returns {Promise<{ made: number; passed: number; fault?: string }>} how many calls were made, and how many got past the checks
 */
export async function fuzz(subject, seed, calls, told = () => {}) {
  const random = new Random(`${seed} ${subject.name}`);
  const done = { made: 0, passed: 0 };
  const until = performance.now() + milliseconds;
  const every = subject.block ?? usual_block;
  const most = calls_of(subject, calls);
  let pending = [];
  let is_raced = false;
  restore();

  const judge = (thrown, i, args) => {
    // To throw that is what the function is for.
    if (subject.is_meant?.(thrown)) done.passed++;
    else if (is_expected(subject, thrown)) return;
    else done.fault ??= `${subject.name}, call ${i} of seed ${seed}: ${show(args)} threw ${show(thrown)}`;
  };
  // What waits ends here: its descriptors are closed.
  const settled = async () => {
    race(false);
    if (subject.finish === undefined) return;
    await subject.rests();
    renew();
    await Promise.all(pending);
    pending = [];
  };

  for (let i = 0; i < most && done.fault === undefined; i++) {
    if (i % every === 0) {
      if (i > 0) await settled();
      renew();
      if (performance.now() > until) break;
      done.fault ??= over_memory(subject, i, seed);
      is_raced = Math.floor(i / every) % 5 === 1 && !reads_numbers.test(subject.plain);
      race(is_raced);
    }
    if (i % 10_000 === 9_999) say('.');
    take_back();
    const args = arguments_for(subject, random, is_raced);
    if (trace !== undefined) say(`\n${subject.name} ${i}: ${show(args)}`);
    const is_polluted = random.once_in(8) && subject.is_plain_javascript !== false;
    done.made++;
    told();
    try {
      const call = () => subject.call(random, args);
      const made = is_polluted ? polluted(random, subject.has_timers === true, call) : call();
      if (subject.finish === undefined) {
        done.passed++;
        continue;
      }
      const finished = subject.finish(made, args).then(
        () => void done.passed++,
        (thrown) => judge(thrown, i, args),
      );
      if (subject.is_alone) await finished;
      else pending.push(finished);
      if (i % 10 === 9) await turn();
    } catch (thrown) {
      judge(thrown, i, args);
    }
  }
  await settled();
  return done;
}

function over_memory(subject, i, seed) {
  const { maxRSS } = process.resourceUsage();
  if (maxRSS <= most_memory) return undefined;
  return `${subject.name}, before call ${i} of seed ${seed}: ${Math.round(maxRSS / 1024)} MiB, more than FUZZ_MEGABYTES=${FUZZ_MEGABYTES}`;
}
