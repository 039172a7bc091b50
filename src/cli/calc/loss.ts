import type { Host } from './host.js';
import { show_bytes, show_rate, show_time } from './units.js';

/** Mathis, Semke, Mahdavi, Ott (1997): the constant for random loss and an acknowledgment of each segment. */
const constant = Math.sqrt(3 / 2);

export interface Loss {
  /** MSS / (RTT √p), in bits per second. */
  readonly rate: number;
  /** The same with the constant of Mathis et al. */
  readonly mathis: number;
  /** The average number of segments in flight: 1/√p. */
  readonly segments: number;
}

/** @param mss in bytes @param rtt in seconds @param p the fraction of the segments that is lost */
export function loss(mss: number, rtt: number, p: number): Loss {
  const segments = 1 / Math.sqrt(p);
  const rate = (8 * mss * segments) / rtt;
  return { rate, mathis: constant * rate, segments };
}

export function loss_report(mss: number, rtt: number, p: number, host: Host): string {
  const { rate, mathis, segments } = loss(mss, rtt, p);
  const in_flight = Math.ceil(segments * mss);
  const percent = (part: number) => `${Number((100 * part).toPrecision(3))}%`;
  const control = host.tcp_congestion_control;
  return `${mss} B / (${show_time(rtt)} × √${percent(p)}) = ${show_rate(rate)}; ${show_rate(mathis)} with the √(3/2) of Mathis et al.
On average, ${show_bytes(in_flight)} are in flight.

Each of these doubles the throughput:
  a loss of ${percent(p / 4)}, a quarter
  a round trip of ${show_time(rtt / 2)}, half
  segments of ${2 * mss} bytes, if the path carries them
  two connections

This is the law of Reno. CUBIC is close to it while rate × round-trip time is small. BBR does not slow down after a loss, so
the law does not limit it. ${control === undefined ? '' : `This host uses ${control}. `}To select Reno: setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'reno').`;
}
