// netlink(7)
import { uint32 } from '../codec/integer.js';
import { flag, int, list } from '../codec/struct.js';
import { SOL_NETLINK } from '../level.js';
import { option } from './describe.js';

// Not here: NETLINK_RX_RING and NETLINK_TX_RING, which Linux 4.6 removed.

/** Joins a group, named by its number, not by its bit in `nl_groups`. Linux 2.6.14 */
export const NETLINK_ADD_MEMBERSHIP = option(SOL_NETLINK, 'NETLINK_ADD_MEMBERSHIP', int, 'w');
/** Sending to a group fails if the receive buffer of one of its sockets is full. Linux 2.6.30 */
export const NETLINK_BROADCAST_ERROR = option(SOL_NETLINK, 'NETLINK_BROADCAST_ERROR', flag, 'rw');
/** An acknowledgment of a failure leaves out the payload of the message that failed. Linux 4.3 */
export const NETLINK_CAP_ACK = option(SOL_NETLINK, 'NETLINK_CAP_ACK', flag, 'rw');
/** Leaves a group, named by its number. Linux 2.6.14 */
export const NETLINK_DROP_MEMBERSHIP = option(SOL_NETLINK, 'NETLINK_DROP_MEMBERSHIP', int, 'w');
/** Acknowledgments include an error message as text. Linux 4.12 */
export const NETLINK_EXT_ACK = option(SOL_NETLINK, 'NETLINK_EXT_ACK', flag, 'rw');
/** The kernel checks dump requests strictly, and filters by their fields. Linux 4.20 */
export const NETLINK_GET_STRICT_CHK = option(SOL_NETLINK, 'NETLINK_GET_STRICT_CHK', flag, 'rw');
/** Receives messages from all network namespaces that have an ID in this one. Needs CAP_NET_BROADCAST. Linux 4.2 */
export const NETLINK_LISTEN_ALL_NSID = option(SOL_NETLINK, 'NETLINK_LISTEN_ALL_NSID', flag, 'rw');
/** The joined groups, a bit for each: group 1 is bit 0 of the first number, group 33 bit 0 of the second, ... Linux 4.2 */
export const NETLINK_LIST_MEMBERSHIPS = option(SOL_NETLINK, 'NETLINK_LIST_MEMBERSHIPS', list(uint32, 32), 'r');
/** Drops messages silently if the receive buffer is full. Linux 2.6.30 */
export const NETLINK_NO_ENOBUFS = option(SOL_NETLINK, 'NETLINK_NO_ENOBUFS', flag, 'rw');
/** Received messages carry the group that they were sent to. Linux 2.6.14 */
export const NETLINK_PKTINFO = option(SOL_NETLINK, 'NETLINK_PKTINFO', flag, 'rw');
