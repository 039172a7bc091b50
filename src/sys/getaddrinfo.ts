import { check_object } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import {
  EAI_ADDRFAMILY,
  EAI_AGAIN,
  EAI_BADFLAGS,
  EAI_FAIL,
  EAI_FAMILY,
  EAI_MEMORY,
  EAI_NODATA,
  EAI_NONAME,
  EAI_OVERFLOW,
  EAI_SERVICE,
  EAI_SOCKTYPE,
  EAI_SYSTEM,
} from '../constants.js';
import { as_domain, type Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import { type Native, type NativeAddrInfo, native } from '../native.js';
import { type Err, err, ok, type Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

const codes = {
  EAI_ADDRFAMILY,
  EAI_AGAIN,
  EAI_BADFLAGS,
  EAI_FAIL,
  EAI_FAMILY,
  EAI_MEMORY,
  EAI_NODATA,
  EAI_NONAME,
  EAI_OVERFLOW,
  EAI_SERVICE,
  EAI_SOCKTYPE,
  EAI_SYSTEM,
};

/** The errors of getaddrinfo(3) and getnameinfo(3), which are not errno's. */
export type GaiCode = keyof typeof codes;

/** An error of the resolver. */
export interface GaiError {
  readonly syscall: string;
  readonly code: GaiCode | `EAI_${number}`;
  /** The number, negative as in C. */
  readonly errno: number;
  /** gai_strerror(3) of the number, in the words of the libc: glibc's and musl's differ. */
  readonly message: string;
  /** The error of errno, for `EAI_SYSTEM`. */
  readonly cause?: SysError;
}

/** C's `struct addrinfo` as hints. Omitted fields are 0, which means any. */
export interface AddrInfoHints {
  /** `AI_PASSIVE`, `AI_ADDRCONFIG`, `AI_NUMERICHOST`, `AI_NUMERICSERV`, `AI_CANONNAME`, ..., or-ed. */
  readonly ai_flags?: number;
  /** `AF_UNSPEC`, `AF_INET` or `AF_INET6`. */
  readonly ai_family?: number;
  /** `SOCK_STREAM`, `SOCK_DGRAM`, ...; with 0, each address is returned once for each type (with musl not for `SOCK_RAW`). */
  readonly ai_socktype?: number;
  /** `IPPROTO_TCP`, `IPPROTO_UDP`, ... */
  readonly ai_protocol?: number;
}

/** C's `struct addrinfo` as an answer: the arguments of {@link socket} and of {@link connect} or {@link bind}. */
export interface AddrInfo {
  readonly ai_flags: number;
  readonly ai_family: Domain;
  readonly ai_socktype: number;
  readonly ai_protocol: number;
  readonly ai_addr: SockAddr;
  /** The official name, in the first answer, if `ai_flags` had `AI_CANONNAME`. musl gives it in every answer for a name, asked or not. */
  readonly ai_canonname: string | null;
}

/**
 * `int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res)`: getaddrinfo(3).
 * Turns names and numbers into addresses, in libc's order, which is the order to try them in. Not a syscall: it blocks while
 * libc reads files and queries name servers.
 *
 * @param node a host name or numeric address; null is the wildcard address with `AI_PASSIVE`, and the loopback address without
 * @param service a port number or a name in /etc/services; null or omitted leaves the port 0. glibc keeps the last 16 bits of a number
 *   over 65535: `'70000'` is port 4464, so check a port from a user. musl says `EAI_SERVICE`
 * @param hints the wanted family, type, protocol and flags; null or omitted is C's NULL
 * @returns the answers; nothing must be freed
 *
 * **Errors**, which are not errno's: `EAI_NONAME` no such host or service (or both are null); `EAI_AGAIN` the name server does not
 * answer now; `EAI_SERVICE` the service is not known for the socket type; `EAI_FAMILY`, `EAI_SOCKTYPE`, `EAI_BADFLAGS` a hint is invalid;
 * `EAI_ADDRFAMILY`, `EAI_NODATA` the host has no address of that family; `EAI_SYSTEM` see `cause`. musl says `EAI_SERVICE` instead of
 * `EAI_SOCKTYPE`, `EAI_NODATA` instead of `EAI_ADDRFAMILY` (before 1.2.4 `EAI_NONAME` instead of both), and `EAI_BADFLAGS` for `AI_IDN` and
 * `AI_CANONIDN`.
 *
 * **strace**: nothing of its own for numeric hosts; with `AI_ADDRCONFIG` a netlink socket (musl: UDP sockets), with names UDP to the name server
 *
 * @example
 * ```ts
 * import { getaddrinfo, SOCK_STREAM } from 'sys-socket';
 *
 * const found = getaddrinfo('127.0.0.1', '9000', { ai_socktype: SOCK_STREAM });
 * if (found.ok) for (const { ai_addr } of found.value) console.log(String(ai_addr)); // 127.0.0.1:9000
 * else console.log(found.error.message);
 * ```
 */
export function getaddrinfo(
  node: string | null,
  service: string | null = null,
  hints: AddrInfoHints | null = null,
): Result<AddrInfo[], GaiError> {
  return gai_answer(native.getaddrinfo(...gai_question(node, service, hints)));
}

/**
 * The arguments of the native function.
 *
 * @internal
 */
export function gai_question(
  node: string | null,
  service: string | null,
  hints: AddrInfoHints | null,
): Parameters<Native['getaddrinfo']> {
  if (hints !== null) check_object(hints, 'getaddrinfo: hints');
  const of = (name: keyof AddrInfoHints): number => (hints === null ? 0 : field(hints, name, 0));
  return [node, service, of('ai_flags'), of('ai_family'), of('ai_socktype'), of('ai_protocol')];
}

/**
 * The Result for what the native function returned.
 *
 * @internal
 */
export function gai_answer(found: number | NativeAddrInfo[]): Result<AddrInfo[], GaiError> {
  if (typeof found === 'number') return gai_refused('getaddrinfo', found);
  return ok(found.map((info) => ({ ...info, ai_family: as_domain(info.ai_family), ai_addr: sockaddr(info.ai_addr) })));
}

/**
 * `const char *gai_strerror(int errcode)`: gai_strerror(3). The text of an `EAI_` number, in the words of the libc: musl's is `Name does not
 * resolve` for the number below.
 *
 * @example
 * ```ts
 * import { EAI_NONAME, gai_strerror } from 'sys-socket';
 *
 * console.log(gai_strerror(EAI_NONAME)); // Name or service not known
 * ```
 */
export function gai_strerror(errcode: number): string {
  return native.gai_strerror(errcode);
}

/**
 * The error of a resolver call. `status` is an `EAI_` number, or errno (positive) for `EAI_SYSTEM`.
 *
 * @internal
 */
export function gai_refused(syscall: string, status: number): Err<GaiError> {
  const errno = status > 0 ? EAI_SYSTEM : status;
  const name = Object.entries(codes).find(([, number]) => number === errno)?.[0] ?? `EAI_${-errno}`;
  const error: GaiError = { syscall, code: name as GaiError['code'], errno, message: gai_strerror(errno) };
  return err(status > 0 ? { ...error, cause: errors_of(syscall)(-status).error } : error);
}
