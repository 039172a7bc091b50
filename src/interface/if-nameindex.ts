import { AF_UNSPEC } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import type { AskCode } from '../netlink/ask.js';
import { dump } from '../netlink/rtnl.js';
import { links } from '../netlink/rtnl-links.js';
import { ok, type Result } from '../result.js';

/** C's `struct if_nameindex`. */
export interface IfNameindex {
  readonly if_index: number;
  readonly if_name: string;
}

const refused = errors_of<'EINTR'>('if_nameindex');

/**
 * `struct if_nameindex *if_nameindex(void)`: if_nameindex(3). All network interfaces, including those without an address. It makes several
 * syscalls, as libc does: it sends a request on a netlink socket, and reads the answer to its end.
 *
 * @returns the interfaces. Unlike in C, nothing needs to be freed
 *
 * **Errors**: `EINTR` the interfaces changed during every attempt to list them; those of {@link socket}, {@link sendto} and {@link recvfrom}.
 *
 * **strace**: `sendto` of a `RTM_GETLINK` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { if_nameindex, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(if_nameindex())[0]); // { if_index: 1, if_name: 'lo' }
 * ```
 */
export function if_nameindex(): Result<IfNameindex[], SysError<AskCode>> {
  const found = dump(links, refused, AF_UNSPEC, undefined, 'if_nameindex');
  return found.ok
    ? ok(found.value.map(({ ifi_index, ifla_ifname = '' }) => ({ if_index: ifi_index, if_name: ifla_ifname })))
    : found;
}
