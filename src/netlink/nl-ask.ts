import { field } from '../codec/intrinsics.js';
import { check_bytes, check_integer, check_object } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { type AskCode, ask } from './ask.js';
import type { NlMessage } from './nlmsghdr.js';

/** What to ask the kernel, and what becomes of each message of its answer. */
export interface NlQuestion<T> {
  /** `NETLINK_ROUTE`, `NETLINK_SOCK_DIAG`, `NETLINK_GENERIC`, ... */
  readonly protocol: number;
  /** `RTM_GETRULE`, ...: nlmsg_type. */
  readonly type: number;
  /** `NLM_F_DUMP`, all there are; `NLM_F_ACK`, what is made or changed; or-ed. `NLM_F_REQUEST` is added. 0 unless given. */
  readonly flags?: number;
  /** What stands behind the header: a struct, and attributes that {@link encode_nlattr} made. */
  readonly payload: Uint8Array;
  /** Undefined for a message that is of no interest. Its payload is a view of a buffer that is used again. */
  readonly decode: (message: NlMessage) => T | undefined;
}

type Answered = 'EAFNOSUPPORT' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'ENODEV' | 'ENOENT' | 'EOPNOTSUPP' | 'EPERM';

const refused = errors_of<Answered>('nl_ask');

/**
 * Asks the kernel over netlink(7), and reads its answer to the end: to `NLMSG_DONE` of a dump, to the acknowledgement, or to the one
 * message. Several syscalls. It believes the kernel alone, drops what answers another question, and asks again when the answer changed
 * while it was given (`NLM_F_DUMP_INTR`) or did not fit.
 *
 * @param question what to ask
 * @param fd a netlink socket to ask on, that is in no group, for those who ask again and again. Left out, one is made and closed again.
 * @returns what `decode` gave, in the kernel's order
 *
 * **Errors**: what the kernel answers with: `EPERM` a change without CAP_NET_ADMIN, `EINVAL` a request that it does not understand,
 * `EOPNOTSUPP` a type that it does not know, ...; `EINTR` the answer changed each time that it was given, ten times; `EAFNOSUPPORT` fd
 * is no netlink socket; `EBUSY` an answer on it was not read to its end; and those of {@link socket}, {@link sendto} and
 * {@link recvfrom}.
 *
 * **strace**: `sendto` of the message, and `recvfrom` until the answer ends
 *
 * @example
 * ```ts
 * import { IFLA_IFNAME, ifinfomsg, NETLINK_ROUTE, nl_ask, nlattrs, RTM_GETLINK, text, unwrap } from 'sys-socket';
 *
 * // One interface, by its index.
 * const which = { ifi_family: 0, ifi_type: 0, ifi_index: 1, ifi_flags: 0, ifi_change: 0 };
 * const [name] = unwrap(nl_ask({
 *   protocol: NETLINK_ROUTE,
 *   type: RTM_GETLINK,
 *   payload: ifinfomsg.encode(which, 'RTM_GETLINK'),
 *   decode: ({ payload }) => text(16).decode(nlattrs(payload, ifinfomsg.size).get(IFLA_IFNAME) ?? new Uint8Array(0)),
 * }));
 * console.log(name); // lo
 * ```
 */
export function nl_ask<T>(question: NlQuestion<T>, fd?: Fd): Result<T[], SysError<Answered | AskCode>> {
  check_object(question, 'nl_ask: question');
  const protocol = field(question, 'protocol');
  const type = field(question, 'type');
  const flags = field(question, 'flags', 0);
  const payload = field(question, 'payload');
  const decode = field(question, 'decode');
  check_integer(type, 0, 0xffff, 'nl_ask: type');
  check_integer(flags, 0, 0xffff, 'nl_ask: flags');
  check_bytes(payload, 'nl_ask: payload');
  if (typeof decode !== 'function') throw new TypeError(`nl_ask: decode must be a function, got ${typeof decode}`);
  return ask({ protocol, type, flags, payload, refused, decode }, fd);
}
