import { calls } from './print/calls.js';

/** The syscalls that the package makes and the trace shows. */
const names: ReadonlySet<string> = new Set(Object.entries(calls).map(([name, call]) => call.syscall ?? name));

/** strace's classes of them. */
const network = words(
  'socket socketpair bind listen accept accept4 connect shutdown getsockname getpeername sendto sendmsg recvfrom recvmsg ' +
    'getsockopt setsockopt sendfile',
);
const descriptors = words(
  'read readv preadv write writev pwritev sendfile splice tee copy_file_range close fcntl dup dup3 pipe2 poll ppoll epoll_create1 epoll_ctl epoll_wait ' +
    'epoll_pwait epoll_pwait2 eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd4 ioctl',
);
const signal = words('signalfd4 rt_sigprocmask tgkill');

function words(text: string): (name: string) => boolean {
  const set = new Set(text.split(' '));
  return (name) => set.has(name);
}

const everything = () => true;
const nothing = () => false;

/** The words for them; the old ones, without `%`, too. */
const classes: ReadonlyMap<string, (name: string) => boolean> = new Map([
  ['all', everything],
  ['%network', network],
  ['%net', network],
  ['network', network],
  ['%desc', descriptors],
  ['desc', descriptors],
  ['%signal', signal],
  ['signal', signal],
  ['%process', words('tgkill')],
  ['process', words('tgkill')],
  ['%pure', words('gettid')],
  ...['file', 'memory', 'ipc'].flatMap((name) => [[name, nothing] as const, [`%${name}`, nothing] as const]),
  ...['creds', 'stat', 'lstat', 'fstat', '%stat', 'statfs', 'fstatfs', '%statfs', 'clock'].map(
    (name) => [`%${name}`, nothing] as const,
  ),
]);

/**
 * Reads the words of strace's `-e trace=`: `%network`, `sendto,recvfrom`, `!close`, `all`, `none`, `/^recv`, `?name`. One thing
 * more: `!name` after other words takes it away from them, as in `%network,!close`.
 *
 * @throws RangeError when a word is none of these
 */
export function filter(words: string, where = 'trace'): (syscall: string) => boolean {
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

function matching(word: string, where: string): (name: string) => boolean {
  const maybe = word.startsWith('?');
  const name = word.replace(/^\?+/, '');
  const whole = classes.get(name);
  if (whole !== undefined) return whole;
  if (name.startsWith('/')) {
    const pattern = new RegExp(name.slice(1));
    return (candidate) => pattern.test(candidate);
  }
  if (!maybe && !names.has(name)) throw new RangeError(`${where}: invalid system call '${name}'${hint(name)}`);
  return (candidate) => candidate === name;
}

function hint(name: string): string {
  const function_of_c = Object.entries(calls).find(([key]) => key === name)?.[1];
  if (function_of_c?.syscall !== undefined) return `: the kernel's name for it is ${function_of_c.syscall}`;
  return `: there are ${[...names].join(' ')}, and %network, %desc, all, none`;
}
