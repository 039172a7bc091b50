import { explain } from './explain/explain.js';
import { common } from './native.js';

/** The Result of a call that succeeded. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** The Result of a call that failed: the error is a value. */
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/**
 * The result of every call of this package. The compiler requires that you check `ok` before you read `value`.
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_DONTWAIT, recv, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const got = recv(a, new Uint8Array(16), MSG_DONTWAIT);
 * if (got.ok) console.log(`${got.value} bytes`);
 * else console.log(got.error.code); // EAGAIN
 * ```
 */
export type Result<T, E> = Ok<T> | Err<E>;

/** The functions of check mode, which sees every Result when it is made. */
interface Watch {
  made<R extends Result<unknown, unknown>>(result: R): R;
  /** {@link unwrap} has returned its value. */
  unwrapped(result: Result<unknown, unknown>): void;
}

/**
 * The functions of check mode; undefined unless it is on.
 *
 * @internal
 */
export const watching = common<{ by: Watch | undefined }>('results', () => ({ by: undefined }));

/**
 * Passes a Result through check mode to the caller.
 *
 * @internal
 */
export function handed<R extends Result<unknown, unknown>>(result: R): R {
  // V8 compiles a method that was never called as a way out, to which the Result need not exist. In Node 26 it calls a function that it knows,
  // and every Result is an object on the heap then.
  return watching.by === undefined ? result : watching.by.made(result);
}

/**
 * Makes the Result of a success.
 *
 * @example
 * ```ts
 * import { ok, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(ok(7))); // 7
 * ```
 */
export function ok<T>(value: T): Ok<T> {
  return handed({ ok: true, value });
}

const small: readonly Ok<number>[] = Array.from({ length: 1025 }, (_, value) => Object.freeze({ ok: true, value }));

/**
 * {@link ok} for a count. The Result of each small count is made once and reused, as errors are for each errno. It is for functions as large
 * as poll: there V8 does not always see that the Result does not escape, and would allocate it on the heap.
 *
 * @internal
 */
export function ok_small<N extends number>(count: N): Ok<N> {
  const made = small[count] as Ok<N> | undefined; // the Result at this index has this count
  return made === undefined ? ok(count) : handed(made);
}

/**
 * Makes the Result of a failure.
 *
 * @example
 * ```ts
 * import { type ErrorValue, err, type Result } from 'sys-socket';
 *
 * const refused: Result<number, ErrorValue> = err({ code: 'EOF', message: 'ended' });
 * if (!refused.ok) console.log(refused.error.code); // EOF
 * ```
 */
export function err<E>(error: E): Err<E> {
  return handed({ ok: false, error });
}

/** The properties of an error value from which {@link unwrap} makes an `Error` in the shape of Node's own. */
export interface ErrorValue {
  readonly code: string;
  readonly message: string;
  readonly syscall?: string;
  readonly errno?: number;
  /** The address that the call had as argument, as text. */
  readonly address?: string;
}

/** The `Error` that {@link unwrap} throws. It has the shape of Node's own system errors, so that existing handlers work with it. */
export type SystemError = Error & ErrorValue & { readonly explanation?: string };

/**
 * Returns the value of a Result, or throws its error. It is for scripts and tests that end with the first error.
 *
 * The thrown `Error` has the shape of Node's own: `message` is `"EADDRINUSE: Address already in use, bind 127.0.0.1:9000"`, and `code`,
 * `errno` (negative, as in Node) and `syscall` are set, as are all other properties of the error (`sent`, `received`, ...).
 * `explanation` is the text of {@link explain}: what the error means for this call, and what to do. Node prints it with an uncaught error.
 *
 * @example
 * ```ts
 * import { AF_INET, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * ```
 */
export function unwrap<T, E extends ErrorValue>(result: Result<T, E>): T {
  if (result.ok) {
    const { value } = result;
    watching.by?.unwrapped(result);
    return value;
  }
  const { message, errno, ...fields } = result.error;
  const called = [fields.syscall, fields.address].filter((part) => part !== undefined);
  const where = called.length === 0 ? '' : `, ${called.join(' ')}`;
  const explanation = fields.syscall === undefined ? {} : { explanation: explain(result.error).text };
  const error = Object.assign(new Error(`${fields.code}: ${message}${where}`), fields, explanation);
  if (errno !== undefined) Object.assign(error, { errno: -Math.abs(errno) });
  Error.captureStackTrace(error, unwrap);
  throw error;
}
