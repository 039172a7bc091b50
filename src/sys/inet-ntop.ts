import { INET6_ADDRSTRLEN } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

const refused = errors_of<'EAFNOSUPPORT'>('inet_ntop');

/**
 * `const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)`: inet_ntop(3). Converts the bytes of an address, in
 * network order, to text. Not a syscall.
 *
 * @param af `AF_INET` or `AF_INET6`
 * @param src at least 4 or 16 bytes
 * @returns the text, C's `dst`
 *
 * **Errors**: `EAFNOSUPPORT` another family.
 *
 * **strace**: nothing
 *
 * @example
 * ```ts
 * import { AF_INET, inet_ntop, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(inet_ntop(AF_INET, Uint8Array.of(127, 0, 0, 1)))); // 127.0.0.1
 * ```
 */
export function inet_ntop(af: number, src: Uint8Array): Result<string, SysError<'EAFNOSUPPORT'>> {
  const dst = Buffer.alloc(INET6_ADDRSTRLEN);
  const length = native.inet_ntop(af, src, dst);
  return length >= 0 ? ok(dst.toString('latin1', 0, length)) : refused(length);
}
