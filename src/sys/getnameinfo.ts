import { text } from '../codec/struct.js';
import { NI_MAXHOST } from '../constants.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';
import { type GaiError, gai_refused } from './getaddrinfo.js';

/** A host, or a service: that of a unix address is its path, which can be longer than NI_MAXSERV. */
const name_text = text(NI_MAXHOST);

/**
 * `int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char *host, socklen_t hostlen, char *serv, socklen_t servlen,
 * int flags)`: getnameinfo(3). Turns an address into names, or with the flags into numbers as text. Not a syscall: it may query a
 * name server.
 *
 * @param addr an address of `AF_INET`, `AF_INET6` or, with glibc, `AF_UNIX`
 * @param flags `NI_NUMERICHOST`, `NI_NUMERICSERV`, `NI_NAMEREQD`, `NI_DGRAM`, ..., or-ed
 * @returns the host and the service
 *
 * **Errors**, which are not errno's: `EAI_FAMILY` the family is not known, or the address is too short; `EAI_NONAME` the address has no
 * name, with `NI_NAMEREQD`; `EAI_AGAIN` the name server does not answer now; `EAI_BADFLAGS` an invalid flag. musl says `EAI_NONAME` instead
 * of `EAI_AGAIN`, and ignores invalid flags.
 *
 * **strace**: nothing with `NI_NUMERICHOST | NI_NUMERICSERV`
 *
 * @example
 * ```ts
 * import { getnameinfo, NI_NUMERICHOST, NI_NUMERICSERV, sockaddr_in6, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(getnameinfo(sockaddr_in6('::1', 9000), NI_NUMERICHOST | NI_NUMERICSERV))); // { host: '::1', serv: '9000' }
 * ```
 */
export function getnameinfo(
  addr: SockAddr,
  flags = 0,
): Result<{ readonly host: string; readonly serv: string }, GaiError> {
  const host = new Uint8Array(name_text.size);
  const serv = new Uint8Array(name_text.size);
  const status = native.getnameinfo(bytes_of(addr, 'getnameinfo: addr'), host, serv, flags);
  if (status !== 0) return gai_refused('getnameinfo', status);
  return ok({ host: name_text.decode(host), serv: name_text.decode(serv) });
}
