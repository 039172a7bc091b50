// Everything there is to call, found at run time: what is exported tomorrow is fuzzed tomorrow.

import * as sys from '../../dist/index.js';
import { native } from '../../out/src/native.js';
import { at_once } from './bounds.mjs';
import { hostile } from './hostile.mjs';
import { fds } from './sockets.mjs';

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} plain the name of the function alone
 * @property {readonly string[]} parameters
 * @property {boolean} [is_native]
 * @property {{ readonly size: number; decode(bytes: Uint8Array): unknown }} [owner] the codec that it is a method of
 * @property {(random: import('./random.mjs').Random, args: unknown[]) => unknown} call
 * @property {string} [entry] the entry that exports it, if it is not the first; such a subject has the properties below too
 * @property {(made: unknown, args: unknown[]) => Promise<void>} [finish] waits for what the call has made, and undoes it
 * @property {(error: unknown) => boolean} [is_meant] whether an error that is no TypeError and no RangeError is meant
 * @property {(subject: Subject, parameter: string, random: import('./random.mjs').Random) => unknown} [plausible] makes a right value
 * @property {() => Promise<void>} [rests] waits until nothing of Node's is being opened or closed
 * @property {number} [block] how many calls are made before the sockets are renewed
 * @property {number} [share] the part of the calls that are made
 * @property {boolean} [is_alone] whether it is over before the next call begins
 * @property {boolean} [has_timers] whether it sets timers of Node's
 * @property {boolean} [is_plain_javascript] whether nothing of Node's sees its options
 */

const is_class = (value) => /^class\b/.test(String(value));

/** The parameters of a function that is written in JavaScript. */
export function written(callable) {
  const list = /\(([^)]*)/.exec(String(callable))?.[1] ?? '';
  return list.split(',').flatMap((parameter) => /^\s*(?:\.\.\.)?(\w+)/.exec(parameter)?.[1] ?? []);
}

/** The parameters of a native function, which its own refusals name: each is given a symbol until it is known. */
function told(name, callable) {
  const fine = [-1, null, new Int32Array(2), [], new Uint8Array(4096)];
  const names = [];
  const args = [];
  for (;;) {
    const said = refusal(() => callable(...args, ...Array(8).fill(Symbol(name))));
    const parameter = new RegExp(`^${name}: (\\w+) must`).exec(said)?.[1];
    if (parameter === undefined || names.includes(parameter)) return names;
    names.push(parameter);
    const right = fine
      .map((value) => at_once(parameter, value))
      .find((value) => !refusal(() => callable(...args, value, Symbol(name))).includes(` ${parameter} `));
    if (right === undefined) throw new Error(`nothing fits parameter ${parameter} of ${name}: ${said}`);
    args.push(right);
  }
}

function refusal(call) {
  try {
    call();
    return '';
  } catch (error) {
    return error.message;
  }
}

/** The methods and getters of an object or a prototype, called on what `receiver` gives or, now and then, on anything. */
function* members(name, owner, receiver) {
  for (const key of Reflect.ownKeys(owner)) {
    if (key === 'constructor') continue;
    const { value, get } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
    const member = get ?? value;
    if (typeof member !== 'function') continue;
    yield {
      name: `${name}.${String(key)}`,
      plain: String(key),
      parameters: get === undefined ? written(member) : [],
      owner,
      call: (random, args) => member.apply(random.once_in(8) ? hostile(random) : receiver(random), args),
    };
  }
}

function* exported() {
  for (const [name, value] of Object.entries(sys)) {
    if (is_class(value)) {
      const parameters = name === 'FrameReader' ? ['fd', 'options'] : ['options'];
      yield { name: `new ${name}`, plain: name, parameters, call: (_, args) => new value(...args) };
      yield* members(
        name,
        value.prototype,
        (random) => new value(...(name === 'FrameReader' ? [random.pick(fds)] : [])),
      );
    } else if (typeof value === 'function') {
      yield { name, plain: name, parameters: written(value), call: (_, args) => value(...args) };
    } else if (typeof value === 'object') {
      yield* members(name, value, () => value);
    }
  }
}

/** A batch of three messages, of which some may have been sent. */
function answered(random) {
  const batch = sys.mmsghdr(3, { bytes: 16, name: 16, control: 24 });
  if (random.once_in(2)) sys.sendmmsg(random.pick(fds), batch, random.below(4), sys.MSG_DONTWAIT | sys.MSG_NOSIGNAL);
  return batch;
}

/** What the functions give back that has functions of its own. */
function* made() {
  const addr = sys.sockaddr_in('127.0.0.1', 80);
  const addresses = [addr, sys.sockaddr_in6('::1', 80), sys.sockaddr_un('a'), sys.sockaddr(new Uint8Array(3))];
  yield* members('SockAddr', Object.getPrototypeOf(addr), (random) => random.pick(addresses));
  yield* members('MessageBatch', Object.getPrototypeOf(sys.mmsghdr(0, { bytes: 0 })), answered);
  yield* members('text()', sys.text(16), () => sys.text(16));
  yield* members('deadline_in()', sys.deadline_in(0), () => sys.deadline_in(0));
  for (const key of Reflect.ownKeys(sys.own(fds[0]))) {
    const call = (random) => {
      const owned = sys.own(random.pick(fds));
      if (random.once_in(2)) owned.release();
      const member = owned[key];
      return typeof member === 'function' && member.call(owned);
    };
    yield { name: `own().${String(key)}`, plain: 'own', parameters: [], call };
  }
}

function* table() {
  for (const [name, callable] of Object.entries(native)) {
    const parameters = told(name, callable);
    yield { name: `native.${name}`, plain: name, parameters, is_native: true, call: (_, args) => callable(...args) };
  }
}

/** @returns {Subject[]} with what changes the package's own tables at the end, so that each can be run alone */
export function subjects() {
  const all = [...table(), ...made(), ...exported()];
  const changes = ({ plain }) => plain.startsWith('define_');
  return [...all.filter((subject) => !changes(subject)), ...all.filter(changes)];
}
