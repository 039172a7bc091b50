// Transparent inter-process communication: linux/tipc.h
import { uint32 } from '../codec/integer.js';
import { type Codec, flag, struct } from '../codec/struct.js';
import { SOL_TIPC } from '../level.js';
import { option } from './describe.js';
import { opaque } from './values.js';

/** A group, and the membership of this socket. */
export interface TipcGroupReq {
  /** The service type of the group. */
  type: number;
  /** The instance of this member. */
  instance: number;
  /** `TIPC_CLUSTER_SCOPE` or `TIPC_NODE_SCOPE`. */
  scope: number;
  /** `TIPC_GROUP_LOOPBACK`, `TIPC_GROUP_MEMBER_EVTS`, or-ed. */
  flags: number;
}

/** The codec of {@link TipcGroupReq}. */
export const tipc_group_req: Codec<TipcGroupReq> = struct('tipc_group_req');

/** An option that is set without a value. */
const nothing = opaque(0);

/** The timeout of connect(2), in milliseconds. Linux 2.6.16 */
export const TIPC_CONN_TIMEOUT = option(SOL_TIPC, 'TIPC_CONN_TIMEOUT', uint32, 'rw');
/** Messages that cannot be delivered are discarded, not returned. Linux 2.6.16 */
export const TIPC_DEST_DROPPABLE = option(SOL_TIPC, 'TIPC_DEST_DROPPABLE', uint32, 'rw');
/** Joins a group. Linux 4.15 */
export const TIPC_GROUP_JOIN = option(SOL_TIPC, 'TIPC_GROUP_JOIN', tipc_group_req, 'rw');
/** Leaves the group. The value is empty. Linux 4.15 */
export const TIPC_GROUP_LEAVE = option(SOL_TIPC, 'TIPC_GROUP_LEAVE', nothing, 'w');
/**
 * The importance of sent messages: `TIPC_LOW_IMPORTANCE` to `TIPC_CRITICAL_IMPORTANCE`. Under congestion, the least important are discarded
 * first. Linux 2.6.16
 */
export const TIPC_IMPORTANCE = option(SOL_TIPC, 'TIPC_IMPORTANCE', uint32, 'rw');
/** Sends to groups by broadcast. The value is empty. Linux 4.12 */
export const TIPC_MCAST_BROADCAST = option(SOL_TIPC, 'TIPC_MCAST_BROADCAST', nothing, 'w');
/** Sends to the members of groups one by one. The value is empty. Linux 4.12 */
export const TIPC_MCAST_REPLICAST = option(SOL_TIPC, 'TIPC_MCAST_REPLICAST', nothing, 'w');
/** Sends each message at once. Linux 5.5 */
export const TIPC_NODELAY = option(SOL_TIPC, 'TIPC_NODELAY', flag, 'rw');
/** The number of messages that wait on the node; always 0 today. Linux 2.6.16 */
export const TIPC_NODE_RECVQ_DEPTH = option(SOL_TIPC, 'TIPC_NODE_RECVQ_DEPTH', uint32, 'r');
/** The number of messages that wait on the socket. Linux 2.6.16 */
export const TIPC_SOCK_RECVQ_DEPTH = option(SOL_TIPC, 'TIPC_SOCK_RECVQ_DEPTH', uint32, 'r');
/** The number of bytes that wait on the socket. Linux 4.17 */
export const TIPC_SOCK_RECVQ_USED = option(SOL_TIPC, 'TIPC_SOCK_RECVQ_USED', uint32, 'r');
/** Messages may be discarded when the link is congested. Linux 2.6.16 */
export const TIPC_SRC_DROPPABLE = option(SOL_TIPC, 'TIPC_SRC_DROPPABLE', uint32, 'rw');
