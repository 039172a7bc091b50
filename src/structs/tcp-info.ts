import { get_uint8, get_uint32, length_of, view_of } from '../codec/intrinsics.js';
import { reusing } from '../codec/reuse.js';
import { type Codec, little_endian, read_field, struct } from '../codec/struct.js';
import { layout } from '../native.js';

/**
 * What the kernel knows of a TCP connection: `struct tcp_info` of tcp(7), field by field, spelled as there. Times are in
 * microseconds, those of `tcpi_last_*` in milliseconds; the 64-bit counters are exact to 2^53. A field that the running kernel is too
 * old for is absent.
 */
export interface TcpInfo {
  /** `TCP_ESTABLISHED`, ... */
  tcpi_state: number;
  tcpi_ca_state: number;
  tcpi_retransmits: number;
  tcpi_probes: number;
  tcpi_backoff: number;
  /** `TCPI_OPT_TIMESTAMPS`, `TCPI_OPT_SACK`, ..., or-ed. */
  tcpi_options: number;
  /** Window scale of the peer, 4 bits. */
  tcpi_snd_wscale: number;
  /** Window scale of ours, 4 bits. */
  tcpi_rcv_wscale: number;
  tcpi_delivery_rate_app_limited: number;
  tcpi_fastopen_client_fail: number;
  /** Retransmission timeout, µs. */
  tcpi_rto: number;
  /** Delayed-ACK timeout, µs. */
  tcpi_ato: number;
  /** Bytes. */
  tcpi_snd_mss: number;
  /** Bytes. */
  tcpi_rcv_mss: number;
  /** Segments in flight; on a listening socket, connections that wait for accept(2). */
  tcpi_unacked: number;
  /** Segments; on a listening socket, the backlog. */
  tcpi_sacked: number;
  tcpi_lost: number;
  tcpi_retrans: number;
  tcpi_fackets: number;
  /** ms ago */
  tcpi_last_data_sent: number;
  /** ms ago; never kept, always 0 */
  tcpi_last_ack_sent: number;
  /** ms ago */
  tcpi_last_data_recv: number;
  /** ms ago */
  tcpi_last_ack_recv: number;
  /** Path MTU, bytes. */
  tcpi_pmtu: number;
  tcpi_rcv_ssthresh: number;
  /** Smoothed round trip, µs. */
  tcpi_rtt: number;
  /** Its variance, µs. */
  tcpi_rttvar: number;
  tcpi_snd_ssthresh: number;
  /** Congestion window, segments. */
  tcpi_snd_cwnd: number;
  tcpi_advmss: number;
  tcpi_reordering: number;
  tcpi_rcv_rtt: number;
  tcpi_rcv_space: number;
  tcpi_total_retrans: number;
  /** Bytes a second; all ones (1.8e19) where there is no limit. */
  tcpi_pacing_rate: number;
  tcpi_max_pacing_rate: number;
  /** Bytes that the peer acknowledged, the SYN counted as one. */
  tcpi_bytes_acked: number;
  tcpi_bytes_received: number;
  tcpi_segs_out: number;
  tcpi_segs_in: number;
  /** Bytes in the send queue that have not been sent once. */
  tcpi_notsent_bytes: number;
  tcpi_min_rtt: number;
  tcpi_data_segs_in: number;
  tcpi_data_segs_out: number;
  tcpi_delivery_rate: number;
  /** µs with data to send */
  tcpi_busy_time: number;
  /** µs held up by the peer's window */
  tcpi_rwnd_limited: number;
  /** µs held up by SO_SNDBUF */
  tcpi_sndbuf_limited: number;
  tcpi_delivered: number;
  tcpi_delivered_ce: number;
  /** Linux 4.19 */
  tcpi_bytes_sent?: number;
  /** Linux 4.19 */
  tcpi_bytes_retrans?: number;
  /** Linux 4.19 */
  tcpi_dsack_dups?: number;
  /** Linux 4.19 */
  tcpi_reord_seen?: number;
  /** Linux 5.4 */
  tcpi_rcv_ooopack?: number;
  /** The peer's window, bytes. Linux 5.4 */
  tcpi_snd_wnd?: number;
}

const { size, fields } = layout('tcp_info');
const generic: Codec<TcpInfo> = struct('tcp_info');
/** Where each field begins, in bytes. */
const at = Object.fromEntries(Object.entries(fields).map(([name, [bit]]) => [name, bit >> 3])) as Record<
  keyof TcpInfo,
  number
>;

function bits(view: DataView, name: keyof TcpInfo): number {
  const place = fields[name];
  return place === undefined ? 0 : (read_field(view, place) ?? 0);
}

function uint64_at(view: DataView, start: number): number {
  const [low, high] = little_endian ? [start, start + 4] : [start + 4, start];
  return get_uint32(view, high, little_endian) * 2 ** 32 + get_uint32(view, low, little_endian);
}

