import { errors_of, type SysError } from '../errno.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

const refused = errors_of<'EAFNOSUPPORT'>('inet_pton');

/**
 * `int inet_pton(int af, const char *src, void *dst)`: inet_pton(3). Converts text to the bytes of an address, in network order. Not a
 * syscall.
 *
 * @param af `AF_INET` or `AF_INET6`
 * @param src `'127.0.0.1'`: four decimal numbers; `'::1'`
 * @param dst the buffer for the address: at least 4 or 16 bytes
 * @returns 1; 0 if `src` is not an address of that family, and `dst` is unchanged
 *
 * **Errors**: `EAFNOSUPPORT` another family.
 *
 * **strace**: nothing
 *
 * @example
 * ```ts
 * import { AF_INET, inet_pton, unwrap } from 'sys-socket';
 *
 * const dst = new Uint8Array(4);
 * console.log(unwrap(inet_pton(AF_INET, '127.0.0.1', dst)), dst); // 1 Uint8Array(4) [ 127, 0, 0, 1 ]
 * console.log(unwrap(inet_pton(AF_INET, '127.1', dst))); // 0
 * ```
 */
export function inet_pton(af: number, src: string, dst: Uint8Array): Result<0 | 1, SysError<'EAFNOSUPPORT'>> {
  const returned = native.inet_pton(af, src, dst);
  return returned >= 0 ? ok(returned === 0 ? 0 : 1) : refused(returned);
}
