import { describe, expect, it } from 'vitest';
import { caller, outside } from '../../src/observe/where.js';
import { root } from '../support/strace.js';

const above = [
  'Error',
  `    at send (file://${root}dist/sys/send.js:10:25)`,
  `    at send_all (${root}src/stream/send-all.ts:36:9)`,
  '    at Array.forEach (<anonymous>)',
  '    at node:internal/timers:1:1',
];

describe('outside: the first frame that is neither of the package nor of Node', () => {
  it.each([
    ['a function of a module', '    at main (file:///home/me/server.mjs:41:18)', '/home/me/server.mjs:41:18'],
    ['the top of a module', '    at file:///home/me/server.mjs:7:1', '/home/me/server.mjs:7:1'],
    ['a source map', '    at main (/home/me/server.ts:5:3)', '/home/me/server.ts:5:3'],
    ['CommonJS', '    at Object.<anonymous> (/home/me/server.cjs:5:3)', '/home/me/server.cjs:5:3'],
    ['an async function', '    at async serve (file:///home/me/a%20b.mjs:5:3)', '/home/me/a b.mjs:5:3'],
    ['a constructor', '    at new Server (/home/me/x (1).ts:5:3)', '/home/me/x (1).ts:5:3'],
    ['beneath the working directory', `    at ${process.cwd()}/lib/a.ts:5:3`, 'lib/a.ts:5:3'],
  ])('%s', (_what, frame, site) => {
    expect(outside([...above, frame, '    at later (/home/me/other.ts:1:1)'].join('\n'))).toBe(site);
  });

  it('is not the judge of an exercise, which calls the program back', () => {
    const frames = [
      'exercises/04-who-owns/judge.ts',
      'out/exercises/31-no-copy/no-copy.kit.js',
      'exercises/04-who-owns/right-catch.ts',
    ];
    const stack = frames.map((name) => `    at handle (${root}${name}:5:3)`).join('\n');
    expect(outside(stack)).toBe('exercises/04-who-owns/right-catch.ts:5:3');
    expect(outside('    at handle (/home/me/course/01-one/judge.ts:5:3)')).toBe('/home/me/course/01-one/judge.ts:5:3');
  });

  it('is undefined where there is none', () => {
    expect(outside(above.join('\n'))).toBeUndefined();
    expect(outside('')).toBeUndefined();
  });
});

describe('caller', () => {
  it('remembers the place, whatever limit the program has set', () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const site = caller();
    expect(Error.stackTraceLimit).toBe(0);
    Error.stackTraceLimit = limit;
    expect(site()).toMatch(/^test\/observe\/where\.test\.ts:\d+:\d+$/);
  });

  it('does not know it where the program formats stacks in its own way', () => {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = () => ({});
    try {
      expect(caller()()).toBeUndefined();
    } finally {
      Error.prepareStackTrace = before;
    }
  });
});
