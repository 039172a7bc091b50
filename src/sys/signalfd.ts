import { encode_sigset } from '../codec/sigset.js';
import { type Codec, struct } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that signalfd(2) documents. */
export type SignalfdCode = 'EBADF' | 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM';

/** What read(2) returns from a signalfd: C's `struct signalfd_siginfo`. The signal determines which fields are valid. */
export interface SignalfdSiginfo {
  /** The signal. */
  ssi_signo: number;
  ssi_errno: number;
  /** How it was sent: 0 by kill(2), -6 by tgkill(2), positive by the kernel. */
  ssi_code: number;
  /** The process that sent it. */
  ssi_pid: number;
  ssi_uid: number;
  /** For SIGIO, the descriptor. */
  ssi_fd: number;
  ssi_tid: number;
  ssi_band: number;
  ssi_overrun: number;
  ssi_trapno: number;
  /** For SIGCHLD, the exit status or signal of the child. */
  ssi_status: number;
  /** The value that was passed to sigqueue(3). */
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

/** The codec of C's `struct signalfd_siginfo`: read `size` bytes for each signal, and `decode` them. */
export const signalfd_siginfo: Codec<SignalfdSiginfo> = struct('signalfd_siginfo');

const refused = errors_of<SignalfdCode>('signalfd');

/**
 * `int signalfd(int fd, const sigset_t *mask, int flags)`: signalfd(2). Makes a descriptor that is readable while one of the
 * signals is pending; read(2) consumes it, as a {@link signalfd_siginfo}.
 *
 * A signal stays pending only while it is blocked, and a Node process has a dozen threads before its first line runs. No call can
 * change the mask of another thread, and Node clears the mask that it inherited when it starts. So, as measured on Node 20 to 26:
 *
 * - **Works**: a signal that is directed at the thread that reads, and that {@link pthread_sigmask} has blocked there: SIGPIPE of
 *   its own writes, {@link tgkill}, signals that F_SETOWN_EX and timers direct at a thread. This works in a Worker too.
 * - **Works**: SIGUSR1 directed at the process, if the main thread has blocked it before the first use of libuv's thread pool
 *   (`node --require`; an ES module is too late): the threads that exist by then block it, and later ones inherit the mask.
 * - **Cannot work**: any other signal directed at the process (kill(2), Ctrl-C, SIGCHLD). V8's threads do not block it, so the
 *   kernel delivers it to one of them. SIGTERM then ends the process, although the main thread has blocked it. If Node has a
 *   handler, or the signal is ignored, the read races with that thread, and usually loses.
 *
 * For the last kind, let Node handle the signal, and wake the thread that waits with an {@link eventfd}:
 * `process.on('SIGTERM', () => eventfd_write(stop, 1))`.
 *
 * @param fd -1 for a new descriptor, or a signalfd whose set of signals is to be replaced
 * @param mask the signals; SIGKILL and SIGSTOP are ignored, and signals that {@link pthread_sigmask} never blocks are never read
 * @param flags `SFD_NONBLOCK`, `SFD_CLOEXEC`, or-ed, or 0
 * @returns the descriptor; a read returns the signals that are pending for the reading thread
 *
 * **Errors**: `EINVAL` `fd` is not a signalfd, or an unknown flag; `EBADF` `fd` is not open; `EMFILE`, `ENFILE` no descriptor is free.
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
