import { part } from '../codec/intrinsics.js';
import { check_bytes, write_field } from '../codec/struct.js';
import { AF_UNIX } from '../constants.js';
import { checked, SockAddr } from './address.js';
import { sa_family, sun_path, un } from './layout.js';
import { encode_sun_path, longest_name } from './sun-path.js';

/** An address of a unix socket: unix(7). */
export type SockAddrUn = SockAddr & { readonly sun_path: string | Uint8Array };

/**
 * An address of a unix socket: `struct sockaddr_un` of unix(7), exactly as long as its name requires.
 *
 * @param path one of: a path of at most 108 bytes, to which a NUL is added if it fits; `'@name'`, as strace prints it, or `'\0name'`, as
 *   in C, for an abstract name of exactly these bytes; `''` for no name, with which bind(2) chooses an abstract one; the bytes of C's
 *   `sun_path`, which are passed unchanged, for a name that is not UTF-8 or a file `@x` (whose path can also be written `./@x`)
 * @throws RangeError if it is too long, TypeError if a path contains a NUL or a lone surrogate
 *
 * @example
 * ```ts
 * import { sockaddr_un } from 'sys-socket';
 *
 * console.log(sockaddr_un('@echo').length); // 7 (2 + 1 + 4)
 * ```
 */
export function sockaddr_un(path: string | Uint8Array = ''): SockAddrUn {
  if (typeof path !== 'string') check_bytes(path, 'sockaddr_un: path, if not a string,');
  const name = typeof path === 'string' ? encode_sun_path(path, 'sockaddr_un: path') : part(path, 0);
  if (name.length > longest_name) {
    throw new RangeError(`sockaddr_un: path must be at most ${longest_name} bytes, got ${name.length}`);
  }
  const made = new SockAddr(un.size, sun_path + name.length);
  write_field(made.bytes, sa_family, AF_UNIX, 'sockaddr_un: family');
  made.bytes.set(name, sun_path);
  return made as SockAddrUn;
}

/**
 * True for an address of a unix socket, whose `sun_path` is then defined.
 *
 * @throws TypeError if the value is not a {@link SockAddr}
 *
 * @example
 * ```ts
 * import { is_sockaddr_un, type SockAddr, sockaddr_un } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_un('/run/x.sock');
 * if (is_sockaddr_un(addr)) console.log(addr.sun_path); // /run/x.sock
 * ```
 */
export function is_sockaddr_un(addr: SockAddr): addr is SockAddrUn {
  return checked(addr, 'is_sockaddr_un').sun_path !== undefined;
}

/**
 * An address as C's `struct sockaddr_un`: the same object, with `sun_path` defined; undefined if it is not of `AF_UNIX`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_un, sockaddr_un } from 'sys-socket';
 *
 * console.log(as_sockaddr_un(sockaddr_un('/run/x.sock'))?.sun_path); // /run/x.sock
 * ```
 */
export function as_sockaddr_un(addr: SockAddr): SockAddrUn | undefined {
  return is_sockaddr_un(addr) ? addr : undefined;
}
