// The time that a line takes grows with its length, whatever stands in it. What is measured is the time of this process's processor,
// and only how it grows: sixteen times the length takes sixteen times as long, and not 256 times.
import { describe, expect, it } from 'vitest';
import { matchers, parse_strace } from '../../src/strace/index.js';

const units = [
  '/a',
  '/a/a ',
  ' (INJECTED)',
  ' (DELAYED)',
  '"',
  '\\"',
  '\\',
  '([{',
  '[a([',
  '[a {',
  '[a b, ',
  ')',
  '4<[,',
  '4<[>,',
  '4<T:[,',
  '4<T:["',
  '4</',
  '4<a',
  '</a<char',
  '> (',
  ']>',
  '1 /*,',
  '1 /* x */y,',
  '/*',
  '=',
  'a=',
  'a(1)=',
  '1 => ',
  '1->',
  'A|',
  '2*',
  '*2',
  '1',
  '0x1',
  '~[',
  '@"',
  '...',
  ' ',
  'a ',
  '<',
  ' <',
  ' <1',
  '<unfinished ...> ',
  '<... read resumed>',
  'strace: ',
  'Process 1 attached',
  '--- ',
  '{a=1, ',
  '_',
  'é',
];

/** Where in a line they stand. */
const places: Readonly<Record<string, (text: string) => string>> = {
  'a whole line': (text) => text,
  'a line of a thread': (text) => `[pid 5] 10:00:00.5 ${text}`,
  'an argument': (text) => `read(${text}) = 0`,
  'an argument without an end': (text) => `read(${text}`,
  'a result': (text) => `read(3) = ${text}`,
  'an annotated result': (text) => `read(3) = 4<${text}`,
  'an error': (text) => `read(3) = -1 EINTR (${text})`,
  'a second half': (text) => `<... read resumed>${text}) = 1`,
  'a call broken off': (text) => `read(${text} <unfinished ...>`,
  'a siginfo_t': (text) => `--- SIGURG {${text}} ---`,
  'a name': (text) => `${text}(1) = 0`,
};

/** Microseconds of this process's processor time, which includes the garbage collector's. */
function time_of(line: string): number {
  const before = process.cpuUsage();
  for (const _ of parse_strace(line, { stacks: true }));
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** The most rounds that are measured. Whatever else takes time only adds to it, so the least of each length tells, of rounds that alternate. */
const rounds = 10;

function is_slow(line_of: (text: string) => string, unit: string): boolean {
  const of_size = (size: number) => line_of(unit.repeat(Math.ceil(size / unit.length)));
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round += 1) {
    short = Math.min(short, time_of(of_size(4096)));
    long = Math.min(long, time_of(of_size(65_536)));
    // What the clock hardly sees is not slow.
    if (round > 1 && long <= 16 * 6 * Math.max(short, 100)) return false;
  }
  return true;
}

describe.each(Object.entries(places))('%s', (_place, line_of) => {
  it('of 64 KB takes no longer for each byte than one of 4 KB, by a factor of six', () => {
    expect(units.filter((unit) => is_slow(line_of, unit))).toEqual([]);
  });
});

it('a matcher takes any line too', () => {
  expect(matchers.toMakeCalls(`close(${'[a(['.repeat(16_384)}) = 0`, ['read']).pass).toBe(false);
});
