// packet(7)

import { part } from '../codec/intrinsics.js';
import {
  type Codec,
  check_bytes,
  check_integer,
  check_object,
  flag,
  int,
  read_field,
  struct,
  write_field,
} from '../codec/struct.js';
import { field_of, layout, offset_of } from '../headers.js';
import { SOL_PACKET } from '../level.js';
import { also_cmsg, option } from './describe.js';

/** C's `struct packet_mreq`: the frames that the interface receives in addition to those for this host. */
export interface PacketMreq {
  readonly mr_ifindex: number;
  /** `PACKET_MR_PROMISC`, `PACKET_MR_ALLMULTI`, or, with an address, `PACKET_MR_MULTICAST`, `PACKET_MR_UNICAST`. */
  readonly mr_type: number;
  /** The hardware address, `mr_alen` bytes; omitted for the types that have none. */
  readonly mr_address?: Uint8Array;
}

/** C's `struct tpacket_stats`: counts since the last read. */
export interface TpacketStats {
  /** Received frames, including dropped ones. */
  tp_packets: number;
  /** Frames that were dropped because the buffer was full. */
  tp_drops: number;
  /** The number of times that the ring was full. Only with `TPACKET_V3`. */
  tp_freeze_q_cnt?: number;
}

/** C's `struct fanout_args`: a group of sockets that share the frames. */
export interface FanoutArgs {
  /** The ID of the group. */
  id: number;
  /** `PACKET_FANOUT_HASH`, ..., or-ed with flags. */
  type_flags: number;
  /** The maximum number of sockets; 0 means 256. */
  max_num_members: number;
}

/** C's `struct tpacket_rollover_stats`: the counts of a fanout group with `PACKET_FANOUT_FLAG_ROLLOVER`. */
export interface TpacketRolloverStats {
  tp_all: number;
  tp_huge: number;
  tp_failed: number;
}

/** C's `struct tpacket_auxdata`: metadata of a frame. */
export interface TpacketAuxdata {
  /** `TP_STATUS_CSUMNOTREADY`, `TP_STATUS_VLAN_VALID`, ..., or-ed. */
  tp_status: number;
  /** The length of the frame. */
  tp_len: number;
  /** The captured length: the number of bytes that the filter kept. */
  tp_snaplen: number;
  /** The offset of the link-layer header. */
  tp_mac: number;
  /** The offset of the network-layer header. */
  tp_net: number;
  tp_vlan_tci: number;
  tp_vlan_tpid: number;
}

const mreq = {
  size: layout('packet_mreq').size,
  ifindex: field_of('packet_mreq', 'mr_ifindex'),
  type: field_of('packet_mreq', 'mr_type'),
  alen: field_of('packet_mreq', 'mr_alen'),
  address: offset_of('packet_mreq', 'mr_address'),
};
/** MAX_ADDR_LEN of linux/netdevice.h: a longer address makes the struct longer. */
const longest_address = 32;

/** The codec of {@link PacketMreq}. */
export const packet_mreq: Codec<PacketMreq> = {
  size: mreq.size,
  encode(value, where) {
    check_object(value, where);
    const { mr_ifindex, mr_type, mr_address = new Uint8Array(0) } = value;
    check_bytes(mr_address, `${where}.mr_address`);
    check_integer(mr_address.length, 0, longest_address, `${where}.mr_alen`);
    const bytes = new Uint8Array(Math.max(mreq.size, mreq.address + mr_address.length));
    write_field(bytes, mreq.ifindex, mr_ifindex, `${where}.mr_ifindex`);
    write_field(bytes, mreq.type, mr_type, `${where}.mr_type`);
    write_field(bytes, mreq.alen, mr_address.length, `${where}.mr_alen`);
    bytes.set(mr_address, mreq.address);
    return bytes;
  },
  decode(bytes) {
    check_bytes(bytes, 'packet_mreq: bytes');
    const read = (field: typeof mreq.type) => read_field(bytes, field) ?? 0;
    const mr_address = new Uint8Array(part(bytes, mreq.address, mreq.address + read(mreq.alen)));
    return { mr_ifindex: read(mreq.ifindex), mr_type: read(mreq.type), mr_address };
  },
};
/** The codec of {@link TpacketStats}. */
export const tpacket_stats: Codec<TpacketStats> = struct('tpacket_stats_v3');
/** The codec of {@link FanoutArgs}. */
export const fanout_args: Codec<FanoutArgs> = struct('fanout_args');
/** Reads as an int, is set as an int or a struct. */
const fanout: Codec<number, number | FanoutArgs> = {
  ...int,
  encode: (value, where) => (typeof value === 'object' ? fanout_args.encode(value, where) : int.encode(value, where)),
};
/** The codec of {@link TpacketRolloverStats}. */
export const tpacket_rollover_stats: Codec<TpacketRolloverStats> = struct('tpacket_rollover_stats');
/** The codec of {@link TpacketAuxdata}. */
export const tpacket_auxdata: Codec<TpacketAuxdata> = struct('tpacket_auxdata');

