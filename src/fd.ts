import { loop } from './native.js';

declare const brand: unique symbol;

/** A file descriptor: a branded number, so that a length or a port does not compile in its place. */
export type Fd = number & { readonly [brand]: 'fd' };

/**
 * Accepts a number as a file descriptor: one that was inherited, or that another library returned.
 *
 * @throws TypeError if it is not a number, RangeError if it is not a non-negative int32
 *
 * @example
 * ```ts
 * import { as_fd, F_GETFD, fcntl } from 'sys-socket';
 *
 * console.log(fcntl(as_fd(0), F_GETFD)); // (stdin, open or not)
 * ```
 */
export function as_fd(fd: number): Fd {
  return checked(fd, 'as_fd');
}

function checked(number: number, where: string): Fd {
  if (typeof number !== 'number') throw new TypeError(`${where}: fd must be a number, got ${typeof number}`);
  if (!Number.isInteger(number) || number < 0 || number > 0x7fffffff) {
    throw new RangeError(`${where}: fd must be a non-negative int32, got ${number}`);
  }
  return number as Fd;
}

/**
 * Removes the guard from a descriptor that Node uses internally: the epoll descriptor of an event loop, the eventfd that wakes the loop,
 * a pipe for its signals; or that the package uses to end blocked threads. Calls on a guarded descriptor throw a RangeError, because they
 * could end the process or stop its events. The guard is removed for all threads and permanently. For any other descriptor, nothing changes.
 *
 * The package guards the descriptors of libuv's loops that exist when it is loaded, and of the loop of each thread that loads it. It never
 * guards a descriptor that was inherited or that a script has opened, even if Node once had a descriptor with the same number.
 *
 * @example
 * ```ts
 * import { close, eventfd, unguard, unwrap } from 'sys-socket';
 *
 * const own = unwrap(eventfd(0, 0));
 * console.log(unguard(own) === own, close(own).ok); // true true (it never was guarded)
 * ```
 */
export function unguard(fd: number): Fd {
  const guarded = checked(fd, 'unguard');
  loop.unguard(guarded);
  return guarded;
}
