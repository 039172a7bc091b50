// Every errno that a function of src/sys/ documents, as the real strace gives it: the Result says so. inject() gives the same.
import { describe, expect, it } from 'vitest';
import { calls } from '../../../src/observe/calls/index.js';
import { codes_of_calls } from '../../support/codes.js';
import { numbers } from '../../sys/kit.js';
import { no_attach, type Round, under_inject, under_strace } from './rounds.js';

const documented = new Map([...codes_of_calls('src/sys')].filter(([name]) => !name.startsWith('inet_'))); // no syscalls

/** The syscalls of functions whose name is not in the native table. */
const others: Readonly<Record<string, string>> = {
  eventfd_read: 'read',
  eventfd_write: 'write',
  gethostname: 'uname',
  interrupt: 'tgkill',
  siginterrupt: 'rt_sigaction',
};
const syscall_of = (name: string): string => others[name] ?? calls[name]?.syscall ?? name;

/** The functions that make a syscall, by the variant of calls.mjs that calls them. */
const variant_of = (name: string): string => {
  if (syscall_of(name) === 'write') return 'writing';
  return name === 'interrupt' || name === 'siginterrupt' ? 'beside' : 'typed';
};

interface Planned extends Round {
  /** The code that each syscall is given. */
  readonly given: ReadonlyMap<string, string>;
}

/** So many rounds that each syscall has every code of the functions that make it: the first in the first round, and so on, and then again. */
function rounds_of(what: string, flags: readonly string[] = []): Planned[] {
  const codes = new Map<string, Set<string>>();
  for (const [name, some] of documented) {
    if (variant_of(name) !== what) continue;
    const before = codes.get(syscall_of(name)) ?? [];
    codes.set(syscall_of(name), new Set([...before, ...some]));
  }
  const most = Math.max(...[...codes.values()].map(({ size }) => size));
  return Array.from({ length: most }, (_, round) => {
    const given = new Map([...codes].map(([syscall, all]) => [syscall, [...all][round % all.size] ?? '']));
    return { what, flags, given, rules: [...given].map(([syscall, code]) => `${syscall}:error=${code}`) };
  });
}

const errno_of: ReadonlyMap<string, number> = new Map(Object.entries(numbers));
const why = no_attach === undefined ? '' : ` (skipped: ${no_attach})`;

describe.skipIf(no_attach)(`the errors that the functions document${why}`, () => {
  it('are in their Results, by name and number, when strace gives them, and the same when inject() does', async () => {
    const typed = rounds_of('typed');
    const rounds = [...typed, ...rounds_of('beside'), ...rounds_of('writing', ['-P', 'FOLDER/written'])];
    const syscalls = new Set([...documented.keys()].map(syscall_of));
    const { done, logs } = await under_strace(rounds, [...syscalls]);
    const seen = new Set<string>();
    for (const [i, made] of done.entries()) {
      const given = made.map(([name]) => [name, rounds[i]?.given.get(syscall_of(name)) ?? ''] as const);
      expect(made).toMatchObject(
        given.map(([name, code]) => [name, { ok: false, error: { syscall: name, code, errno: errno_of.get(code) } }]),
      );
      const marks = rounds[i]?.given.has('shutdown') ? 2 : 0;
      expect(logs[i]?.match(/\(INJECTED\)$/gm)).toHaveLength(made.length + marks);
      for (const pair of given) seen.add(pair.join(' '));
    }
    const all = [...documented].flatMap(([name, codes]) => codes.map((code) => `${name} ${code}`));
    expect(
      all.filter((pair) => !seen.has(pair)),
      'a function that is not in typed.mjs',
    ).toEqual([]);

    const ours = await under_inject(typed);
    expect(ours.done).toEqual(done.slice(0, typed.length));
  });
});
