import { type Codec, read_field, struct, uint32_at, uint64_at } from '../codec/struct.js';
import { layout } from '../headers.js';

/**
 * The state of a TCP connection: `struct tcp_info` of tcp(7), with the same field names. Times are in microseconds, except `tcpi_last_*`,
 * which are in milliseconds. 64-bit counters are exact up to 2^53. Fields that the running kernel does not have are absent.
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
  /** The peer's window scale, 4 bits. */
  tcpi_snd_wscale: number;
  /** The local window scale, 4 bits. */
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
  /** Segments in flight; on a listening socket, pending connections. */
  tcpi_unacked: number;
  /** Selectively acknowledged segments; on a listening socket, the backlog. */
  tcpi_sacked: number;
  tcpi_lost: number;
  tcpi_retrans: number;
  tcpi_fackets: number;
  /** Milliseconds ago. */
  tcpi_last_data_sent: number;
  /** Always 0: the kernel does not keep it. */
  tcpi_last_ack_sent: number;
  /** Milliseconds ago. */
  tcpi_last_data_recv: number;
  /** Milliseconds ago. */
  tcpi_last_ack_recv: number;
  /** Path MTU, bytes. */
  tcpi_pmtu: number;
  tcpi_rcv_ssthresh: number;
  /** Smoothed round-trip time, µs. */
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
  /** Bytes per second; all ones (1.8e19) means no limit. */
  tcpi_pacing_rate: number;
  tcpi_max_pacing_rate: number;
  /** Bytes that the peer acknowledged. The SYN counts as one. */
  tcpi_bytes_acked: number;
  tcpi_bytes_received: number;
  tcpi_segs_out: number;
  tcpi_segs_in: number;
  /** Bytes in the send queue that have never been sent. */
  tcpi_notsent_bytes: number;
  tcpi_min_rtt: number;
  tcpi_data_segs_in: number;
  tcpi_data_segs_out: number;
  tcpi_delivery_rate: number;
  /** Time with data to send, µs. */
  tcpi_busy_time: number;
  /** Time limited by the peer's window, µs. */
  tcpi_rwnd_limited: number;
  /** Time limited by SO_SNDBUF, µs. */
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

const { fields } = layout('tcp_info');
/** The offset of each field, in bytes. */
const at = Object.fromEntries(Object.entries(fields).map(([name, [bit]]) => [name, bit >> 3])) as Record<
  keyof TcpInfo,
  number
>;

function bits(bytes: Uint8Array, name: keyof TcpInfo): number {
  const place = fields[name];
  return place === undefined ? 0 : (read_field(bytes, place) ?? 0);
}

