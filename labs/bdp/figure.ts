// Throughput for each buffer, beside the law with its knee.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import { frame, payload } from '../kit/link/link.js';

export const link_shape = { rate: 20e6, delay: 20, queue: 64e6 }; // the queue takes the largest window: nothing is dropped
/** What the rate leaves for data: the rest of each frame is headers. */
export const full = (link_shape.rate * payload) / frame / 1e6; // Mbit/s
export const kib = 1024;

export interface Measured {
  /** What SO_RCVBUF was set to, 0 if it was not, and what getsockopt said then: bytes. */
  readonly size: number;
  readonly buffer: number;
  /** The window that the peer was given, bytes, and the round trip, ms. */
  readonly window: number;
  readonly rtt: number;
  readonly mbits: number;
}

/**
 * What the law says of a buffer, in Mbit/s: a window each round trip, and no more than the link carries. The round trip is that of the
 * same measurement, as the checks have it; or, where a part of the window waits in the queue of the link, the shortest.
 */
export function law_of(size: number, measured: readonly Measured[]): number {
  const shortest = Math.min(...measured.map(({ rtt }) => rtt));
  const bdp = (full * 1e6 * shortest) / 8000;
  const window = between(size, measured, ({ window }) => window);
  const rtt = between(size, measured, ({ window, rtt }) => (window < bdp ? rtt : shortest));
  return Math.min((window * 8) / rtt / 1000, full);
}

/** A value of the measurement of this size, or on the straight line between its neighbours. */
function between(size: number, measured: readonly Measured[], of: (row: Measured) => number): number {
  const above = measured.find((row) => row.size >= size) ?? measured.at(-1);
  const below = measured.findLast((row) => row.size <= size) ?? measured[0];
  if (above === undefined || below === undefined) return Number.NaN;
  const share = above.size > below.size ? (size - below.size) / (above.size - below.size) : 0;
  return of(below) + Math.min(1, share) * (of(above) - of(below));
}

export function figure_of(measured: readonly Measured[], rtt: number, bdp: number): Figure {
  const [least = 1, most = 1] = [measured[0]?.size, measured.at(-1)?.size];
  const sizes = Array.from({ length: 121 }, (_, i) => least * (most / least) ** (i / 120));
  const law = sizes.map((size) => ({ size, mbits: law_of(size, measured) }));
  const all = [...law, ...measured].map(({ mbits }) => mbits);
  const [low, high] = [Math.min(...all) / 1.5, Math.max(...all) * 1.6];
  const link = link_shape.rate / 1e6;
  return {
    title: say(
      `Throughput on a path of ${link} Mbit/s and ${rtt.toFixed(0)} ms, for each receive buffer`,
      `${link} Mbit/s, ${rtt.toFixed(0)} ms 경로의 처리량, 수신 버퍼별`,
    ),
    marginRight: 40,
    x: { label: 'SO_RCVBUF, KiB', type: 'log', base: 2, tickFormat: '~g', grid: true },
    y: {
      label: say('throughput, Mbit/s', '처리량, Mbit/s'),
      type: 'log',
      domain: [low, high],
      ticks: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].filter((tick) => tick > low && tick < high),
      tickFormat: '~g',
      grid: true,
    },
    marks: [
      Plot.line(law, { x: ({ size }) => size / kib, y: 'mbits', ...law_style }),
      Plot.ruleX([bdp / kib], { stroke: colour.grey, strokeDasharray: '2,3' }),
      Plot.text([bdp / kib], {
        x: (at) => at,
        text: (at) => `${say('rate', '대역폭')} × RTT = ${at.toFixed(0)} KiB`,
        frameAnchor: 'top',
        textAnchor: 'end',
        dx: -6,
        dy: 10,
        fill: colour.grey,
      }),
      Plot.dot(measured, { x: ({ size }) => size / kib, y: 'mbits', fill: colour.blue, r: 5 }),
      ...key(
        [
          { text: say('● measured', '● 측정'), fill: colour.blue },
          {
            text: say(
              '┅ law: the smaller of window / RTT and the rate',
              '┅ 법칙: 윈도우 / RTT와 대역폭 가운데 작은 것',
            ),
            fill: law_style.stroke,
          },
        ],
        'bottom-right',
      ),
    ],
  };
}
