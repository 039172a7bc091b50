import {
  AF_UNIX,
  as_fd,
  close,
  EAGAIN,
  EBADF,
  type Fd,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  recv,
  SO_TYPE,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  socketpair,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kernel, native } from '../../src/native.js';
import { calls } from '../../src/observe/calls/index.js';
import { type TraceEntry, type TraceEvent, type TraceOptions, trace } from '../../src/observe/index.js';
import { pair } from '../support/sockets.js';
import { hostile_args } from './hostile.js';

/** The calls that `run` makes. */
function traced(run: () => void, options?: TraceOptions): TraceEvent[] {
  const events: TraceEvent[] = [];
  const stop = trace((event) => events.push(event), options);
  try {
    run();
  } finally {
    stop();
  }
  return events;
}

const lines = (run: () => void, options?: TraceOptions) => traced(run, options).map(({ line }) => line);

describe('trace', () => {
  it('says of each call what strace says of it, and the parts of that', () => {
    const [a] = pair();
    const buf = Buffer.from([0, 0, 0, 11]);
    const before = Date.now();
    const [event] = traced(() => send(a, buf, MSG_NOSIGNAL));
    expect(event).toMatchObject({
      name: 'sendto',
      function: 'send',
      args: [a, buf, MSG_NOSIGNAL],
      line: `sendto(${a}, "\\0\\0\\0\\v", 4, MSG_NOSIGNAL, NULL, 0) = 4`,
      begun: `sendto(${a}, "\\0\\0\\0\\v", 4, MSG_NOSIGNAL, NULL, 0`,
      call: `sendto(${a}, "\\0\\0\\0\\v", 4, MSG_NOSIGNAL, NULL, 0)`,
      returned: '4',
      result: 4,
      blocks: true,
    });
    expect(event).not.toHaveProperty('errno');
    expect(event?.duration).toBeGreaterThan(0);
    expect(Math.abs((event?.start ?? 0) - before)).toBeLessThan(1000);
    expect(event?.tid).toBeGreaterThan(0);
  });

  it('says why a call was refused', () => {
    const [a] = pair();
    const [event] = traced(() => recv(a, new Uint8Array(16), MSG_DONTWAIT));
    expect(event).toMatchObject({ name: 'recvfrom', result: -1, errno: EAGAIN, code: 'EAGAIN' });
    expect(event?.line).toBe(
      `recvfrom(${a}, 0x..., 16, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)`,
    );
  });

  it('knows before a call only what the kernel does not fill in', () => {
    const [a] = pair();
    const entries: string[] = [];
    const stop = trace({ enter: ({ begun }) => entries.push(begun), exit: () => undefined });
    onTestFinished(stop);
    recv(a, new Uint8Array(16), MSG_DONTWAIT);
    expect(entries).toEqual([`recvfrom(${a}, `]);
  });

  it('aligns results in column 40, as strace does', () => {
    expect(lines(() => close(as_fd(4242)))).toEqual([
      'close(4242)                             = -1 EBADF (Bad file descriptor)',
    ]);
    expect(lines(() => close(as_fd(4242)), { align: 12 })).toEqual(['close(4242) = -1 EBADF (Bad file descriptor)']);
  });

  it('names the line that called the package, through the floors between', () => {
    const [a] = pair();
    const wrapped = () => setsockopt(a, SOL_SOCKET, SO_TYPE as never, Buffer.alloc(4));
    const where = traced(() => wrapped()).map((event) => event.where);
    expect(where).toEqual([expect.stringMatching(/^test\/observe\/trace\.test\.ts:\d+:\d+$/)]);
  });

  it('changes no result', () => {
    const [a, b] = pair();
    const talk = () => [
      send(a, Buffer.from('HELLO'), MSG_NOSIGNAL),
      recv(b, new Uint8Array(3), MSG_DONTWAIT),
      recv(b, new Uint8Array(8), MSG_DONTWAIT),
      recv(b, new Uint8Array(8), MSG_DONTWAIT),
      send(as_fd(4242), Buffer.from('x')),
    ];
    const plain = talk();
    let watched: unknown;
    const events = traced(() => {
      watched = talk();
    });
    expect(watched).toEqual(plain);
    expect(events.map(({ result, errno }) => errno ?? result)).toEqual([5, 3, 2, EAGAIN, EBADF]);
  });

  it('does not watch what the sink calls', () => {
    const [a] = pair();
    const events: TraceEvent[] = [];
    const stop = trace((event) => {
      events.push(event);
      recv(a, new Uint8Array(1), MSG_DONTWAIT);
    });
    onTestFinished(stop);
    send(a, Buffer.from('x'), MSG_NOSIGNAL);
    expect(events.map(({ name }) => name)).toEqual(['sendto']);
  });
});

