import { errors_of, type SysError } from '../errno.js';
import { field_of, layout } from '../headers.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that gethostname(2) documents. They do not occur, because the buffer is large enough. */
export type GethostnameCode = 'EFAULT' | 'ENAMETOOLONG';

const refused = errors_of<GethostnameCode>('gethostname');

/**
 * `int gethostname(char *name, size_t len)`: gethostname(2). The host name, which belongs to the UTS namespace.
 *
 * @returns the name: at most 64 bytes
 *
 * **strace**: `uname({sysname="Linux", nodename="host", ...}) = 0`: libc implements gethostname with uname(2)
 *
 * @example
 * ```ts
 * import { hostname } from 'node:os';
 * import { gethostname, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(gethostname()) === hostname()); // true
 * ```
 */
export function gethostname(): Result<string, SysError<GethostnameCode>> {
  const buf = new Uint8Array(layout('utsname').size);
  const returned = native.uname(buf);
  if (returned < 0) return refused(returned);
  const [first_bit, bits] = field_of('utsname', 'nodename');
  const name = Buffer.from(buf.subarray(first_bit / 8, (first_bit + bits) / 8));
  const end = name.indexOf(0);
  return ok(name.toString('utf8', 0, end < 0 ? name.length : end));
}
