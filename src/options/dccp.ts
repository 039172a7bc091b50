// Documentation/networking/dccp.rst. Linux 6.16 took the protocol out.

import { flag, int } from '../codec/struct.js';
import { SOL_DCCP } from '../level.js';
import { option } from './describe.js';
import { bytes, network_int, opaque } from './values.js';

/** The congestion controls that there are, a byte each. Linux 2.6.29 */
export const DCCP_SOCKOPT_AVAILABLE_CCIDS = option(SOL_DCCP, 'DCCP_SOCKOPT_AVAILABLE_CCIDS', opaque(64), 'r');
/** The congestion controls of both ways, a byte each, the best first. Linux 2.6.29 */
export const DCCP_SOCKOPT_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_CCID', opaque(64), 'w');
/** How large a packet may be. Linux 2.6.16 */
export const DCCP_SOCKOPT_GET_CUR_MPS = option(SOL_DCCP, 'DCCP_SOCKOPT_GET_CUR_MPS', bytes, 'r');
/** Which packets are sent first: 0 in order, 1 by priority. Linux 2.6.37 */
export const DCCP_SOCKOPT_QPOLICY_ID = option(SOL_DCCP, 'DCCP_SOCKOPT_QPOLICY_ID', int, 'rw');
/** How many packets may wait to be sent. Linux 2.6.37 */
export const DCCP_SOCKOPT_QPOLICY_TXQLEN = option(SOL_DCCP, 'DCCP_SOCKOPT_QPOLICY_TXQLEN', int, 'rw');
/** The least checksum coverage that is accepted. Linux 2.6.17 */
export const DCCP_SOCKOPT_RECV_CSCOV = option(SOL_DCCP, 'DCCP_SOCKOPT_RECV_CSCOV', int, 'rw');
/** The congestion control of what arrives. Linux 2.6.29 */
export const DCCP_SOCKOPT_RX_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_RX_CCID', int, 'rw');
/** How much of a packet the checksum covers. Linux 2.6.17 */
export const DCCP_SOCKOPT_SEND_CSCOV = option(SOL_DCCP, 'DCCP_SOCKOPT_SEND_CSCOV', int, 'rw');
/** The server stays in TIME_WAIT. Linux 2.6.25 */
export const DCCP_SOCKOPT_SERVER_TIMEWAIT = option(SOL_DCCP, 'DCCP_SOCKOPT_SERVER_TIMEWAIT', flag, 'rw');
/** The service code, which both sides must have. Linux 2.6.16 */
export const DCCP_SOCKOPT_SERVICE = option(SOL_DCCP, 'DCCP_SOCKOPT_SERVICE', network_int, 'rw');
/** The congestion control of what is sent. Linux 2.6.29 */
export const DCCP_SOCKOPT_TX_CCID = option(SOL_DCCP, 'DCCP_SOCKOPT_TX_CCID', int, 'rw');
