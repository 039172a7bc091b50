import { EBADF, F_GETOWN } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that fcntl(2) documents. */
export type FcntlCode = 'EACCES' | 'EAGAIN' | 'EBADF' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'EMFILE' | 'EPERM';

const refused = errors_of<FcntlCode>('fcntl');

/**
 * `int fcntl(int fd, int cmd, ... int arg)`: fcntl(2). Reads and sets the flags of a descriptor and of its open file, and duplicates
 * descriptors: the commands whose argument is an int.
 *
 * @param fd any descriptor
 * @param cmd `F_GETFL` and `F_SETFL`: `O_NONBLOCK`, `O_ASYNC`, ..., which all descriptors of the same open file share;
 *   `F_GETFD` and `F_SETFD`: `FD_CLOEXEC` of this descriptor alone; `F_DUPFD_CLOEXEC`: a second descriptor, not below `arg`
 * @param arg the flags, or the lowest number; 0 if the command has no argument
 * @returns the flags of F_GETFL or F_GETFD, the new descriptor of F_DUPFD_CLOEXEC, the process of F_GETOWN or, if negative, the process group;
 *   otherwise 0
 * @throws RangeError for an `arg` with a command whose argument is an address in C, or that the package does not know; for `F_SETSIG`
 *   with a signal that a JavaScript handler cannot handle: `SIGKILL`, `SIGSTOP`, `SIGSEGV`, `SIGBUS`, `SIGFPE`, `SIGILL`
 *
 * After `F_SETOWN` with this process and then `O_ASYNC`, the kernel sends a signal whenever the descriptor becomes ready: SIGIO, or that of
 * `F_SETSIG`. It ends the process unless `process.on` has a handler for it, or {@link pthread_sigmask} blocks it in every thread.
 *
 * The kernel answers F_GETOWN of a process group with a negative number, as it answers errors. The only error of F_GETOWN is EBADF, so every other
 * number is the group. `ioctl(fd, FIOGETOWN)` tells the group 9, whose number is that of EBADF.
 *
 * **Errors**: `EBADF` it is not open; `EINVAL` an unknown command or an invalid argument; `EMFILE` no number from `arg` up is free.
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
  return returned >= 0 || (cmd === F_GETOWN && returned !== -EBADF) ? ok(returned) : refused(returned);
}
