import { check_integer } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that close(2) documents. */
export type CloseCode = 'EBADF' | 'EDQUOT' | 'EINTR' | 'EIO' | 'ENOSPC';

const refused = errors_of<CloseCode>('close');

/**
 * `int close(int fd)`: close(2). Closes a descriptor. Never call it twice: even if it fails, the number is free, and the next socket
 * that any part of the program opens may get it. Closing a TCP socket that has unread data sends a RST, and the peer may then lose data
 * that it has not read yet.
 *
 * The package cannot detect that you close a descriptor of a file or socket that Node itself uses. It refuses those of Node's event
 * loop: see {@link unguard}.
 *
 * @param fd the descriptor
 * @returns 0
 *
 * **Errors**: `EBADF` it is not open, perhaps because it was closed before. Other errors are only reports: the descriptor is closed.
 *
 * **strace**: `close(3) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, close, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(close(fd));
 * ```
 */
export function close(fd: Fd): Result<0, SysError<CloseCode>> {
  const returned = native.close(fd);
  return returned >= 0 ? ok(0) : refused(returned);
}

/** A file descriptor with one owner. */
export interface OwnedFd extends Disposable {
  /** The descriptor. Reading it throws after a close or release, because the number may name another file by then. */
  readonly fd: Fd;
  /** Ends the ownership: the descriptor stays open, and the caller must close it. */
  release(): Fd;
  /** Closes the descriptor now and returns the result of close(2). It is closed even if the result is an error. */
  close(): Result<0, SysError<CloseCode>>;
}

/**
 * Owns a descriptor: `using conn = own(fd)` closes it exactly once at the end of the scope, also if the scope ends with an exception.
 * As with a destructor in C++, the result of close(2) is then lost; call `close()` if you need it.
 *
 * @example
 * ```ts
 * import { AF_INET, own, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * {
 *   using conn = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
 *   console.log(conn.fd);
 * } // close(conn.fd)
 * ```
 *
 * @throws TypeError if it is not a number, RangeError if it is not a non-negative int32
 */
export function own(fd: Fd): OwnedFd {
  check_integer(fd, 0, 0x7fff_ffff, 'own: fd');
  let held: Fd | undefined = fd;
  const release = (): Fd => {
    if (held === undefined) throw new Error(`fd ${fd} was already closed or released`);
    const given = held;
    held = undefined;
    return given;
  };
  return {
    get fd() {
      if (held === undefined) throw new Error(`fd ${fd} was already closed or released`);
      return held;
    },
    release,
    close: () => close(release()),
    [Symbol.dispose]() {
      if (held !== undefined) close(release());
    },
  };
}
