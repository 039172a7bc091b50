// Documentation/networking/dccp.rst. Linux 6.16 removed the protocol.

import { flag, int } from '../codec/struct.js';
import { SOL_DCCP } from '../level.js';
import { option } from './describe.js';
import { bytes, network_int, opaque } from './values.js';

/** The available congestion control IDs, one byte each. Linux 2.6.29 */
export const DCCP_SOCKOPT_AVAILABLE_CCIDS = option(SOL_DCCP, 'DCCP_SOCKOPT_AVAILABLE_CCIDS', opaque(64), 'r');
/** The congestion control IDs for both directions, one byte each, in order of preference. Linux 2.6.29 */
export const DCCP_SOCKOPT_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_CCID', opaque(64), 'w');
/** The maximum packet size. Linux 2.6.16 */
export const DCCP_SOCKOPT_GET_CUR_MPS = option(SOL_DCCP, 'DCCP_SOCKOPT_GET_CUR_MPS', bytes, 'r');
/** The queueing policy: 0 in order, 1 by priority. Linux 2.6.37 */
export const DCCP_SOCKOPT_QPOLICY_ID = option(SOL_DCCP, 'DCCP_SOCKOPT_QPOLICY_ID', int, 'rw');
/** The maximum length of the send queue, packets. Linux 2.6.37 */
export const DCCP_SOCKOPT_QPOLICY_TXQLEN = option(SOL_DCCP, 'DCCP_SOCKOPT_QPOLICY_TXQLEN', int, 'rw');
/** The minimum checksum coverage that is accepted. Linux 2.6.17 */
export const DCCP_SOCKOPT_RECV_CSCOV = option(SOL_DCCP, 'DCCP_SOCKOPT_RECV_CSCOV', int, 'rw');
/** The congestion control ID for received packets. Linux 2.6.29 */
export const DCCP_SOCKOPT_RX_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_RX_CCID', int, 'rw');
/** The checksum coverage of sent packets. Linux 2.6.17 */
export const DCCP_SOCKOPT_SEND_CSCOV = option(SOL_DCCP, 'DCCP_SOCKOPT_SEND_CSCOV', int, 'rw');
/** The server, not the client, holds the connection in TIME_WAIT. Linux 2.6.25 */
export const DCCP_SOCKOPT_SERVER_TIMEWAIT = option(SOL_DCCP, 'DCCP_SOCKOPT_SERVER_TIMEWAIT', flag, 'rw');
/** The service code. Both ends must use the same one. Linux 2.6.16 */
export const DCCP_SOCKOPT_SERVICE = option(SOL_DCCP, 'DCCP_SOCKOPT_SERVICE', network_int, 'rw');
/** The congestion control ID for sent packets. Linux 2.6.29 */
export const DCCP_SOCKOPT_TX_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_TX_CCID', int, 'rw');
