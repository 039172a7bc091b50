import { loop } from '../native.js';
import type { Result } from '../result.js';
import { type AddrInfo, type AddrInfoHints, type GaiError, gai_answer, gai_question } from '../sys/getaddrinfo.js';

/**
 * getaddrinfo(3), as a promise: libc asks on another thread (of libuv's pool, of which there are four unless `UV_THREADPOOL_SIZE` says
 * otherwise), so that the event loop goes on. The answers are in libc's order, as those of `getaddrinfo`.
 *
 * @param node a host name or numeric address; null is every interface with `AI_PASSIVE`, and loopback without
 * @param service a port number or a name of /etc/services; null, or left out, leaves the port 0
 * @param hints what is wanted; null, or left out, is C's NULL
 * @returns the answers
 *
 * **Errors**: those of `getaddrinfo`. libc cannot be stopped: there is no signal and no time, and a lookup that nobody waits for any
 * more keeps its thread until the name server has answered, or has not.
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
