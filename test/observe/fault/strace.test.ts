// The same rules and the same calls under inject() and under the real strace: results, arguments and lines are compared call by call.
import { describe, expect, it } from 'vitest';
import { calls } from '../../../src/observe/calls/index.js';
import { of_libc } from '../../support/libc.js';
import { no_model, same } from '../real.js';
import { no_attach, type Round, under_inject, under_strace } from './rounds.js';

const syscalls = [...new Set(Object.entries(calls).map(([name, { syscall = name }]) => syscall))];
const every = syscalls.filter((name) => name !== 'write').join(',');

/** What stands between the two marks, and they. */
function marked(log: string): string[] {
  const lines = log
    .split('\n')
    .filter((line) => !line.startsWith('write(') || !line.includes('"\\1\\0\\0\\0\\0\\0\\0\\0", 8)')) // Node wakes its loop
    .filter((line) => !of_libc.test(line));
  const marks = lines.flatMap((line, i) => (line.startsWith('shutdown(-1, 0x5eed ') ? [i] : []));
  expect(marks).toHaveLength(2);
  return lines.slice(marks[0], (marks[1] ?? 0) + 1);
}

/** Compares the rounds, and gives the lines of each. */
async function expect_same(rounds: readonly Round[]): Promise<string[][]> {
  const [real, ours] = [await under_strace(rounds, syscalls), await under_inject(rounds)];
  return rounds.map(({ rules }, i) => {
    expect(ours.done[i], String(rules)).toEqual(real.done[i]);
    const [theirs, lines] = [marked(real.logs[i] ?? ''), marked(ours.logs[i] ?? '')];
    const differing = lines.flatMap((line, at) =>
      same(theirs[at] ?? '', line) ? [] : [`ours: ${line}\nreal: ${theirs[at]}`],
    );
    expect(differing, String(rules)).toEqual([]);
    expect(lines.length, String(rules)).toBe(theirs.length);
    return lines;
  });
}

const reason = no_model ?? no_attach;
const why = reason === undefined ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason)(`faults are those of the real strace, call by call${why}`, () => {
  it('for every function: it fails, with a number that has no name too, it returns a number, it is late', async () => {
    const all = ['error=EINTR', 'error=4000', 'retval=0', 'retval=0x2', 'error=5:delay_enter=1ms:delay_exit=1000'];
    const logs = await expect_same(all.map((rule) => ({ what: 'every', rules: [`${every}:${rule}`] })));
    // All but write, and the two marks.
    expect(logs.map(({ length }) => length)).toEqual(all.map(() => Object.keys(calls).length - 1 + 2));
  });

  it('for every errno', async () => {
    const from = (first: number) => every.split(',').map((name, i) => `${name}:error=${first + 1 + i}`);
    await expect_same([0, 40, 80, 120, 500].map((first) => ({ what: 'every', rules: from(first) })));
  });

  it('for bytes that move, with every kind of rule', async () => {
    const all = [
      'recvfrom:error=EINTR:when=2',
      'recvfrom:error=eagain:when=1+2',
      'sendto:error=ECONNRESET:when=2..3',
      'sendto,recvfrom:error=EPIPE:when=2..6+2',
      'recvmsg:error=EINTR:when=3+',
      'readv,writev:error=EINTR:when=2..3+',
      'sendto:error=EINTR:when=2:when=4',
      'write:error=EAGAIN read:error=EINTR:when=1+3',
      'sendto:retval=3:when=2',
      'recvmsg:retval=4:when=1+2 recvfrom:retval=0:when=3',
      'poll:retval=1:when=2',
      'socketpair:error=EMFILE',
      '/^(send|recv):error=EINTR:when=2+3',
      '%net:delay_enter=2ms:when=3',
      'sendto:delay_exit=2000 recvfrom:delay_enter=1.5ms:delay_exit=.5ms:when=2+2',
      'recvfrom:signal=WINCH:when=2 sendto:error=EINTR:signal=SIGURG:when=1+3',
    ];
    await expect_same(all.map((rules) => ({ what: 'streams', rules: rules.split(' ') })));
  });
});
