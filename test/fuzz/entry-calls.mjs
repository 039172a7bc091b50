// How a function of the other entries is called, and what is done with what it makes: until it is over, and closed again.

import { Socket as Datagrams } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { bound } from './bounds.mjs';
import { Own } from './hostile.mjs';
import { plausible } from './plausible.mjs';
import { fds } from './sockets.mjs';
import { subjects } from './subjects.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/** What is called under a trace, under faults and under a check. Not what makes a descriptor blocking, as fcntl and ioctl do. */
const observed = new RegExp(
  '^(accept4?|bind|close|connect|epoll_(ctl|wait)|eventfd|get(sock|peer)name|[gs]etsockopt|poll|p?(read|write)v?' +
    '|recv|recvfrom|recvmm?sg|recv_exact|recv_frame|send|sendto|sendmm?sg|send_all|send_frame|shutdown|socket|socketpair|splice)$',
);
let observable;

/** @param {Random} random */
function some_calls(random) {
  observable ??= subjects().filter(({ name }) => observed.test(name));
  for (let i = 0; i < 3; i++) {
    const subject = random.pick(observable);
    const args = subject.parameters.map((name) => plausible(subject, name, random));
    bound(subject.plain, subject.parameters, args);
    try {
      subject.call(random, args);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError || error instanceof Own)) throw error;
    }
  }
}

/** Begins the work, makes some calls, and ends it. What is written by default to stderr goes to a socket. */
const around = (end) => (callable, args, random) => {
  const made = callable(args[0] ?? fds[0], ...args.slice(1));
  try {
    some_calls(random);
  } finally {
    end(made);
  }
};

/** An iterator, and its first step: nothing of an async generator runs before. */
const begun = (callable, args) => {
  const iterator = callable(...args);
  return { iterator, first: iterator.next() };
};

const calls = {
  'observe.trace': around((stop) => stop()),
  'observe.inject': around((injection) => [injection.report(), injection.stop()]),
  'observe.check': around((checking) => checking.end()),
  'promises.connections': begun,
  'promises.frames': begun,
  'promises.ready_events': begun,
  'strace.parse_strace'(callable, args) {
    const events = callable(...args);
    return Symbol.iterator in events ? [...events] : events;
  },
};

/**
 * Everything of a call that is done at once.
 *
 * @param {string} name
 * @param {(...args: unknown[]) => unknown} callable
 * @param {unknown[]} args
 * @param {Random} random
 */
export function called(name, callable, args, random) {
  const made = (calls[name] ?? (() => callable(...args)))(callable, args, random);
  if (name.startsWith('strace.matchers.')) made.message();
  return made;
}

/** Gives Node's sockets back what they have open. */
function destroy(made) {
  if (made instanceof Socket) made.on('error', () => {}).destroy();
  else if (made instanceof Server) made.on('error', () => {}).close();
  else if (made instanceof Datagrams) made.on('error', () => {}).close();
}

const ends = {
  'promises.to_net': ({ value }) => destroy(value),
  'promises.to_dgram': ({ value }) => destroy(value),
  'promises.on_ready': ({ value }) => value?.close(),
  async 'strace.strace_stream'(run) {
    for await (const _ of run);
    await run.ended;
  },
  async 'strace.parse_strace'(events) {
    for await (const _ of events);
  },
  'learn.peer.connect': (peer) => peer.reset(),
  'learn.peer.listen': (listener) => listener.close(),
};

/** The rest of a call. */
export async function finished(name, made, args) {
  try {
    if (made?.first !== undefined) {
      await made.first;
      await made.iterator.return();
      return;
    }
    const value = await made;
    await ends[name]?.(value);
  } finally {
    if (name === 'promises.from_net') destroy(args[0]);
  }
}
