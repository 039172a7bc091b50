import { check_integer } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What close(2) documents. */
export type CloseCode = 'EBADF' | 'EDQUOT' | 'EINTR' | 'EIO' | 'ENOSPC';

const refused = errors_of<CloseCode>('close');

/**
 * `int close(int fd)`: close(2). Gives a descriptor back. Never call it twice: whatever it returns, the number is free, and the
 * next socket, of any part of the program, may have it. A close with unread data in the socket sends a RST, which may destroy
 * what the peer has not read yet.
 *
 * Closing a descriptor that Node itself uses, a file's or a socket's, is a mistake that no check here can catch. Those of its event
 * loop are refused: see {@link unguard}.
 *
 * @param fd the descriptor
 * @returns 0
 *
 * **Errors**: `EBADF` it is not open: somebody closed it before. Others are reports; the descriptor is gone all the same.
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
  /** The descriptor. Throws once it was closed or released: its number may be somebody else's by then. */
  readonly fd: Fd;
  /** Gives the descriptor up: it stays open, and its new owner closes it. */
  release(): Fd;
  /** close(2) now, for its result. The descriptor is gone whatever it says. */
  close(): Result<0, SysError<CloseCode>>;
}

/**
 * Owns a descriptor: `using conn = own(fd)` closes it at the end of the scope, once, however the scope is left. Like a
 * destructor in C++, the end of the scope does not report what close(2) said; call `close()` where that matters.
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
 * @throws TypeError unless it is a number, RangeError unless it is a non-negative int32
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
