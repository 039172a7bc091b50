import { encode_sigset } from '../codec/sigset.js';
import { type Codec, struct } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What signalfd(2) documents. */
export type SignalfdCode = 'EBADF' | 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM';

/** What read(2) gives of a signalfd: C's `struct signalfd_siginfo`. Which fields mean something depends on the signal. */
export interface SignalfdSiginfo {
  /** The signal. */
  ssi_signo: number;
  ssi_errno: number;
  /** How it was sent: 0 by kill(2), -6 by tgkill(2), positive by the kernel. */
  ssi_code: number;
  /** Who sent it. */
  ssi_pid: number;
  ssi_uid: number;
  /** The descriptor, of SIGIO. */
  ssi_fd: number;
  ssi_tid: number;
  ssi_band: number;
  ssi_overrun: number;
  ssi_trapno: number;
  /** How the child ended, of SIGCHLD. */
  ssi_status: number;
  /** What sigqueue(3) was given. */
  ssi_int: number;
  ssi_ptr: number;
  ssi_utime: number;
  ssi_stime: number;
  ssi_addr: number;
  ssi_addr_lsb: number;
  ssi_syscall: number;
  ssi_call_addr: number;
  ssi_arch: number;
}

/** C's `struct signalfd_siginfo`: `size` is what to read, `decode` what was read. */
export const signalfd_siginfo: Codec<SignalfdSiginfo> = struct('signalfd_siginfo');

const refused = errors_of<SignalfdCode>('signalfd');

/**
 * `int signalfd(int fd, const sigset_t *mask, int flags)`: signalfd(2). Makes a descriptor that is readable while one of the
 * signals is pending; read(2) takes it, as a {@link signalfd_siginfo}.
 *
 * A signal becomes pending only while it is blocked, and a Node process has a dozen threads before its first line runs. No call
 * changes the mask of another thread, and Node clears at its start the one that it inherited. So, measured on Node 20 to 26:
 *
 * - **Works**: a signal that is directed at the thread that reads, and that {@link pthread_sigmask} has blocked there: SIGPIPE of
 *   its own writes, {@link tgkill}, what F_SETOWN_EX and timers direct at a thread. In a Worker too.
 * - **Works**: SIGUSR1 directed at the process, when the main thread has blocked it before the first use of libuv's thread pool
 *   (`node --require`; an ES module is too late): the threads that exist by then block it, later ones inherit the mask.
 * - **Cannot work**: any other signal directed at the process (kill(2), Ctrl-C, SIGCHLD). V8's threads do not block it, so the
 *   kernel gives it to one of them. SIGTERM then ends the process, although the main thread has blocked it. Where Node has a
 *   handler, or the signal is ignored, the read is in a race with that thread, and usually loses.
 *
 * For the last kind let Node take the signal, and wake the thread that waits, with an {@link eventfd}:
 * `process.on('SIGTERM', () => eventfd_write(stop, 1))`.
 *
 * @param fd -1 for a new descriptor, or that of a signalfd whose signals are to be others
 * @param mask the signals; SIGKILL and SIGSTOP are passed over, and what {@link pthread_sigmask} never blocks is never read
 * @param flags `SFD_NONBLOCK`, `SFD_CLOEXEC`, or-ed, or 0
 * @returns the descriptor; what is read from it are the signals of the thread that reads
 *
 * **Errors**: `EINVAL` `fd` is no signalfd, or an unknown flag; `EBADF` it is not open; `EMFILE`, `ENFILE` no descriptor is free.
 *
 * **strace**: `signalfd4(-1, [USR2], 8, SFD_NONBLOCK) = 3`
 *
 * @example
 * ```ts
 * import { gettid, pthread_sigmask, SIG_BLOCK, SIGUSR2, signalfd, signalfd_siginfo, tgkill, read, unwrap } from 'sys-socket';
 *
 * unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
 * const fd = unwrap(signalfd(-1, [SIGUSR2], 0));
 * unwrap(tgkill(process.pid, gettid(), SIGUSR2));
 * const bytes = new Uint8Array(signalfd_siginfo.size);
 * unwrap(read(fd, bytes));
 * const { ssi_signo, ssi_pid } = signalfd_siginfo.decode(bytes);
 * console.log(ssi_signo === SIGUSR2, ssi_pid === process.pid); // true true
 * ```
 */
export function signalfd(fd: Fd | -1, mask: readonly number[], flags: number): Result<Fd, SysError<SignalfdCode>> {
  const made = native.signalfd(fd, encode_sigset(mask, 'signalfd: mask'), flags);
  return made >= 0 ? ok(made as Fd) : refused(made);
}
