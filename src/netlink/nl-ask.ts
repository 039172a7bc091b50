import { field } from '../codec/intrinsics.js';
import { check_bytes, check_integer, check_object } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { type AskCode, ask } from './ask.js';
import type { NlMessage } from './nlmsghdr.js';

/** A request to the kernel, and how to decode the messages of the answer. */
export interface NlQuestion<T> {
  /** `NETLINK_ROUTE`, `NETLINK_SOCK_DIAG`, `NETLINK_GENERIC`, ... */
  readonly protocol: number;
  /** The message type, nlmsg_type: `RTM_GETRULE`, ... */
  readonly type: number;
  /** `NLM_F_DUMP` to list all objects, `NLM_F_ACK` to create or change one, or-ed; default 0. `NLM_F_REQUEST` is added. */
  readonly flags?: number;
  /** The bytes after the header: a struct, and attributes made by {@link encode_nlattr}. */
  readonly payload: Uint8Array;
  /** Decodes a message of the answer; returns undefined to skip it. The payload is a view of a buffer that is reused. */
  readonly decode: (message: NlMessage) => T | undefined;
}

type Answered = 'EAFNOSUPPORT' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'ENODEV' | 'ENOENT' | 'EOPNOTSUPP' | 'EPERM';

const refused = errors_of<Answered>('nl_ask');

/**
 * Sends a request to the kernel over netlink(7), and reads the answer to its end: `NLMSG_DONE` of a dump, the acknowledgment, or the single
 * message. It makes several syscalls. It accepts messages from the kernel only, drops answers to other requests, and repeats the request if
 * the answer changed while it was read (`NLM_F_DUMP_INTR`) or did not fit.
 *
 * @param question the request
 * @param fd a netlink socket that is in no group, to be used for many requests. If omitted, a socket is created and closed again.
 * @returns the values that `decode` returned, in the kernel's order
 *
 * **Errors**: those in the kernel's answer: `EPERM` a change without CAP_NET_ADMIN, `EINVAL` an invalid request, `EOPNOTSUPP` an unknown
 * type, ...; `EINTR` the answer changed while it was read, in ten attempts; `EAFNOSUPPORT` `fd` is not a netlink socket; `EBUSY` an earlier
 * answer on `fd` was not read to its end; and those of {@link socket}, {@link sendto} and {@link recvfrom}.
 *
 * **strace**: `sendto` with the message, and `recvfrom` until the answer ends
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
