import { check_integer } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import { SOCK_CLOEXEC, SOCK_NONBLOCK } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { type AcceptError, accept4 } from './accept.js';
import { still_names } from './descriptors.js';
import { type Patience, patience_without_limit, type WaitOptions } from './options.js';
import { wait_once } from './waiting.js';

/** No descriptor or memory is free. The connection is still pending, and trying again at once would only keep the processor busy. */
const full = new Set<string>(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);
/** The listener is closed, or is not a listener. */
const over = new Set<string>(['EBADF', 'EINVAL', 'ENOTSOCK', 'EOPNOTSUPP', 'EPERM', 'BLOCKING', 'ENOSPC']);
/** Milliseconds between attempts while no descriptor or memory is free. */
const pause = 100;

/** Options of {@link connections}. */
export interface ConnectionsOptions extends Omit<WaitOptions, 'timeout'> {
  /** The flags for accept4(2); default `SOCK_NONBLOCK | SOCK_CLOEXEC`. */
  readonly flags?: number;
}

/**
 * Iterates over the connections of a listener as they arrive, with {@link accept4}. The iteration ends when the listener is closed or the
 * signal is aborted.
 *
 * @param listener a listening socket with O_NONBLOCK
 * @param options the flags for the new descriptors, and when to stop
 * @returns an iterator of Results. An error of accept(2) does not end it (`ECONNABORTED` the peer gave up; `EMFILE` no descriptor is free,
 *   and it tries again after 100 ms), unless it concerns the listener itself
 *
 * **strace**: as {@link accept4}
 *
 * @example
 * ```ts
 * import { AF_INET, close, connect, getsockname, listen, SOCK_NONBLOCK, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 * import { connections } from 'sys-socket/promises';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * unwrap(listen(listener, 128));
 * unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), unwrap(getsockname(listener))));
 * for await (const conn of connections(listener)) {
 *   console.log(conn.ok); // true
 *   close(unwrap(conn));
 *   close(listener); // which ends the loop
 * }
 * ```
 */
export function connections(
  listener: Fd,
  options: ConnectionsOptions = {},
): AsyncGenerator<Result<Fd, AcceptError>, void, void> {
  check_integer(listener, 0, 0x7fff_ffff, 'connections: listener');
  const how = patience_without_limit('connections', options);
  const flags = field(options, 'flags', SOCK_NONBLOCK | SOCK_CLOEXEC);
  return iterate(listener, flags, how, still_names(listener));
}

async function* iterate(
  listener: Fd,
  flags: number,
  how: Patience,
  is_open: () => boolean,
): ReturnType<typeof connections> {
  while (is_open()) {
    const conn = await accept4(listener, null, flags, how);
    if (!conn.ok && (conn.error.code === 'CLOSED' || conn.error.code === 'ABORT_ERR')) return;
    yield conn;
    if (conn.ok) continue;
    if (over.has(conn.error.code)) return;
    if (full.has(conn.error.code)) {
      const paused = await wait_once(listener, -1, how, pause);
      if (!paused.ok && paused.error.code !== 'ETIMEDOUT') return;
    }
  }
}
