import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What fcntl(2) documents. */
export type FcntlCode = 'EACCES' | 'EAGAIN' | 'EBADF' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'EMFILE' | 'EPERM';

const refused = errors_of<FcntlCode>('fcntl');

/**
 * `int fcntl(int fd, int cmd, ... int arg)`: fcntl(2). The flags of a descriptor, the flags of what it refers to, and its
 * duplication: the commands whose argument is an int.
 *
 * @param fd any descriptor
 * @param cmd `F_GETFL` and `F_SETFL`: `O_NONBLOCK`, `O_ASYNC`, ..., which every descriptor of the same socket shares;
 *   `F_GETFD` and `F_SETFD`: `FD_CLOEXEC`, of this descriptor alone; `F_DUPFD_CLOEXEC`: a second descriptor, not below `arg`
 * @param arg the flags, or the lowest number; 0 when the command takes none
 * @returns the flags of F_GETFL or F_GETFD, the new descriptor of F_DUPFD_CLOEXEC, else 0
 * @throws RangeError for an `arg` with a command whose argument is an address in C, or that is not known here; for `F_SETSIG` of a
 *   signal that no handler of JavaScript's can take: `SIGKILL`, `SIGSTOP`, `SIGSEGV`, `SIGBUS`, `SIGFPE`, `SIGILL`
 *
 * `F_SETOWN` of this process, and then `O_ASYNC`, asks for a signal whenever the descriptor is ready: SIGIO, or that of `F_SETSIG`. It
 * ends the process unless `process.on` has a handler for it, or {@link pthread_sigmask} keeps it from every thread.
 *
 * **Errors**: `EBADF`; `EINVAL` unknown command or bad argument; `EMFILE` no descriptor is free from `arg` on.
 *
 * **strace**: `fcntl(3, F_SETFL, O_RDONLY|O_NONBLOCK) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, F_GETFL, F_SETFL, fcntl, O_NONBLOCK, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const flags = unwrap(fcntl(fd, F_GETFL));
 * unwrap(fcntl(fd, F_SETFL, flags | O_NONBLOCK));
 * ```
 */
export function fcntl(fd: Fd, cmd: number, arg = 0): Result<number, SysError<FcntlCode>> {
  const returned = native.fcntl(fd, cmd, arg);
  return returned >= 0 ? ok(returned) : refused(returned);
}
