import { explain } from './explain/explain.js';
import { common } from './native.js';

/** A call that succeeded. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** A call that was refused: the refusal is a value. */
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/**
 * What every function here returns. Look at `ok` before you take `value`: the compiler insists.
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

/** Check mode, which looks at Results as they are made. */
interface Watch {
  made<R extends Result<unknown, unknown>>(result: R): R;
  /** Its value was taken by {@link unwrap}. */
  unwrapped(result: Result<unknown, unknown>): void;
}

/**
 * Who looks at Results; nobody, unless check mode is on.
 *
 * @internal
 */
export const watching = common<{ by: Watch | undefined }>('results', () => ({ by: undefined }));

/**
 * A Result on its way to the caller.
 *
 * @internal
 */
export function handed<R extends Result<unknown, unknown>>(result: R): R {
  return watching.by === undefined ? result : watching.by.made(result);
}

/**
 * A success.
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
 * {@link ok} of a count, which is made once for each of the small ones, as a refusal is for each errno: for a call with so much code, as poll has,
 * that V8 does not always see that its Result is only looked at, and then leaves it on the heap.
 *
 * @internal
 */
export function ok_small<N extends number>(count: N): Ok<N> {
  const made = small[count] as Ok<N> | undefined; // by its place
  return made === undefined ? ok(count) : handed(made);
}

/**
 * A refusal.
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

/** What an error needs for {@link unwrap} to throw it in Node's own shape. */
export interface ErrorValue {
  readonly code: string;
  readonly message: string;
  readonly syscall?: string;
  readonly errno?: number;
  /** The address that it is about, as text. */
  readonly address?: string;
}

/** The `Error` that {@link unwrap} throws: shaped like Node's own system errors, so that existing handlers know it. */
export type SystemError = Error & ErrorValue & { readonly explanation?: string };

/**
 * The value, or a throw. For scripts and tests, where a refusal is the end.
 *
 * The thrown `Error` is shaped like Node's own: `message` is `"EADDRINUSE: Address already in use, bind 127.0.0.1:9000"`, and `code`,
 * `errno` (negative, as in Node) and `syscall` are set, with whatever else the error carried (`sent`, `received`, ...).
 * `explanation` says what that means for the call and what to do, as {@link explain} does: Node prints it with an error that nobody caught.
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
