import { type Codec, struct } from '../codec/struct.js';

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

/** The codec of {@link TcpInfo}. */
export const tcp_info: Codec<TcpInfo> = struct('tcp_info');
