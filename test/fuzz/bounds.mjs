// What keeps the fuzzer from harm: a call that would wait, signal other processes or ask the network is changed into its
// harmless neighbour. Everything else goes through as it was made.

import * as sys from '../../dist/index.js';
import { throwing } from './hostile.mjs';

/** @param {unknown} value */
function is_int(value) {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 0xffff_ffff;
}

/** Or-ed into an integer, and in the place of what is left out. What is refused anyway stays. */
function with_bits(value, bits) {
  if (value === undefined) return bits;
  return is_int(value) ? value | bits : value;
}

/** A timeout, as a number or a struct timespec, becomes one that does not wait. */
export function at_once(parameter, value) {
  if (!/^(timeout|tmo_p|deadline)/.test(parameter)) return value;
  if (is_int(value)) return 0;
  if (ArrayBuffer.isView(value)) return new Uint8Array(16 + (value.byteLength % 32));
  return value ?? new Uint8Array(16);
}

const f_setown = 8;
const f_setsig = 10;
const f_setlease = 1024;
const f_notify = 1026;

const by_name = {
  fcntl(args) {
    if ([f_setown, f_setsig, f_setlease, f_notify].includes(args[1])) args[1] = sys.F_GETFL;
    if (args[1] === sys.F_SETFL) args[2] = with_bits(args[2], sys.O_NONBLOCK);
  },
  // Lingering makes close(2) wait, on a non-blocking socket too.
  setsockopt(args) {
    if (args[1] === sys.SOL_SOCKET && args[2] === sys.SO_LINGER) args[2] = sys.SO_REUSEADDR;
  },
  // A batch of 2^31 messages is a minute's work and all memory.
  mmsghdr(args) {
    if (is_int(args[0]) && args[0] > 1000) args[0] = 1000;
  },
  // The exported one takes a struct timespec of JavaScript.
  recvmmsg(args) {
    if (args.length <= 5 && ArrayBuffer.isView(args[4])) args[4] = undefined;
  },
  getnameinfo(args) {
    const at = args.length > 2 ? 3 : 1;
    args[at] = with_bits(args[at], sys.NI_NUMERICHOST | sys.NI_NUMERICSERV);
  },
  getaddrinfo(args, parameters) {
    const numeric = sys.AI_NUMERICHOST | sys.AI_NUMERICSERV;
    if (parameters.includes('ai_flags')) args[2] = with_bits(args[2], numeric);
    else if (args[2] !== throwing) args[2] = { ai_flags: numeric, ai_family: args[2], ai_socktype: sys.SOCK_STREAM };
  },
};

/**
 * @param {string} name of the function
 * @param {readonly string[]} parameters
 * @param {unknown[]} args
 */
export function bound(name, parameters, args) {
  parameters.forEach((parameter, i) => {
    args[i] = at_once(parameter, args[i]);
  });
  by_name[name]?.(args, parameters);
}
