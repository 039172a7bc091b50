import type { ErrnoName } from './constants.js';
import { errno_table } from './headers.js';
import { type Err, err, handed } from './result.js';

export type { ErrnoName };

/** A number without a name in the headers that the binary was compiled with: the kernel may be newer. */
export type UnnamedErrno = `ERRNO_${number}`;

/** An errno name that the man page of the call does not list. It can be compared like any other, but completion does not offer it. */
type Unlisted = (ErrnoName & { readonly unlisted?: never }) | UnnamedErrno;

/**
 * An error of a syscall. There is one frozen value for each (syscall, errno), so an EAGAIN in a loop allocates nothing.
 *
 * Compare `code`. `Code` has the errors that the man page of the call documents. Every other errno name is allowed too, because the
 * kernel, a firewall or a seccomp filter can cause errors that no man page lists.
 */
export interface SysError<Code extends ErrnoName = ErrnoName> {
  /** The C function that was called: `'recv'`. */
  readonly syscall: string;
  /** The name: `'EAGAIN'`. */
  readonly code: Code | Unlisted;
  /** The number, positive as in C: `11`. */
  readonly errno: number;
  /** strerror(3) of the number: `'Resource temporarily unavailable'`. The words are those of the libc. */
  readonly message: string;
}

const names = new Map<number, { readonly name: string; readonly message: string }>();
for (const { name, errno, message } of errno_table) {
  if (!names.has(errno)) names.set(errno, { name, message });
}

function check_errno(errno: unknown, call: string): void {
  if (typeof errno !== 'number') throw new TypeError(`${call}: errno must be a number, got ${typeof errno}`);
  if (!Number.isInteger(errno)) throw new RangeError(`${call}: errno must be an integer, got ${errno}`);
}

/**
 * The name of an errno: `'EAGAIN'` for 11; `'ERRNO_4242'` for an unknown number.
 *
 * @example
 * ```ts
 * import { errno_name } from 'sys-socket';
 *
 * console.log(errno_name(11), errno_name(4242)); // EAGAIN ERRNO_4242
 * ```
 */
export function errno_name(errno: number): ErrnoName | UnnamedErrno {
  check_errno(errno, 'errno_name');
  return (names.get(errno)?.name ?? `ERRNO_${errno}`) as ErrnoName | UnnamedErrno;
}

/**
 * `char *strerror(int errnum)`: strerror(3). The text of an errno, in the words of the libc. musl has shorter ones, and for some numbers
 * `No error information`.
 *
 * @example
 * ```ts
 * import { EAGAIN, strerror } from 'sys-socket';
 *
 * console.log(strerror(EAGAIN)); // Resource temporarily unavailable
 * ```
 */
export function strerror(errno: number): string {
  check_errno(errno, 'strerror');
  return names.get(errno)?.message ?? `Unknown error ${errno}`;
}

/**
 * The errors of one call: the returned function takes the negative number that the native function returned, -errno.
 *
 * @internal
 */
export function errors_of<Code extends ErrnoName>(syscall: string): (negative: number) => Err<SysError<Code>> {
  // By errno. The object has no prototype, so that properties on Object.prototype are not found.
  const made: { [errno: number]: Err<SysError<Code>> | undefined } = Object.create(null);
  return (negative) => {
    const refused = made[-negative] ?? refusal<Code>(syscall, -negative);
    made[-negative] = refused;
    return handed(refused);
  };
}

function refusal<Code extends ErrnoName>(syscall: string, errno: number): Err<SysError<Code>> {
  const error: SysError<Code> = { syscall, code: errno_name(errno), errno, message: strerror(errno) };
  return Object.freeze({ ok: false, error: Object.freeze(error) });
}

/** A {@link SysError} of a call that has an address as argument. It is a new object for each call. */
export type AddressError<Code extends ErrnoName = ErrnoName> = SysError<Code> & {
  /** The address as text: `'127.0.0.1:9000'`. */
  readonly address: string;
};

/**
 * Adds the address to an error.
 *
 * @internal
 */
export function about_address<Code extends ErrnoName>(
  { error }: Err<SysError<Code>>,
  address: { toString(): string },
): Err<AddressError<Code>> {
  return Object.freeze(err(Object.freeze({ ...error, address: address.toString() })));
}
