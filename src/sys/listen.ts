import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that listen(2) documents, and another that Linux returns. */
export type ListenCode = 'EADDRINUSE' | 'EBADF' | 'EINVAL' | 'ENOTSOCK' | 'EOPNOTSUPP';

const refused = errors_of<ListenCode>('listen');

/**
 * `int listen(int sockfd, int backlog)`: listen(2). Makes a socket accept connections.
 *
 * @param fd a stream or seqpacket socket
 * @param backlog the number of connections that may be pending for {@link accept}; Linux limits it to `net.core.somaxconn`, and admits
 *   one more
 * @returns 0
 *
 * **Errors**: `EOPNOTSUPP` a socket of this type cannot listen; `EADDRINUSE` another socket listens there; `EINVAL` the socket is
 * connected, or is a unix socket without a name.
 *
 * **strace**: `listen(3, 128) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, listen, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(listen(fd, 128)); // not bound: the kernel chooses a port
 * ```
 */
export function listen(fd: Fd, backlog: number): Result<0, SysError<ListenCode>> {
  const returned = native.listen(fd, backlog);
  return returned >= 0 ? ok(0) : refused(returned);
}
