import type { Host } from './host.js';
import { show_bytes, show_rate, show_time } from './units.js';

/** Mathis, Semke, Mahdavi, Ott (1997): of loss at random, with an answer to each segment. */
const constant = Math.sqrt(3 / 2);

export interface Loss {
  /** MSS / (RTT √p), in bits a second. */
  readonly rate: number;
  /** The same with the constant of Mathis et al. */
  readonly mathis: number;
  /** Segments in flight, on the average: 1/√p. */
  readonly segments: number;
}

/** @param mss in bytes @param rtt in seconds @param p the part of the segments that is lost */
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
${show_bytes(in_flight)} are in flight on the average.

Twice as much takes one of
  a loss of ${percent(p / 4)}, a quarter
  a round trip of ${show_time(rtt / 2)}, half
  segments of ${2 * mss} bytes, where the path has room for them
  two connections

It is the law of Reno. Cubic is near it while the product of rate and time is small, and BBR, which does not slow down for a
loss, is not bound by it. ${control === undefined ? '' : `This host has ${control}; to choose: `}setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'reno').`;
}
