import type { Class } from './calls/call.js';
import { call_of, syscalls_where } from './calls/index.js';
import { last_number, syscall_numbers } from './calls/numbers.js';

/** The syscalls that the package makes and the trace shows. */
const names = syscalls_where(() => true);

type Shows = (syscall: string) => boolean;

const nothing: Shows = () => false;

function within(wanted: Class): Shows {
  const members = syscalls_where(({ classes }) => classes.includes(wanted));
  return (name) => members.has(name);
}

/** strace's older names of classes have no `%`. */
function old_and_new(name: string, shows: Shows): Array<readonly [word: string, shows: Shows]> {
  return [
    [name, shows],
    [`%${name}`, shows],
  ];
}

/** strace's names of classes. The last ones contain no call of this package. */
const classes: ReadonlyMap<string, Shows> = new Map([
  ['all', () => true],
  ...old_and_new('network', within('network')),
  ['%net', within('network')],
  ...old_and_new('desc', within('desc')),
  ...old_and_new('signal', within('signal')),
  ...old_and_new('process', within('process')),
  ['%pure', within('pure')],
  ...['file', 'memory', 'ipc'].flatMap((name) => old_and_new(name, nothing)),
  ...['creds', 'stat', 'lstat', 'fstat', '%stat', 'statfs', 'fstatfs', '%statfs', 'clock'].map(
    (name) => [`%${name}`, nothing] as const,
  ),
]);

/**
 * Reads the words of strace's `-e trace=`: `%network`, `sendto,recvfrom`, `!close`, `all`, `none`, `/^recv`, `?name`. Unlike strace, it
 * accepts `!name` after other words, and removes that call from them: `%network,!close`.
 *
 * @throws RangeError if a word is not one of these
 */
export function filter(words: string, where = 'trace'): Shows {
  const bangs = /^!*/.exec(words)?.[0].length ?? 0;
  const inverted = bangs % 2 === 1;
  const set = chosen(words.slice(bangs), where);
  return (syscall) => set.has(syscall) !== inverted;
}

/** The syscalls of the package that {@link filter} lets through. */
export function syscalls_of(words: string, where: string): ReadonlySet<string> {
  return new Set([...names].filter(filter(words, where)));
}

function chosen(words: string, where: string): ReadonlySet<string> {
  if (words === 'none') return new Set();
  const set = new Set<string>();
  const each = words.split(',').filter((word) => word !== '');
  for (const word of each.length === 0 ? [words] : each) {
    const away = word.startsWith('!');
    const wanted = matching(away ? word.slice(1) : word, where);
    for (const name of names) {
      if (!wanted(name)) continue;
      if (away) set.delete(name);
      else set.add(name);
    }
  }
  return set;
}

function matching(word: string, where: string): Shows {
  const maybe = word.startsWith('?');
  const name = word.replace(/^\?+/, '');
  const whole = classes.get(name);
  if (whole !== undefined) return whole;
  if (/^\d+$/.test(name) && Number(name) <= last_number) {
    const numbered = syscall_numbers.get(Number(name));
    return (candidate) => candidate === numbered;
  }
  if (name.startsWith('/')) {
    const pattern = new RegExp(name.slice(1));
    return (candidate) => pattern.test(candidate);
  }
  if (!maybe && !names.has(name)) throw new RangeError(`${where}: invalid system call '${name}'${hint(name)}`);
  return (candidate) => candidate === name;
}

function hint(name: string): string {
  const { syscall } = call_of(name) ?? {};
  if (syscall !== undefined) return `: the kernel's name for it is ${syscall}`;
  return `: known are ${[...names].join(' ')}, and %network, %desc, all, none`;
}
