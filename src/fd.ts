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
