import { check_bytes, check_integer } from '../codec/check.js';
import { length_of } from '../codec/intrinsics.js';
import { SockAddr } from './address.js';
import { storage } from './layout.js';

/**
 * An address of any family from its bytes, which are copied. They begin with the family in host byte order, as in `struct sockaddr`.
 *
 * @example
 * ```ts
 * import { sockaddr, sockaddr_in } from 'sys-socket';
 *
 * console.log(String(sockaddr(sockaddr_in('127.0.0.1', 80).bytes))); // 127.0.0.1:80
 * ```
 */
export function sockaddr(bytes: Uint8Array): SockAddr {
  check_bytes(bytes, 'sockaddr: bytes');
  const length = length_of(bytes);
  const made = new SockAddr(length, length);
  made.bytes.set(bytes);
  return made;
}

/**
 * An empty, reusable address for the kernel to fill: {@link accept}, {@link recvfrom}, {@link getsockname}.
 *
 * @param capacity the size of the buffer in bytes, by default `sizeof(struct sockaddr_storage)`, which fits every address
 *
 * @example
 * ```ts
 * import { sockaddr_storage } from 'sys-socket';
 *
 * const peer = sockaddr_storage();
 * console.log(peer.length); // 0 (until a call fills it)
 * ```
 */
export function sockaddr_storage(capacity: number = storage.size): SockAddr {
  check_integer(capacity, 0, 0xffff, 'sockaddr_storage: capacity');
  return new SockAddr(capacity, 0);
}
