import { check_object, check_signal } from '../codec/check.js';
import { base, fields, is_plain } from '../codec/intrinsics.js';

/** When a call stops waiting, and whether it keeps the process running. */
export interface WaitOptions {
  /** Ends the wait: the result is `ABORT_ERR`. An operation that has not begun is not made. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call waits in total, in milliseconds; then the result is {@link TimedOut}. `Infinity` is no limit. */
  readonly timeout?: number | undefined;
  /** Whether the wait keeps the process running; default true. */
  readonly ref?: boolean | undefined;
}

/** {@link WaitOptions}, checked. */
export interface Patience {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number | undefined;
  readonly ref: boolean;
}

/**
 * For `addEventListener`. It has no prototype, because Node would take a `signal` from Object.prototype.
 *
 * @internal
 */
export const once = Object.freeze({ __proto__: null, once: true });

const without_end: Patience = Object.freeze({ signal: undefined, timeout: undefined, ref: true });

/** @throws TypeError, RangeError */
export function patience(call: string, options: WaitOptions | undefined): Patience {
  const how = patience_without_limit(call, options);
  if (options === undefined) return how;
  const clean = is_plain(options) && !('timeout' in base);
  const { timeout } = clean ? options : fields(options, 'timeout');
  if (timeout === undefined) return how;
  if (typeof timeout !== 'number')
    throw new TypeError(`${call}: options.timeout must be a number of milliseconds, got ${typeof timeout}`);
  if (!(timeout >= 0))
    throw new RangeError(`${call}: options.timeout must be a non-negative number of milliseconds, got ${timeout}`);
  return { ...how, timeout };
}

/** {@link patience} for a call whose time limit is not `timeout`. */
export function patience_without_limit(call: string, options: Omit<WaitOptions, 'timeout'> | undefined): Patience {
  if (options === undefined) return without_end;
  check_object(options, `${call}: options`);
  const clean = is_plain(options) && !('signal' in base || 'ref' in base);
  const { signal, ref = true } = clean ? options : fields(options, 'signal', 'ref');
  check_signal(signal, `${call}: options.signal`);
  if (typeof ref !== 'boolean') throw new TypeError(`${call}: options.ref must be a boolean, got ${typeof ref}`);
  return signal === undefined && ref ? without_end : { signal, timeout: undefined, ref };
}