// Not here: PACKET_HDRLEN, which is for rings; PACKET_RX_RING and PACKET_TX_RING, which allocate as much memory as their value says and are
// useful only with mmap(2); and PACKET_FANOUT_DATA, whose value contains a pointer. setsockopt refuses the last three.

/** Receives frames that are not for this host: promiscuous mode, multicast, ... */
export const PACKET_ADD_MEMBERSHIP = option(SOL_PACKET, 'PACKET_ADD_MEMBERSHIP', packet_mreq, 'w');
/** Received frames carry a control message with a `struct tpacket_auxdata`. Linux 2.6.21 */
export const PACKET_AUXDATA = also_cmsg(
  option(SOL_PACKET, 'PACKET_AUXDATA', flag, 'rw'),
  SOL_PACKET,
  tpacket_auxdata,
  'r',
);
/** A frame longer than this many bytes is queued whole on the socket, and the ring holds only its beginning. */
export const PACKET_COPY_THRESH = option(SOL_PACKET, 'PACKET_COPY_THRESH', int, 'w');
/** Undoes {@link PACKET_ADD_MEMBERSHIP}. */
export const PACKET_DROP_MEMBERSHIP = option(SOL_PACKET, 'PACKET_DROP_MEMBERSHIP', packet_mreq, 'w');
/**
 * Joins a fanout group, whose sockets share the frames: the group's ID in the low 16 bits, `PACKET_FANOUT_HASH` or another mode in the high
 * 16 bits. A {@link FanoutArgs} (since Linux 5.11) also limits the number of sockets. Linux 3.1
 */
export const PACKET_FANOUT = option(SOL_PACKET, 'PACKET_FANOUT', fanout, 'rw');
/** Does not receive frames that this host sends. Linux 4.20 */
export const PACKET_IGNORE_OUTGOING = option(SOL_PACKET, 'PACKET_IGNORE_OUTGOING', flag, 'rw');
/** The transmit ring skips malformed frames instead of stopping at them. Linux 2.6.31 */
export const PACKET_LOSS = option(SOL_PACKET, 'PACKET_LOSS', flag, 'rw');
/** Addresses name the interface on which the frame arrived, not the bond or bridge above it. Linux 2.6.25 */
export const PACKET_ORIGDEV = option(SOL_PACKET, 'PACKET_ORIGDEV', flag, 'rw');
/** Sent frames bypass the queues of traffic control. Linux 3.14 */
export const PACKET_QDISC_BYPASS = option(SOL_PACKET, 'PACKET_QDISC_BYPASS', flag, 'rw');
/** Bytes that the ring reserves before each frame. Linux 2.6.27 */
export const PACKET_RESERVE = option(SOL_PACKET, 'PACKET_RESERVE', int, 'rw');
/** The number of times that the fanout group passed a frame on to the next socket. Linux 4.1 */
export const PACKET_ROLLOVER_STATS = option(SOL_PACKET, 'PACKET_ROLLOVER_STATS', tpacket_rollover_stats, 'r');
/** The numbers of received and dropped frames since the last read. */
export const PACKET_STATISTICS = option(SOL_PACKET, 'PACKET_STATISTICS', tpacket_stats, 'r');
/** The source of a ring's timestamps: `SOF_TIMESTAMPING_RAW_HARDWARE`, or 0 for the kernel's. Linux 2.6.36 */
export const PACKET_TIMESTAMP = option(SOL_PACKET, 'PACKET_TIMESTAMP', int, 'rw');
/** Frames of the transmit ring state the offset of their data. Linux 3.8 */
export const PACKET_TX_HAS_OFF = option(SOL_PACKET, 'PACKET_TX_HAS_OFF', flag, 'rw');
/** The layout of the rings: 0 is `TPACKET_V1`, 1 `TPACKET_V2`, 2 `TPACKET_V3`. Linux 2.6.27 */
export const PACKET_VERSION = option(SOL_PACKET, 'PACKET_VERSION', int, 'rw');
/** Each frame begins with a `struct virtio_net_hdr`. Linux 2.6.34 */
export const PACKET_VNET_HDR = option(SOL_PACKET, 'PACKET_VNET_HDR', flag, 'rw');