/** The codec of {@link TcpInfo}. */
export const tcp_info: Codec<TcpInfo> = struct<TcpInfo>('tcp_info', {}, (bytes) => ({
  tcpi_state: bytes[at.tcpi_state] ?? 0,
  tcpi_ca_state: bytes[at.tcpi_ca_state] ?? 0,
  tcpi_retransmits: bytes[at.tcpi_retransmits] ?? 0,
  tcpi_probes: bytes[at.tcpi_probes] ?? 0,
  tcpi_backoff: bytes[at.tcpi_backoff] ?? 0,
  tcpi_options: bytes[at.tcpi_options] ?? 0,
  tcpi_snd_wscale: bits(bytes, 'tcpi_snd_wscale'),
  tcpi_rcv_wscale: bits(bytes, 'tcpi_rcv_wscale'),
  tcpi_delivery_rate_app_limited: bits(bytes, 'tcpi_delivery_rate_app_limited'),
  tcpi_fastopen_client_fail: bits(bytes, 'tcpi_fastopen_client_fail'),
  tcpi_rto: uint32_at(bytes, at.tcpi_rto),
  tcpi_ato: uint32_at(bytes, at.tcpi_ato),
  tcpi_snd_mss: uint32_at(bytes, at.tcpi_snd_mss),
  tcpi_rcv_mss: uint32_at(bytes, at.tcpi_rcv_mss),
  tcpi_unacked: uint32_at(bytes, at.tcpi_unacked),
  tcpi_sacked: uint32_at(bytes, at.tcpi_sacked),
  tcpi_lost: uint32_at(bytes, at.tcpi_lost),
  tcpi_retrans: uint32_at(bytes, at.tcpi_retrans),
  tcpi_fackets: uint32_at(bytes, at.tcpi_fackets),
  tcpi_last_data_sent: uint32_at(bytes, at.tcpi_last_data_sent),
  tcpi_last_ack_sent: uint32_at(bytes, at.tcpi_last_ack_sent),
  tcpi_last_data_recv: uint32_at(bytes, at.tcpi_last_data_recv),
  tcpi_last_ack_recv: uint32_at(bytes, at.tcpi_last_ack_recv),
  tcpi_pmtu: uint32_at(bytes, at.tcpi_pmtu),
  tcpi_rcv_ssthresh: uint32_at(bytes, at.tcpi_rcv_ssthresh),
  tcpi_rtt: uint32_at(bytes, at.tcpi_rtt),
  tcpi_rttvar: uint32_at(bytes, at.tcpi_rttvar),
  tcpi_snd_ssthresh: uint32_at(bytes, at.tcpi_snd_ssthresh),
  tcpi_snd_cwnd: uint32_at(bytes, at.tcpi_snd_cwnd),
  tcpi_advmss: uint32_at(bytes, at.tcpi_advmss),
  tcpi_reordering: uint32_at(bytes, at.tcpi_reordering),
  tcpi_rcv_rtt: uint32_at(bytes, at.tcpi_rcv_rtt),
  tcpi_rcv_space: uint32_at(bytes, at.tcpi_rcv_space),
  tcpi_total_retrans: uint32_at(bytes, at.tcpi_total_retrans),
  tcpi_pacing_rate: uint64_at(bytes, at.tcpi_pacing_rate),
  tcpi_max_pacing_rate: uint64_at(bytes, at.tcpi_max_pacing_rate),
  tcpi_bytes_acked: uint64_at(bytes, at.tcpi_bytes_acked),
  tcpi_bytes_received: uint64_at(bytes, at.tcpi_bytes_received),
  tcpi_segs_out: uint32_at(bytes, at.tcpi_segs_out),
  tcpi_segs_in: uint32_at(bytes, at.tcpi_segs_in),
  tcpi_notsent_bytes: uint32_at(bytes, at.tcpi_notsent_bytes),
  tcpi_min_rtt: uint32_at(bytes, at.tcpi_min_rtt),
  tcpi_data_segs_in: uint32_at(bytes, at.tcpi_data_segs_in),
  tcpi_data_segs_out: uint32_at(bytes, at.tcpi_data_segs_out),
  tcpi_delivery_rate: uint64_at(bytes, at.tcpi_delivery_rate),
  tcpi_busy_time: uint64_at(bytes, at.tcpi_busy_time),
  tcpi_rwnd_limited: uint64_at(bytes, at.tcpi_rwnd_limited),
  tcpi_sndbuf_limited: uint64_at(bytes, at.tcpi_sndbuf_limited),
  tcpi_delivered: uint32_at(bytes, at.tcpi_delivered),
  tcpi_delivered_ce: uint32_at(bytes, at.tcpi_delivered_ce),
  tcpi_bytes_sent: uint64_at(bytes, at.tcpi_bytes_sent),
  tcpi_bytes_retrans: uint64_at(bytes, at.tcpi_bytes_retrans),
  tcpi_dsack_dups: uint32_at(bytes, at.tcpi_dsack_dups),
  tcpi_reord_seen: uint32_at(bytes, at.tcpi_reord_seen),
  tcpi_rcv_ooopack: uint32_at(bytes, at.tcpi_rcv_ooopack),
  tcpi_snd_wnd: uint32_at(bytes, at.tcpi_snd_wnd),
}));
