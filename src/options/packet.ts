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
import { SOL_PACKET } from '../level.js';
import { field_of, layout, offset_of } from '../native.js';
import { also_cmsg, option } from './describe.js';

/** C's `struct packet_mreq`: which frames that are not for this host arrive all the same. */
export interface PacketMreq {
  readonly mr_ifindex: number;
  /** `PACKET_MR_PROMISC`, `PACKET_MR_ALLMULTI`, or, with an address, `PACKET_MR_MULTICAST`, `PACKET_MR_UNICAST`. */
  readonly mr_type: number;
  /** The hardware address, `mr_alen` bytes; none for the whole interface. */
  readonly mr_address?: Uint8Array;
}

/** C's `struct tpacket_stats`: since it was read last. */
export interface TpacketStats {
  /** Frames that arrived, the dropped ones among them. */
  tp_packets: number;
  /** Frames for which there was no room. */
  tp_drops: number;
  /** How often the ring was full. Of `TPACKET_V3` alone. */
  tp_freeze_q_cnt?: number;
}

/** C's `struct fanout_args`: a group of sockets that share the frames. */
export interface FanoutArgs {
  /** The group's number. */
  id: number;
  /** `PACKET_FANOUT_HASH`, ..., with the flags or-ed in. */
  type_flags: number;
  /** How many sockets may join, at most: 0 is 256. */
  max_num_members: number;
}

/** C's `struct tpacket_rollover_stats`: of a fanout group by `PACKET_FANOUT_FLAG_ROLLOVER`. */
export interface TpacketRolloverStats {
  tp_all: number;
  tp_huge: number;
  tp_failed: number;
}

/** C's `struct tpacket_auxdata`: what is known of a frame beside its bytes. */
export interface TpacketAuxdata {
  /** `TP_STATUS_CSUMNOTREADY`, `TP_STATUS_VLAN_VALID`, ..., or-ed. */
  tp_status: number;
  /** How long the frame was. */
  tp_len: number;
  /** How much of it the filter let through. */
  tp_snaplen: number;
  /** Where the link layer's header begins. */
  tp_mac: number;
  /** Where the network layer's header begins. */
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
/** MAX_ADDR_LEN of linux/netdevice.h: with a longer address the struct is as much longer. */
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
/** Read as an int, set as that or as the struct. */
const fanout: Codec<number, number | FanoutArgs> = {
  ...int,
  encode: (value, where) => (typeof value === 'object' ? fanout_args.encode(value, where) : int.encode(value, where)),
};
/** The codec of {@link TpacketRolloverStats}. */
export const tpacket_rollover_stats: Codec<TpacketRolloverStats> = struct('tpacket_rollover_stats');
/** The codec of {@link TpacketAuxdata}. */
export const tpacket_auxdata: Codec<TpacketAuxdata> = struct('tpacket_auxdata');

// Not here: PACKET_HDRLEN, which tells of rings, PACKET_RX_RING and PACKET_TX_RING, which take as much memory as their value says and
// are of use with mmap(2) only, and PACKET_FANOUT_DATA, whose value holds an address; setsockopt refuses these three.

/** Let frames arrive that are not for this host. */
export const PACKET_ADD_MEMBERSHIP = option(SOL_PACKET, 'PACKET_ADD_MEMBERSHIP', packet_mreq, 'w');
/** Each frame brings a `struct tpacket_auxdata`. That is the control message. Linux 2.6.21 */
export const PACKET_AUXDATA = also_cmsg(
  option(SOL_PACKET, 'PACKET_AUXDATA', flag, 'rw'),
  SOL_PACKET,
  tpacket_auxdata,
  'r',
);
/** A frame longer than this many bytes is queued whole on the socket, and the ring gets its beginning. */
export const PACKET_COPY_THRESH = option(SOL_PACKET, 'PACKET_COPY_THRESH', int, 'w');
/** Take {@link PACKET_ADD_MEMBERSHIP} back. */
export const PACKET_DROP_MEMBERSHIP = option(SOL_PACKET, 'PACKET_DROP_MEMBERSHIP', packet_mreq, 'w');
/** Share the frames with other sockets: the group's number, and above 16 bits `PACKET_FANOUT_HASH` or another way to choose; a {@link FanoutArgs}, of Linux 5.11, says how many may join. Linux 3.1 */
export const PACKET_FANOUT = option(SOL_PACKET, 'PACKET_FANOUT', fanout, 'rw');
/** Frames that this host sends stay out. Linux 4.20 */
export const PACKET_IGNORE_OUTGOING = option(SOL_PACKET, 'PACKET_IGNORE_OUTGOING', flag, 'rw');
/** A sending ring skips a malformed frame, and does not stop at it. Linux 2.6.31 */
export const PACKET_LOSS = option(SOL_PACKET, 'PACKET_LOSS', flag, 'rw');
/** The interface that is told is the one that the frame came in by, below a bond or bridge. Linux 2.6.25 */
export const PACKET_ORIGDEV = option(SOL_PACKET, 'PACKET_ORIGDEV', flag, 'rw');
/** Frames that are sent bypass the queues of traffic control. Linux 3.14 */
export const PACKET_QDISC_BYPASS = option(SOL_PACKET, 'PACKET_QDISC_BYPASS', flag, 'rw');
/** Bytes that a ring leaves free before each frame. Linux 2.6.27 */
export const PACKET_RESERVE = option(SOL_PACKET, 'PACKET_RESERVE', int, 'rw');
/** How often a fanout group gave a frame to the next socket. Linux 4.1 */
export const PACKET_ROLLOVER_STATS = option(SOL_PACKET, 'PACKET_ROLLOVER_STATS', tpacket_rollover_stats, 'r');
/** How many frames arrived and were dropped since this was read last. */
export const PACKET_STATISTICS = option(SOL_PACKET, 'PACKET_STATISTICS', tpacket_stats, 'r');
/** Whose time stamps a ring has: `SOF_TIMESTAMPING_RAW_HARDWARE`, or 0 for the kernel's. Linux 2.6.36 */
export const PACKET_TIMESTAMP = option(SOL_PACKET, 'PACKET_TIMESTAMP', int, 'rw');
/** The frames of a sending ring say where in it they begin. Linux 3.8 */
export const PACKET_TX_HAS_OFF = option(SOL_PACKET, 'PACKET_TX_HAS_OFF', flag, 'rw');
/** The layout of rings: 0 `TPACKET_V1`, 1 `TPACKET_V2`, 2 `TPACKET_V3`. Linux 2.6.27 */
export const PACKET_VERSION = option(SOL_PACKET, 'PACKET_VERSION', int, 'rw');
/** Each frame begins with a `struct virtio_net_hdr`. Linux 2.6.34 */
export const PACKET_VNET_HDR = option(SOL_PACKET, 'PACKET_VNET_HDR', flag, 'rw');
