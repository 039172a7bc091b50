// What a script can do to the prototypes that all objects share, for the time of one call.

import { hostile } from './hostile.mjs';

/** What a setter there throws: the package has assigned what it should have defined. */
export class Seen extends Error {}

/** The options of all entries, the fields of what is optional in a struct, and the names that answers have. */
const names = [
  'deadline flags cap on_interrupt msg_controllen msg_name msg_control signal timeout ref maxevents allowHalfOpen filter strings',
  'fds where align duration thread time whole stacks exactly receives header trace inject verbose seccomp strace stdin stdout',
  'name control bytes data domain scope tp id nameseq j1939 states src dst inode show protocol ai_flags ai_family ai_socktype',
  'ai_protocol l_linger payload remaining ok error code events revents cmsg_data cmsg_level cmsg_type msg_iov msg_flags fd',
].flatMap((line) => line.split(' '));
const indices = ['0', '1', '2', '11'];

const { defineProperty, deleteProperty } = Reflect;

function seen(name) {
  return () => {
    throw new Seen(`${name} of a prototype was used`);
  };
}

/** A value or a setter. Not a getter that throws: our own arguments lack some of these names, and may be asked for them. */
function property(name, random, values_only) {
  const way = values_only ? 0 : random.below(3);
  if (way === 0) return { value: hostile(random), writable: true };
  return way === 1 ? { set: seen(name) } : { get: () => undefined, set: () => {} };
}

/**
 * Makes a call while the prototypes are polluted.
 *
 * @template T
 * @param {import('./random.mjs').Random} random
 * @param {boolean} values_only whether there may be no setter: Node's own timers and signals set such names, and keep lists
 * @param {() => T} call
 * @returns {T}
 */
export function polluted(random, values_only, call) {
  const put = [];
  for (let i = random.below(4); i >= 0; i--) {
    const of_list = !values_only && random.once_in(4);
    const name = of_list ? random.pick(indices) : random.pick(names);
    const on = of_list && random.once_in(2) ? Array.prototype : Object.prototype;
    const what = of_list ? { set: seen(name), get: () => undefined } : property(name, random, values_only);
    put.push([on, name, { __proto__: null, configurable: true, ...what }]);
  }
  for (const [on, name, what] of put) defineProperty(on, name, what);
  try {
    return call();
  } finally {
    for (const [on, name] of put) deleteProperty(on, name);
  }
}
