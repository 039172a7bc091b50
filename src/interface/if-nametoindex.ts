import { check_integer } from '../codec/check.js';
import type { IoctlRequest } from '../codec/ioctl.js';
import { AF_UNIX, ENODEV, ENXIO, IFNAMSIZ, SOCK_CLOEXEC, SOCK_DGRAM } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import { SIOCGIFINDEX, SIOCGIFNAME } from '../ioctls.js';
import type { Result } from '../result.js';
import { close } from '../sys/close.js';
import { type IoctlCode, ioctl } from '../sys/ioctl.js';
import { type SocketCode, socket } from '../sys/socket.js';

const no_such_name = errors_of<'ENODEV'>('if_nametoindex');
const no_such_index = errors_of<'ENXIO'>('if_indextoname');

/**
 * `unsigned int if_nametoindex(const char *ifname)`: if_nametoindex(3). The index of a network interface, as in `sin6_scope_id` and
 * `ipi_ifindex`. It makes three syscalls, as libc does: it creates a socket, makes one ioctl(2), and closes the socket.
 *
 * @param ifname the name of the interface: `'lo'`, `'eth0'`
 * @returns the index, 1 or more
 *
 * **Errors**: `ENODEV` no interface has this name; those of {@link socket}.
 *
 * **strace**: `socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 3`, `ioctl(3, SIOCGIFINDEX, {ifr_name="lo", ifr_ifindex=1}) = 0`,
 * `close(3) = 0`
 *
 * @example
 * ```ts
 * import { if_nametoindex, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(if_nametoindex('lo'))); // 1
 * ```
 */
export function if_nametoindex(ifname: string): Result<number, SysError<SocketCode | IoctlCode>> {
  // A name that is empty or has IFNAMSIZ bytes or more cannot belong to an interface; the result is ENODEV without a syscall.
  if (typeof ifname !== 'string') throw new TypeError(`if_nametoindex: ifname must be a string, got ${typeof ifname}`);
  if (ifname.includes('\0')) throw new RangeError('if_nametoindex: ifname must be a string without NUL');
  const length = Buffer.byteLength(ifname);
  if (length === 0 || length >= IFNAMSIZ) return no_such_name(-ENODEV);
  const asked = ask(SIOCGIFINDEX, ifname);
  return !asked.ok && asked.error.code === 'ENODEV' ? no_such_name(-ENODEV) : asked;
}

/**
 * `char *if_indextoname(unsigned int ifindex, char *ifname)`: if_nametoindex(3). The name of the network interface with this index. It makes
 * three syscalls, as libc does.
 *
 * @param ifindex the index of the interface
 * @returns the name
 *
 * **Errors**: `ENXIO` no interface has this index; those of {@link socket}.
 *
 * **strace**: `socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 3`, `ioctl(3, SIOCGIFNAME, {ifr_ifindex=1, ifr_name="lo"}) = 0`,
 * `close(3) = 0`
 *
 * @example
 * ```ts
 * import { if_indextoname, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(if_indextoname(1))); // lo
 * ```
 */
export function if_indextoname(ifindex: number): Result<string, SysError<SocketCode | IoctlCode | 'ENXIO'>> {
  check_integer(ifindex, -0x8000_0000, 0x7fff_ffff, 'if_indextoname: ifindex');
  const asked = ask(SIOCGIFNAME, ifindex);
  return !asked.ok && asked.error.code === 'ENODEV' ? no_such_index(-ENXIO) : asked;
}

/** The request works on any socket. */
function ask<A, V>(op: IoctlRequest<A, V>, argument: NoInfer<A>): Result<V, SysError<SocketCode | IoctlCode>> {
  const made = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (!made.ok) return made;
  try {
    return ioctl(made.value, op, argument);
  } finally {
    close(made.value);
  }
}
