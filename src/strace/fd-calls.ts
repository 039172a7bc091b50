import type { StraceCall } from './event.js';
import { has_bit, has_flag, is, number_of, type Value } from './value.js';

/** The words of a text. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** The flags of close_range(2), from linux/close_range.h. */
const CLOSE_RANGE_UNSHARE = 2;
export const CLOSE_RANGE_CLOEXEC = 4;

/** Calls that return a new descriptor. */
const makers = words(
  'socket accept accept4 open openat openat2 creat dup dup2 dup3 epoll_create epoll_create1 eventfd eventfd2 timerfd_create ' +
    'signalfd signalfd4 inotify_init inotify_init1 memfd_create pidfd_open pidfd_getfd userfaultfd io_uring_setup fanotify_init ' +
    'perf_event_open memfd_secret fsopen fsmount open_tree',
);

/** Calls whose first argument is a number or an address, not a descriptor. */
const others = words(
  'socket socketpair pipe pipe2 open creat brk mmap munmap mprotect madvise exit exit_group kill tgkill tkill wait4 waitid getpid ' +
    'futex clone clone3 fork vfork execve prctl arch_prctl prlimit64 rt_sigaction rt_sigprocmask rt_sigreturn set_tid_address ' +
    'set_robust_list rseq nanosleep clock_nanosleep clock_gettime getrandom select pselect6 poll ppoll epoll_create ' +
    'epoll_create1 eventfd eventfd2 timerfd_create memfd_create inotify_init inotify_init1 pidfd_open alarm umask setuid setgid ' +
    'setsid setpgid getpgid getsid getpriority setpriority sched_getaffinity sched_setaffinity mremap membarrier io_uring_setup ' +
    'sysinfo uname getrlimit setrlimit getrusage times capget capset personality sigaltstack shmget shmat semget msgget',
);

/** The descriptor that a call works on: its first argument, if that is one. */
export function subject_of(call: StraceCall): number | undefined {
  if (others.has(call.name)) return undefined;
  const first = call.args[0];
  const fd = number_of(first);
  if (fd === undefined || fd < 0 || fd > 0x7fff_ffff) return undefined;
  return fd;
}

/** The descriptors that a call created, in the order in which it lists them. */
export function made_by(call: StraceCall): readonly number[] {
  const { name, args, result } = call;
  if (result === undefined || result < 0) return [];
  if (makers.has(name)) return is_change_of_mask(call) ? [] : [result];
  if (name === 'fcntl' || name === 'fcntl64') return /F_DUPFD/.test(call.call) ? [result] : [];
  if (name === 'pipe' || name === 'pipe2') return numbers(args[0]);
  if (name === 'socketpair') return numbers(args[3]);
  if (name === 'recvmsg') return received(args[1]);
  if (name === 'recvmmsg' && Array.isArray(args[1])) return args[1].flatMap(received_by_one);
  return [];
}

/** signalfd4(4, ...) returns 4. */
function is_change_of_mask({ name, args, result }: StraceCall): boolean {
  return name.startsWith('signalfd') && number_of(args[0]) === result;
}

/** The descriptors that a message carried: SCM_RIGHTS. */
function received(msghdr: Value | undefined): readonly number[] {
  if (!is(msghdr, 'struct')) return [];
  const { msg_control } = msghdr.fields;
  // Before strace 4.10 they are in the msghdr, without a name.
  const all = Array.isArray(msg_control) ? msg_control : msghdr.items;
  return all.flatMap((cmsg: Value) => {
    if (!is(cmsg, 'struct')) return [];
    const type = cmsg.fields.cmsg_type;
    const is_rights = (is(type, 'flags') && type.names.includes('SCM_RIGHTS')) || type === 1;
    // Before strace 4.13 it has no name and is in braces: `{cmsg_len=20, ..., cmsg_type=SCM_RIGHTS, {4}}`.
    const data = cmsg.fields.cmsg_data ?? cmsg.items[0];
    return is_rights ? numbers(is(data, 'struct') ? data.items : data) : [];
  });
}

/** The descriptors of a message of recvmmsg(2). */
function received_by_one(message: Value): readonly number[] {
  return is(message, 'struct') ? received(message.fields.msg_hdr) : [];
}

function numbers(value: Value | undefined): readonly number[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: Value) => number_of(item) ?? []);
}

/** True for a call that creates a thread or process. */
export function is_fork(name: string): boolean {
  return name === 'clone' || name === 'clone3' || name === 'fork' || name === 'vfork';
}

/** From linux/sched.h, for logs in numbers (`-X raw`). */
const clone_bits = { CLONE_FILES: 0x400, CLONE_THREAD: 0x1_0000 };

/** True if a clone(2) with this text has the flag. Its end may be missing. */
export function clones_with(text: string, flag: keyof typeof clone_bits): boolean {
  const bits = /\bflags=(0x[0-9a-f]+)/.exec(text)?.[1];
  return text.includes(flag) || (Number(bits ?? 0) & clone_bits[flag]) !== 0;
}

/** True for a call after which the caller has a table of descriptors that it shares with nobody, if it succeeds: a copy. */
export function unshares_files({ name, args }: StraceCall): boolean {
  if (name.startsWith('execve')) return true;
  if (name === 'unshare') return has_bit(args[0], 'CLONE_FILES', clone_bits.CLONE_FILES);
  return name === 'close_range' && has_bit(args[2], 'CLOSE_RANGE_UNSHARE', CLOSE_RANGE_UNSHARE);
}

/** What a call that changes it says about its descriptor: whether execve(2) will close it. Undefined for any other call. */
export function closes_on_exec_after({ name, args, result }: StraceCall): boolean | undefined {
  if (result !== 0 || (name !== 'fcntl' && name !== 'fcntl64' && name !== 'ioctl')) return undefined;
  if (has_flag(args[1], 'F_SETFD')) return has_flag(args[2], 'FD_CLOEXEC');
  if (has_flag(args[1], 'FIOCLEX')) return true;
  return has_flag(args[1], 'FIONCLEX') ? false : undefined;
}