describe('off', () => {
  const own = () => Object.keys(calls).filter((name) => Reflect.get(native, name) !== Reflect.get(kernel, name));

  it("costs nothing: the functions of the table are the binary's own, before and after", () => {
    expect(own()).toEqual([]);
    const stop = trace(() => undefined);
    expect(own()).toEqual(Object.keys(calls));
    stop();
    stop();
    expect(own()).toEqual([]);
  });

  it('puts nothing in front of calls that are not asked for', () => {
    const stop = trace(() => undefined, { filter: 'sendto,close' });
    expect(own()).toEqual(['send', 'sendto', 'close']);
    stop();
    expect(own()).toEqual([]);
  });

  it('two traces end in any order', () => {
    const seen: string[] = [];
    const first = trace(() => seen.push('first'));
    const second = trace(() => seen.push('second'));
    native.close(-1);
    first();
    native.close(-1);
    second();
    native.close(-1);
    expect(seen).toEqual(['first', 'second', 'second']);
    expect(own()).toEqual([]);
  });
});

describe('what the binding refuses made no call, and is not shown', () => {
  it.each(Object.keys(calls).filter((name) => name !== 'gettid'))('%s', (name) => {
    const entries: TraceEntry[] = [];
    const events: TraceEvent[] = [];
    const refused: TraceEntry[] = [];
    const call = (args: readonly unknown[]): number => Reflect.apply(Reflect.get(native, name), undefined, args);
    const stop = trace({
      enter: (entry) => entries.push(entry),
      exit: (event) => events.push(event),
      refused: (entry) => refused.push(entry),
    });
    onTestFinished(stop);
    let made = 0;
    let thrown = 0;
    for (const args of hostile_args(name)) {
      try {
        call(args);
        made += 1;
      } catch (error) {
        thrown += 1;
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).toMatch(new RegExp(`^(TypeError|RangeError): ${name}: `));
      }
    }
    expect(thrown).toBeGreaterThan(0);
    expect(events.length).toBe(made);
    // Calls that do not block are printed in one piece when they have returned: what was begun does not show.
    expect(refused.filter(({ blocks }) => blocks)).toEqual([]);
  });
});

describe('misuse', () => {
  it('throws the same exception', () => {
    const fd: Fd = as_fd(4242);
    const misuse = () => send(fd, 'text' as never);
    const events = traced(() => {
      expect(misuse).toThrow('send: buf must be a Uint8Array, got a string');
    });
    expect(events).toEqual([]);
  });

  it('refuses a filter, a length or a column that is none', () => {
    const sink = () => undefined;
    expect(() => trace(sink, { filter: 'sendtoo' })).toThrow(RangeError);
    expect(() => trace(sink, { strings: -1 })).toThrow(
      'trace: strings must be an integer from 0 to 2147483647, got -1',
    );
    expect(() => trace(sink, { align: 1.5 })).toThrow('trace: align must be an integer from 0 to 2147483647, got 1.5');
    expect(native.send).toBe(kernel.send);
  });
});

it('prints a socketpair with the descriptors that it made', () => {
  let made: readonly Fd[] = [];
  const shown = lines(() => {
    const result = socketpair(AF_UNIX, SOCK_STREAM, 0);
    if (result.ok) made = result.value;
  });
  for (const fd of made) close(fd);
  expect(shown).toEqual([`socketpair(AF_UNIX, SOCK_STREAM, 0, [${made.join(', ')}]) = 0`]);
});
