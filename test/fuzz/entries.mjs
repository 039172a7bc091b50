// What the entries beside the first export, as subjects: `sys-socket/promises`, `sys-socket/observe`, `sys-socket/strace` and
// `sys-socket/learn`. They are found at run time too, so what is exported tomorrow is fuzzed tomorrow, or has its reason here. Loading them puts
// a layer in front of the native table: it is done after the first entry was fuzzed without.

import { readFileSync } from 'node:fs';
import * as sys from '../../dist/index.js';
import * as learn from '../../dist/learn/index.js';
import * as observe from '../../dist/observe/index.js';
import * as promises from '../../dist/promises/index.js';
import * as strace from '../../dist/strace/index.js';
import { called, finished } from './entry-calls.mjs';
import { plausible_here } from './entry-values.mjs';
import { connected, disconnected } from './peers.mjs';
import { keep_open } from './sockets.mjs';
import { written } from './subjects.mjs';

/** @typedef {import('./subjects.mjs').Subject} Subject */

const entries = { promises, observe, strace, learn };

/** What no fuzzer calls, and why. */
export const left_out = {
  'observe.check_program': 'starts a process for each call; test/misuse/entries.mjs gives it hostile values',
  'learn.program': 'starts a process for each call; test/misuse/entries.mjs gives it hostile values',
  eslint: 'exports data for ESLint, which alone calls its rule',
  vitest: 'exports nothing, and loads in Vitest alone; its assertions are those of strace.matchers',
  'vitest/check': 'exports nothing, and loads in Vitest alone',
};

/**
 * Not called with polluted prototypes: what passes options to Node, whose own code reads them, and the judges of a course, which
 * only a learner's program could deceive, to be judged wrong.
 */
const is_looked_at =
  /^(to_net|to_dgram|from_net|on_ready|strace|strace_stream|probe_strace|peer\.|play$|watch$|getaddrinfo$)/;

/** How many of the calls are made: what goes through sockets of Node's, /proc or the processor takes its time. */
function share(entry, name) {
  if (/^(peer\.(?!pieces_row)|to_net|to_dgram|from_net)/.test(name)) return 1 / 20;
  if (entry === 'observe' || /^(play|watch|parse_strace|matchers\.|rule|strace|probe)/.test(name)) return 1 / 10;
  return entry === 'promises' ? 1 / 4 : 1;
}

/** Errors that are meant, beside a TypeError and a RangeError. */
function is_meant(error) {
  return error instanceof learn.Wrong || error instanceof strace.NothingToJudge;
}

/** The parameters of constructors. */
const made_of = { Wrong: ['diagnosis', 'evidence'], 'peer.Peer': ['socket'] };

/** @returns {Subject} */
function subject(entry, name, callable) {
  const plain = name.replace(/^.*\./, '');
  const is_class = /^class\b/.test(String(callable));
  const parameters = is_class ? (made_of[name] ?? ['message']) : written(callable);
  return {
    name: `${is_class ? 'new ' : ''}${entry}.${name}`,
    plain,
    entry,
    parameters,
    is_meant,
    plausible: plausible_here,
    rests: disconnected,
    share: share(entry, name),
    block: entry === 'promises' || /^(peer\.|play|watch)/.test(name) ? 50 : 500,
    // Node's timers and signals set properties of their own.
    has_timers: entry === 'promises',
    is_plain_javascript: !is_looked_at.test(name),
    call: (random, args) => (is_class ? new callable(...args) : called(`${entry}.${name}`, callable, args, random)),
    finish: (made, args) => finished(`${entry}.${name}`, made, args),
    // What puts layers into the native table is over before the next begins, and what opens descriptors on another thread, as libc's lookup does.
    is_alone: entry !== 'promises' || name === 'getaddrinfo',
  };
}

/** @returns {Generator<Subject>} */
function* found() {
  for (const [entry, exported] of Object.entries(entries)) {
    for (const [name, value] of Object.entries(exported)) {
      if (`${entry}.${name}` in left_out) continue;
      if (typeof value === 'function') yield subject(entry, name, value);
      else if (typeof value === 'object') {
        for (const [key, member] of Object.entries(value)) {
          if (typeof member === 'function') yield subject(entry, `${name}.${key}`, member);
        }
      }
    }
  }
}

/** The name of every entry but the first. */
export function every_entry() {
  const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return Object.keys(exports).flatMap((path) => (/^\.\/(?!package\.json)/.test(path) ? [path.slice(2)] : []));
}

/** @returns {Promise<Subject[]>} once everything is open that the entries keep open */
export async function entry_subjects() {
  const unknown = every_entry().filter((entry) => !(entry in entries) && !(entry in left_out));
  if (unknown.length > 0) throw new Error(`neither fuzzed nor left out: ${unknown.join(', ')}`);
  // The epoll set of the thread, which the first wait makes.
  const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0));
  await promises.readable(a, { timeout: 0 });
  for (const fd of [a, b]) sys.unwrap(sys.close(fd));
  await connected();
  keep_open();
  return [...found()];
}
