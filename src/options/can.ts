// Documentation/networking/can.rst: sockets of CAN_RAW
import { uint32 } from '../codec/integer.js';
import { type Codec, flag, list, struct } from '../codec/struct.js';
import { SOL_CAN_RAW } from '../level.js';
import { option } from './describe.js';

/** Lets a frame through when its identifier and this one are the same where the mask has ones. */
export interface CanFilter {
  /** With `CAN_INV_FILTER` or-ed into it: when they are not the same. */
  can_id: number;
  can_mask: number;
}

/** The codec of {@link CanFilter}. */
export const can_filter: Codec<CanFilter> = struct('can_filter');

/** CAN_RAW_FILTER_MAX */
const filter_max = 512;

/** Which frames of errors arrive: `CAN_ERR_MASK` of linux/can/error.h for all. Linux 2.6.25 */
export const CAN_RAW_ERR_FILTER = option(SOL_CAN_RAW, 'CAN_RAW_ERR_FILTER', uint32, 'rw');
/** Frames may be of CAN FD, with 64 bytes. Linux 3.6 */
export const CAN_RAW_FD_FRAMES = option(SOL_CAN_RAW, 'CAN_RAW_FD_FRAMES', flag, 'rw');
/** Which frames arrive: any of these lets one through. Linux 2.6.25 */
export const CAN_RAW_FILTER = option(SOL_CAN_RAW, 'CAN_RAW_FILTER', list(can_filter, filter_max), 'rw');
/** A frame must pass all of the filters. Linux 4.1 */
export const CAN_RAW_JOIN_FILTERS = option(SOL_CAN_RAW, 'CAN_RAW_JOIN_FILTERS', flag, 'rw');
/** Frames that are sent go to other sockets of this machine too. Linux 2.6.25 */
export const CAN_RAW_LOOPBACK = option(SOL_CAN_RAW, 'CAN_RAW_LOOPBACK', flag, 'rw');
/** Frames that are sent come back to this socket too. Linux 2.6.25 */
export const CAN_RAW_RECV_OWN_MSGS = option(SOL_CAN_RAW, 'CAN_RAW_RECV_OWN_MSGS', flag, 'rw');
