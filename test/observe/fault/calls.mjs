// Makes calls in rounds, and writes what they returned, and what they left in their arguments, as JSON to the file results: a list for each round.
//
//   calls.mjs inside ROUNDS FOLDER    under inject() and the built-in trace, which writes the log of a round to FOLDER/log-ROUND
//   calls.mjs outside ROUNDS FOLDER   under a strace that is attached once FOLDER/ready-ROUND is there, before FOLDER/go-ROUND is, and detached
//                                     between FOLDER/done-ROUND and FOLDER/gone-ROUND
//
// ROUNDS is JSON, a list of { what, rules }: which calls, and the rules of inject().
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from '../../../out/src/index.js';
import { native } from '../../../out/src/native.js';
import { calls } from '../../../out/src/observe/calls/index.js';
import { inject, trace } from '../../../out/src/observe/index.js';
import { cell, plausible } from '../plausible.mjs';
import { beside, typed, writing } from './typed.mjs';

const [, , where, rounds, folder] = process.argv;

const done = [];
const numbers = (arg) =>
  ArrayBuffer.isView(arg) ? Array.from(arg) : Array.isArray(arg) ? arg.map(numbers) : arg === null ? null : String(arg);
const call = (name, ...args) => {
  const result = Reflect.apply(native[name], undefined, args);
  done.push([name, result, args.map(numbers)]);
  return result;
};

const hello = Buffer.from('HELLO-WORLD');
const variants = {
  /** Every function, but for write(2), with which Node wakes its own loop now and then: libuv ends the process when that fails. */
  every() {
    for (const [name, row] of Object.entries(calls)) if (name !== 'write') call(name, ...plausible(row));
  },
  /** Every function of src/sys/ that makes a syscall of the native table other than write(2). */
  typed() {
    for (const [name, made] of Object.entries(typed)) done.push([name, made()]);
  },
  /** Those that inject() does not know of: their syscalls are not in the native table. */
  beside() {
    for (const [name, made] of Object.entries(beside)) done.push([name, made()]);
  },
  /** Those that make write(2), on a file: strace can tell it from the eventfd of Node's loop. */
  writing() {
    for (const [name, made] of Object.entries(writing)) done.push([name, made()]);
  },
  /** Bytes that really move, without a call that could block. */
  streams() {
    const sv = new Int32Array(2);
    call('socketpair', sys.AF_UNIX, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0, sv);
    const [a, b] = sv;
    for (let i = 0; i < 4; ++i) {
      call('send', a, hello, sys.MSG_NOSIGNAL);
      call('recv', b, new Uint8Array(4), 0);
      call('sendto', a, hello, 0, null);
      call('recvfrom', b, new Uint8Array(64), 0, i % 2 === 0 ? null : cell(16));
      call('sendmsg', a, [hello, new Uint8Array(2)], null, null, 0);
      call('recvmsg', b, [new Uint8Array(5), new Uint8Array(50)], cell(16), cell(32), new Int32Array(2).fill(7), 0);
      call('writev', a, [hello, hello]);
      call('readv', b, [new Uint8Array(3), new Uint8Array(30)]);
      call('write', a, hello);
      call('read', b, new Uint8Array(64));
      call('poll', new Uint8Array(new Int32Array([a, 1]).buffer), 0);
    }
    call('shutdown', a, sys.SHUT_WR);
    call('recv', b, new Uint8Array(4), 0);
  },
};

/** Neither looking nor waiting is a call that strace looks at. */
const moment = new Int32Array(new SharedArrayBuffer(4));
const wait_for = (name) => {
  while (!existsSync(join(folder, name))) Atomics.wait(moment, 0, 0, 5);
};

const made = JSON.parse(rounds).map(({ what, rules }, round) => {
  const fd = openSync(join(folder, where === 'inside' ? `log-${round}` : 'none'), 'w');
  // The calls make the same descriptors in both, however many Node has open.
  while (openSync('/dev/null') < 63);
  const ends = [];
  if (where === 'inside') {
    ends.push(inject(rules).stop, trace(fd, { strings: 64 }));
  } else {
    writeFileSync(join(folder, `ready-${round}`), '');
    wait_for(`go-${round}`);
  }
  native.shutdown(-1, 0x5eed);
  variants[what]();
  native.shutdown(-1, 0x5eed);
  if (where === 'outside') {
    mkdirSync(join(folder, `done-${round}`)); // a file would take a write(2)
    wait_for(`gone-${round}`);
  }
  for (const end of ends.reverse()) end();
  return done.splice(0);
});
writeFileSync(join(folder, 'results'), JSON.stringify(made));
