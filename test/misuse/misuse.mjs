// Gives each parameter of each function, in turn, every value that it cannot mean, while the other arguments are right, and prints the
// calls that throw anything but a TypeError or a RangeError that names that parameter.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bound } from '../fuzz/bounds.mjs';
import { Own } from '../fuzz/hostile.mjs';
import { plausible } from '../fuzz/plausible.mjs';
import { Random } from '../fuzz/random.mjs';
import { renew } from '../fuzz/sockets.mjs';
import { subjects } from '../fuzz/subjects.mjs';
import { values } from './values.mjs';

Error.stackTraceLimit = 0;

/** What is thrown to say something other than that an argument is wrong. */
const meant = { unwrap: /./, own: /was already closed or released$/, define: /is already defined$/ };

function is_meant({ plain }, thrown) {
  if (thrown instanceof Own) return true;
  const pattern = meant[plain] ?? (plain.startsWith('define_') ? meant.define : undefined);
  return pattern?.test(thrown.message);
}

/** `where` is the beginning of a message, which the caller gives. */
function made(subject, random) {
  const args = subject.parameters.map((name) =>
    name === 'where' ? `${subject.plain}: value` : plausible(subject, name, honest(random)),
  );
  return args;
}

function thrown_by(subject, random, args) {
  try {
    const given = [...args];
    bound(subject.plain, subject.parameters, given);
    subject.call(honest(random), given);
    return undefined;
  } catch (error) {
    return error;
  }
}

function is_taken(subject, random, args) {
  const thrown = thrown_by(subject, random, args);
  return thrown === undefined || is_meant(subject, thrown);
}

/** Of what the fuzzer does now and then, nothing that it does more seldom than once in 8: no wrong receiver, no element that is none. */
function honest(random) {
  return {
    once_in: (n) => n < 8 && random.once_in(n),
    pick: (list) => random.pick(list),
    below: (n) => random.below(n),
  };
}

/** Arguments that the function takes, or undefined when none were found. */
function right(subject, random) {
  for (let i = 0; i < 2000; i++) {
    if (i % 200 === 199) renew();
    const args = made(subject, random);
    // Twice: what a getter has undermined is right once.
    if (is_taken(subject, random, args) && is_taken(subject, random, args)) return args;
  }
  return undefined;
}

/** What a struct has beside its own name: a field says more of what is wrong. */
const fields = {
  hints: 'ai_\\w+',
  message: 'nlmsg_\\w+|payload',
  msg: 'msg_\\w+',
  msg_control: 'cmsg_\\w+',
  question: 'protocol|type|flags|payload|decode',
  request: 'family|protocol|states|src|dst|inode|show',
  room: 'bytes|name|control',
  text: 'line \\d+',
};

/** `send_all: bytes must ...`, `sockaddr_vm.svm_cid must ...`, `sendmsg: msg_iov must ...` */
function names(message, parameter) {
  const names = [parameter, fields[parameter]].filter((name) => name !== undefined).join('|');
  return new RegExp(`^\\w[\\w.]*(?:: |\\.)(?:${names})\\b`).test(message);
}

const own_message =
  /Cannot |is not a function|is not iterable|out of bounds|undefined or null|Invalid array|Reduce of|not a constructor|Class ext/;

function misuse(subject) {
  const faults = new Map();
  const random = new Random(subject.name);
  subject.parameters.forEach((parameter, i) => {
    if (parameter === 'where') return;
    for (const [label, make] of values) {
      renew();
      const args = right(subject, random);
      if (args === undefined) {
        faults.set(`${subject.name}: no right arguments were found`, []);
        return;
      }
      args[i] = make();
      const thrown = thrown_by(subject, random, args);
      if (thrown === undefined || is_meant(subject, thrown)) continue;
      const message = `${thrown?.name}: ${thrown?.message}`;
      const right_kind = thrown instanceof TypeError || thrown instanceof RangeError;
      if (right_kind && names(thrown.message, parameter) && !own_message.test(thrown.message)) continue;
      const key = `${subject.name}(${parameter}): ${message}`;
      faults.set(key, [...(faults.get(key) ?? []), label]);
    }
  });
  for (const [fault, labels] of faults) console.log([fault, ...labels].join(', '));
}

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-misuse-'));
process.chdir(folder);
try {
  renew();
  for (const subject of subjects()) {
    if (process.argv[2] !== undefined && !subject.name.match(process.argv[2])) continue;
    misuse(subject);
  }
} finally {
  rmSync(folder, { recursive: true });
}
