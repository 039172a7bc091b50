import { loop } from '../native.js';
import type { Result } from '../result.js';
import { type AddrInfo, type AddrInfoHints, type GaiError, gai_answer, gai_question } from '../sys/getaddrinfo.js';

/**
 * getaddrinfo(3), as a promise. The lookup runs on a thread of libuv's pool (four threads, unless `UV_THREADPOOL_SIZE` says otherwise), so
 * that the event loop continues. The answers are in libc's order, as from `getaddrinfo`.
 *
 * @param node a host name or numeric address; null is the wildcard address with `AI_PASSIVE`, and the loopback address without
 * @param service a port number or a name in /etc/services; null or omitted leaves the port 0
 * @param hints the wanted family, type, protocol and flags; null or omitted is C's NULL
 * @returns the answers
 *
 * **Errors**: those of `getaddrinfo`. A lookup in libc cannot be stopped, so there is no signal and no timeout: it occupies its thread until
 * the name server answers or libc gives up.
 *
 * **strace**: as `getaddrinfo`, on a thread of its own
 *
 * @example
 * ```ts
 * import { SOCK_STREAM, unwrap } from 'sys-socket';
 * import { getaddrinfo } from 'sys-socket/promises';
 *
 * const found = unwrap(await getaddrinfo('127.0.0.1', '9000', { ai_socktype: SOCK_STREAM }));
 * console.log(String(found[0]?.ai_addr)); // 127.0.0.1:9000
 * ```
 */
export async function getaddrinfo(
  node: string | null,
  service: string | null = null,
  hints: AddrInfoHints | null = null,
): Promise<Result<AddrInfo[], GaiError>> {
  return gai_answer(await loop.getaddrinfo(...gai_question(node, service, hints)));
}
