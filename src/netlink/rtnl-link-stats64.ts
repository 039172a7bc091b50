import { type Codec, struct } from '../codec/struct.js';

/** The counters of an interface: linux/if_link.h. Exact up to 2^53. */
export interface RtnlLinkStats64 {
  rx_packets: number;
  tx_packets: number;
  rx_bytes: number;
  tx_bytes: number;
  rx_errors: number;
  tx_errors: number;
  rx_dropped: number;
  tx_dropped: number;
  multicast: number;
  collisions: number;
  rx_length_errors: number;
  rx_over_errors: number;
  rx_crc_errors: number;
  rx_frame_errors: number;
  rx_fifo_errors: number;
  rx_missed_errors: number;
  tx_aborted_errors: number;
  tx_carrier_errors: number;
  tx_fifo_errors: number;
  tx_heartbeat_errors: number;
  tx_window_errors: number;
  rx_compressed: number;
  tx_compressed: number;
  /** Linux 4.6 */
  rx_nohandler?: number;
}

/** The codec of {@link RtnlLinkStats64}. */
export const rtnl_link_stats64: Codec<RtnlLinkStats64> = struct('rtnl_link_stats64');