/** The codec of {@link TcpInfo}. */
export const tcp_info: Codec<TcpInfo> = reusing({
  ...generic,
  // Written out, since an object whose fields are known by name is made several times faster than one that a loop fills.
  decode(bytes) {
    if (length_of(bytes) < size) return generic.decode(bytes);
    const view = view_of(bytes);
    return {
      tcpi_state: get_uint8(view, at.tcpi_state),
      tcpi_ca_state: get_uint8(view, at.tcpi_ca_state),
      tcpi_retransmits: get_uint8(view, at.tcpi_retransmits),
      tcpi_probes: get_uint8(view, at.tcpi_probes),
      tcpi_backoff: get_uint8(view, at.tcpi_backoff),
      tcpi_options: get_uint8(view, at.tcpi_options),
      tcpi_snd_wscale: bits(view, 'tcpi_snd_wscale'),
      tcpi_rcv_wscale: bits(view, 'tcpi_rcv_wscale'),
      tcpi_delivery_rate_app_limited: bits(view, 'tcpi_delivery_rate_app_limited'),
      tcpi_fastopen_client_fail: bits(view, 'tcpi_fastopen_client_fail'),
      tcpi_rto: get_uint32(view, at.tcpi_rto, little_endian),
      tcpi_ato: get_uint32(view, at.tcpi_ato, little_endian),
      tcpi_snd_mss: get_uint32(view, at.tcpi_snd_mss, little_endian),
      tcpi_rcv_mss: get_uint32(view, at.tcpi_rcv_mss, little_endian),
      tcpi_unacked: get_uint32(view, at.tcpi_unacked, little_endian),
      tcpi_sacked: get_uint32(view, at.tcpi_sacked, little_endian),
      tcpi_lost: get_uint32(view, at.tcpi_lost, little_endian),
      tcpi_retrans: get_uint32(view, at.tcpi_retrans, little_endian),
      tcpi_fackets: get_uint32(view, at.tcpi_fackets, little_endian),
      tcpi_last_data_sent: get_uint32(view, at.tcpi_last_data_sent, little_endian),
      tcpi_last_ack_sent: get_uint32(view, at.tcpi_last_ack_sent, little_endian),
      tcpi_last_data_recv: get_uint32(view, at.tcpi_last_data_recv, little_endian),
      tcpi_last_ack_recv: get_uint32(view, at.tcpi_last_ack_recv, little_endian),
      tcpi_pmtu: get_uint32(view, at.tcpi_pmtu, little_endian),
      tcpi_rcv_ssthresh: get_uint32(view, at.tcpi_rcv_ssthresh, little_endian),
      tcpi_rtt: get_uint32(view, at.tcpi_rtt, little_endian),
      tcpi_rttvar: get_uint32(view, at.tcpi_rttvar, little_endian),
      tcpi_snd_ssthresh: get_uint32(view, at.tcpi_snd_ssthresh, little_endian),
      tcpi_snd_cwnd: get_uint32(view, at.tcpi_snd_cwnd, little_endian),
      tcpi_advmss: get_uint32(view, at.tcpi_advmss, little_endian),
      tcpi_reordering: get_uint32(view, at.tcpi_reordering, little_endian),
      tcpi_rcv_rtt: get_uint32(view, at.tcpi_rcv_rtt, little_endian),
      tcpi_rcv_space: get_uint32(view, at.tcpi_rcv_space, little_endian),
      tcpi_total_retrans: get_uint32(view, at.tcpi_total_retrans, little_endian),
      tcpi_pacing_rate: uint64_at(view, at.tcpi_pacing_rate),
      tcpi_max_pacing_rate: uint64_at(view, at.tcpi_max_pacing_rate),
      tcpi_bytes_acked: uint64_at(view, at.tcpi_bytes_acked),
      tcpi_bytes_received: uint64_at(view, at.tcpi_bytes_received),
      tcpi_segs_out: get_uint32(view, at.tcpi_segs_out, little_endian),
      tcpi_segs_in: get_uint32(view, at.tcpi_segs_in, little_endian),
      tcpi_notsent_bytes: get_uint32(view, at.tcpi_notsent_bytes, little_endian),
      tcpi_min_rtt: get_uint32(view, at.tcpi_min_rtt, little_endian),
      tcpi_data_segs_in: get_uint32(view, at.tcpi_data_segs_in, little_endian),
      tcpi_data_segs_out: get_uint32(view, at.tcpi_data_segs_out, little_endian),
      tcpi_delivery_rate: uint64_at(view, at.tcpi_delivery_rate),
      tcpi_busy_time: uint64_at(view, at.tcpi_busy_time),
      tcpi_rwnd_limited: uint64_at(view, at.tcpi_rwnd_limited),
      tcpi_sndbuf_limited: uint64_at(view, at.tcpi_sndbuf_limited),
      tcpi_delivered: get_uint32(view, at.tcpi_delivered, little_endian),
      tcpi_delivered_ce: get_uint32(view, at.tcpi_delivered_ce, little_endian),
      tcpi_bytes_sent: uint64_at(view, at.tcpi_bytes_sent),
      tcpi_bytes_retrans: uint64_at(view, at.tcpi_bytes_retrans),
      tcpi_dsack_dups: get_uint32(view, at.tcpi_dsack_dups, little_endian),
      tcpi_reord_seen: get_uint32(view, at.tcpi_reord_seen, little_endian),
      tcpi_rcv_ooopack: get_uint32(view, at.tcpi_rcv_ooopack, little_endian),
      tcpi_snd_wnd: get_uint32(view, at.tcpi_snd_wnd, little_endian),
    };
  },
});
