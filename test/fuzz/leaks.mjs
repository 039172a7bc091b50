// Calls that allocate, 10 000 of each, for LeakSanitizer to look at when the process ends. Without it, nothing happens.

import { native } from '../../out/src/native.js';

const calls = 10_000;
const bytes = new Uint8Array(16);
const numeric = 4; // AI_NUMERICHOST

function refused(call) {
  try {
    call();
  } catch {
    return;
  }
  throw new Error(`nothing was thrown by ${call}`);
}

const throws_in_the_middle = Object.defineProperty([bytes, 0, bytes], 1, {
  get() {
    throw new Error('in the middle');
  },
});

for (let i = 0; i < calls; i++) {
  native.getaddrinfo('127.0.0.1', '80', numeric, 0, 0, 0);
  native.getaddrinfo('not numeric', '80', numeric, 0, 0, 0);
  refused(() => native.getaddrinfo('127.0.0.1', '80', numeric, 0, 0, {}));
  refused(() => native.getaddrinfo('127.0.0.1', 'a\0b', numeric, 0, 0, 0));
  native.inet_pton(2, '127.0.0.1', bytes);
  native.sendmsg(-1, [bytes, bytes], null, null, 0);
  refused(() => native.sendmsg(-1, throws_in_the_middle, null, null, 0));
  refused(() => native.sendmsg(-1, [bytes, 'bytes'], null, null, 0));
  refused(() => native.sendmsg(-1, [bytes], 'name', null, 0));
}
