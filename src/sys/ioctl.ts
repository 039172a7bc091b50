import { type IoctlRequest, request_codec } from '../codec/ioctl.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { SIOCGIFCONF } from '../ioctls.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that ioctl(2) and netdevice(7) document. */
export type IoctlCode = 'EADDRNOTAVAIL' | 'EBADF' | 'EFAULT' | 'EINVAL' | 'ENODEV' | 'ENOTTY' | 'EPERM';

const refused = errors_of<IoctlCode>('ioctl');

/**
 * `int ioctl(int fd, unsigned long op, ...)`: ioctl(2). Makes a request that depends on the kind of descriptor: the number of bytes in a
 * queue, the properties of an interface.
 *
 * @param fd a descriptor of a kind that supports the request
 * @param op a request without an argument: {@link FIONREAD}, {@link SIOCOUTQ}, {@link SIOCATMARK}, ...
 * @returns the answer; 0 if the request has none
 * @throws RangeError for a request that is not in the catalogue, because its argument may be an address
 *
 * **Errors**: `ENOTTY` the descriptor is of another kind; `EINVAL` it is in the wrong state (`SIOCINQ` on a listening socket); `ENODEV` no
 * such interface; `EADDRNOTAVAIL` the interface has no such address.
 *
 * **strace**: `ioctl(3, FIONREAD, [5]) = 0`
 *
 * @example
 * ```ts
 * import { AF_UNIX, FIONREAD, ioctl, send, SIOCGIFMTU, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send(a, Buffer.from('HELLO')));
 * console.log(unwrap(ioctl(b, FIONREAD))); // 5
 * console.log(unwrap(ioctl(a, SIOCGIFMTU, 'lo'))); // 65536
 * ```
 */
export function ioctl<V>(fd: Fd, op: IoctlRequest<void, V>): Result<V, SysError<IoctlCode>>;
/**
 * {@link ioctl} for a request with an argument.
 *
 * @param op {@link FIONBIO}, {@link SIOCGIFINDEX}, {@link SIOCGIFCONF}, ...
 * @param argument the number, or the name of the interface
 */
export function ioctl<A, V>(fd: Fd, op: IoctlRequest<A, V>, argument: NoInfer<A>): Result<V, SysError<IoctlCode>>;
export function ioctl(fd: Fd, op: number, argument?: unknown): Result<unknown, SysError<IoctlCode>> {
  const codec = request_codec(op);
  // The binding refuses a request that is not in the catalogue.
  const argp = codec?.encode(argument, 'ioctl: argument') ?? null;
  // Its struct holds an address, which only the binding can supply.
  const lists = op === SIOCGIFCONF && argp !== null;
  const returned = lists ? native.ioctl_ifconf(fd, argp) : native.ioctl(fd, op, argp);
  return returned >= 0 ? ok(codec?.decode(argp ?? new Uint8Array(0))) : refused(returned);
}
