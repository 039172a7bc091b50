// Documentation/networking/can.rst: sockets of CAN_RAW
import { uint32 } from '../codec/integer.js';
import { type Codec, flag, list, struct } from '../codec/struct.js';
import { SOL_CAN_RAW } from '../level.js';
import { option } from './describe.js';

/** Accepts a frame whose identifier equals `can_id` in all bits that are set in `can_mask`. */
export interface CanFilter {
  /** The identifier. `CAN_INV_FILTER` or-ed into it inverts the filter. */
  can_id: number;
  can_mask: number;
}

/** The codec of {@link CanFilter}. */
export const can_filter: Codec<CanFilter> = struct('can_filter');

/** CAN_RAW_FILTER_MAX */
const filter_max = 512;

/** The error frames to receive; `CAN_ERR_MASK` of linux/can/error.h is all of them. Linux 2.6.25 */
export const CAN_RAW_ERR_FILTER = option(SOL_CAN_RAW, 'CAN_RAW_ERR_FILTER', uint32, 'rw');
/** Allows CAN FD frames, which have up to 64 bytes. Linux 3.6 */
export const CAN_RAW_FD_FRAMES = option(SOL_CAN_RAW, 'CAN_RAW_FD_FRAMES', flag, 'rw');
/** The filters. A frame arrives if it passes one of them. Linux 2.6.25 */
export const CAN_RAW_FILTER = option(SOL_CAN_RAW, 'CAN_RAW_FILTER', list(can_filter, filter_max), 'rw');
/** A frame arrives only if it passes all filters. Linux 4.1 */
export const CAN_RAW_JOIN_FILTERS = option(SOL_CAN_RAW, 'CAN_RAW_JOIN_FILTERS', flag, 'rw');
/** Loops sent frames back to the other sockets on this machine. Linux 2.6.25 */
export const CAN_RAW_LOOPBACK = option(SOL_CAN_RAW, 'CAN_RAW_LOOPBACK', flag, 'rw');
/** Loops sent frames back to this socket too. Linux 2.6.25 */
export const CAN_RAW_RECV_OWN_MSGS = option(SOL_CAN_RAW, 'CAN_RAW_RECV_OWN_MSGS', flag, 'rw');
