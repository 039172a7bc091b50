import type { SysError } from './errno.js';
import { errors_of } from './errno.js';
import { native } from './native.js';
import { ok, type Result } from './result.js';

declare const brand: unique symbol;

/** A file descriptor: a number that came from the kernel, so that a length or a port cannot stand in its place. */
export type Fd = number & { readonly [brand]: 'fd' };

/**
 * Takes a number for a file descriptor: one that was inherited, or came from another library.
 *
 * @throws TypeError unless it is a number, RangeError unless it is an int32 that is not negative
 *
 * @example
 * ```ts
 * import { as_fd, F_GETFD, fcntl } from 'sys-socket';
 *
 * console.log(fcntl(as_fd(0), F_GETFD)); // (stdin, open or not)
 * ```
 */
export function as_fd(number: number): Fd {
  if (typeof number !== 'number') throw new TypeError(`as_fd: fd must be a number, got ${typeof number}`);
  if (!Number.isInteger(number) || number < 0 || number > 0x7fffffff) {
    throw new RangeError(`as_fd: fd must be an int32 that is not negative, got ${number}`);
  }
  return number as Fd;
}

/** A file descriptor with one owner. */
export interface OwnedFd extends Disposable {
  /** The descriptor. Throws once it was closed or released: its number may be somebody else's by then. */
  readonly fd: Fd;
  /** Gives the descriptor up: it stays open, and its new owner closes it. */
  release(): Fd;
  /** close(2) now, for its result. The descriptor is gone whatever it says. */
  close(): Result<0, SysError>;
}

const refused = errors_of('close');

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
 */
export function own(fd: Fd): OwnedFd {
  let held: Fd | undefined = fd;
  const release = (): Fd => {
    if (held === undefined) throw new Error(`fd ${fd} was closed or released before`);
    const given = held;
    held = undefined;
    return given;
  };
  const close = (): Result<0, SysError> => {
    const returned = native.close(release());
    return returned >= 0 ? ok(0) : refused(returned);
  };
  return {
    get fd() {
      if (held === undefined) throw new Error(`fd ${fd} was closed or released before`);
      return held;
    },
    release,
    close,
    [Symbol.dispose]() {
      if (held !== undefined) close();
    },
  };
}
