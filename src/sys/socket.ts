import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that socket(2) documents, and ESOCKTNOSUPPORT, which Linux returns for a type that the domain lacks. */
export type SocketCode =
  | 'EACCES'
  | 'EAFNOSUPPORT'
  | 'EINVAL'
  | 'EMFILE'
  | 'ENFILE'
  | 'ENOBUFS'
  | 'ENOMEM'
  | 'EPERM'
  | 'EPROTONOSUPPORT'
  | 'ESOCKTNOSUPPORT';

const refused = errors_of<SocketCode>('socket');

/**
 * `int socket(int domain, int type, int protocol)`: socket(2). Creates an endpoint for communication.
 *
 * @param domain `AF_INET`, `AF_INET6`, `AF_UNIX`, ...; {@link as_domain} turns a number into one
 * @param type `SOCK_STREAM`, `SOCK_DGRAM`, `SOCK_SEQPACKET`, ..., or-ed with `SOCK_NONBLOCK`, `SOCK_CLOEXEC`, both or neither. The
 *   package adds neither, so without `SOCK_CLOEXEC` child processes inherit the descriptor
 * @param protocol 0 for the default of domain and type, or `IPPROTO_TCP`, ...
 * @returns the new descriptor: the lowest free number
 *
 * **Errors**: `EAFNOSUPPORT` the kernel lacks the domain; `EPROTONOSUPPORT` or `ESOCKTNOSUPPORT` the domain lacks the protocol
 * or type; `EINVAL` unknown flags; `EMFILE`, `ENFILE` no descriptor is free; `EPERM`, `EACCES` raw sockets without CAP_NET_RAW.
 *
 * **strace**: `socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3`
 *
 * @example
 * ```ts
 * import { AF_INET, IPPROTO_TCP, SOCK_STREAM, socket } from 'sys-socket';
 *
 * const made = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
 * if (made.ok) console.log(`fd ${made.value}`);
 * else console.log(made.error.code);
 * ```
 */
export function socket(domain: Domain, type: number, protocol: number): Result<Fd, SysError<SocketCode>> {
  const fd = native.socket(domain, type, protocol);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}
