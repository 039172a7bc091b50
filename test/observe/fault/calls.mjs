// Makes calls between two marks and writes what they returned, and what they left in their arguments, as JSON to the file RESULTS.
//
//   calls.mjs inside CALLS RULES RESULTS LOG   under inject() and the built-in trace, which writes to LOG
//   calls.mjs outside CALLS '' RESULTS FOLDER  under a strace that is attached once the file FOLDER/ready is there, before
//                                                    FOLDER/go is, and detached before FOLDER/gone is
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from '../../../out/src/index.js';
import { native } from '../../../out/src/native.js';
import { calls } from '../../../out/src/observe/calls/index.js';
import { inject, trace } from '../../../out/src/observe/index.js';
import { cell, plausible } from '../plausible.mjs';

const [, , where, what, rules, results, file] = process.argv;

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
  /** Every function, but for write(2), with which Node wakes its own loop now and then. */
  every() {
    for (const [name, row] of Object.entries(calls)) if (name !== 'write') call(name, ...plausible(row));
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
  while (!existsSync(join(file, name))) Atomics.wait(moment, 0, 0, 5);
};

const fd = openSync(where === 'inside' ? file : join(file, 'log'), 'w');
// The calls make the same descriptors in both, however many Node has open.
while (openSync('/dev/null') < 63);
if (where === 'inside') {
  inject(rules.split(' '));
  trace(fd, { strings: 64 });
} else {
  writeFileSync(join(file, 'ready'), '');
  wait_for('go');
}
native.shutdown(-1, 0x5eed);
variants[what]();
native.shutdown(-1, 0x5eed);
native.shutdown(-1, 0); // strace writes the line before when it sees the next
if (where === 'outside') wait_for('gone');
writeFileSync(results, JSON.stringify(done));
