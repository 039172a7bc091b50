// The options of AF_XDP: Documentation/networking/af_xdp.rst

import { type Codec, struct } from '../codec/struct.js';
import { SOL_XDP } from '../level.js';
import { option } from './describe.js';

/** The offsets of the parts of a ring, for mmap(2): bytes from its start. */
export interface XdpRingOffset {
  producer: number;
  consumer: number;
  desc: number;
  flags: number;
}

/** The offsets of the four rings: receive (`rx`), transmit (`tx`), fill (`fr`) and completion (`cr`). */
export interface XdpMmapOffsets {
  rx: XdpRingOffset;
  tx: XdpRingOffset;
  fr: XdpRingOffset;
  cr: XdpRingOffset;
}

/** Error counts. */
export interface XdpStatistics {
  rx_dropped: number;
  rx_invalid_descs: number;
  tx_invalid_descs: number;
  /** Linux 5.9 */
  rx_ring_full?: number;
  /** Linux 5.9 */
  rx_fill_ring_empty_descs?: number;
  /** Linux 5.9 */
  tx_ring_empty_descs?: number;
}

/** How the socket is bound. */
export interface XdpOptions {
  /** `XDP_OPTIONS_ZEROCOPY` */
  flags: number;
}

/** The codec of {@link XdpRingOffset}. */
export const xdp_ring_offset: Codec<XdpRingOffset> = struct('xdp_ring_offset');
/** The codec of {@link XdpMmapOffsets}. */
export const xdp_mmap_offsets: Codec<XdpMmapOffsets> = struct('xdp_mmap_offsets', {
  rx: xdp_ring_offset,
  tx: xdp_ring_offset,
  fr: xdp_ring_offset,
  cr: xdp_ring_offset,
});
/** The codec of {@link XdpStatistics}. */
export const xdp_statistics: Codec<XdpStatistics> = struct('xdp_statistics');
/** The codec of {@link XdpOptions}. */
export const xdp_options: Codec<XdpOptions> = struct('xdp_options');

// Not here: XDP_UMEM_REG, whose value contains a pointer to which packets are written, and XDP_RX_RING, XDP_TX_RING, XDP_UMEM_FILL_RING and
// XDP_UMEM_COMPLETION_RING, which are useful only with mmap(2). setsockopt refuses them.

/** The offsets of the parts of the rings. Linux 4.18 */
export const XDP_MMAP_OFFSETS = option(SOL_XDP, 'XDP_MMAP_OFFSETS', xdp_mmap_offsets, 'r');
/** Whether the socket is bound with zero copy. Linux 5.3 */
export const XDP_OPTIONS = option(SOL_XDP, 'XDP_OPTIONS', xdp_options, 'r');
/** Error counts. Linux 4.18 */
export const XDP_STATISTICS = option(SOL_XDP, 'XDP_STATISTICS', xdp_statistics, 'r');
