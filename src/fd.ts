import { loop } from './native.js';

declare const brand: unique symbol;

/** A file descriptor: a number that came from the kernel, so that a length or a port cannot stand in its place. */
export type Fd = number & { readonly [brand]: 'fd' };

/**
 * Takes a number for a file descriptor: one that was inherited, or came from another library.
 *
 * @throws TypeError unless it is a number, RangeError unless it is a non-negative int32
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
 * Takes the guard off a descriptor that Node keeps for itself: the epoll of an event loop, the eventfd that wakes it, a pipe of its
 * signals. Calls on those throw a RangeError, since they end the process, or leave it deaf; whoever knows better unguards one of
 * them, for all threads and for good. Of other descriptors there is nothing to take off.
 *
 * Guarded are libuv's loops as they are when the package is loaded, and the loop of each thread that loads it; never a descriptor that
 * was inherited, or that a script has opened, also where it has the number of one that Node has closed.
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
