// The points of each congestion control, between the chapter's formula and the one that they follow.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import { payload } from '../kit/link/link.js';
import { median } from '../kit/statistics.js';

export interface Measured {
  /** The congestion control that was asked for, and the one that getsockopt named. */
  readonly asked: string;
  readonly ran: string;
  /** The share of frames that the link has lost, by its own count, and those that it missed. */
  readonly loss: number;
  readonly missed: number;
  /** Of one connection. */
  readonly mbits: number;
  /** ms */
  readonly rtt: number;
}

/** MSS / (RTT √p), Mbit/s: the chapter's approximation. */
export function formula({ rtt, loss }: Pick<Measured, 'rtt' | 'loss'>): number {
  return (payload * 8) / 1000 / (rtt * Math.sqrt(loss));
}

/** Mathis and others (1997), when each segment is acknowledged: the mean of the saw-tooth is √(3/2) of it. */
export const mathis = Math.sqrt(3 / 2);

export function median_rtt(rows: readonly Measured[]): number {
  return median(rows.map(({ rtt }) => rtt));
}

export function figure_of(reno: readonly Measured[], beside: readonly Measured[]): Figure {
  const all = [...reno, ...beside];
  const losses = all.map(({ loss }) => loss);
  const [least, most] = [Math.min(...losses) / 1.4, Math.max(...losses) * 1.4];
  const rtt = median_rtt(reno);
  const law = [least, most].map((loss) => ({
    loss,
    low: formula({ rtt, loss }),
    high: mathis * formula({ rtt, loss }),
  }));
  const heights = [...all.map(({ mbits }) => mbits), ...law.flatMap(({ low, high }) => [low, high])];
  const [low, high] = [Math.min(...heights) / 2, Math.max(...heights) * 1.5];
  const x = ({ loss }: { readonly loss: number }) => loss * 100;
  return {
    title: say(
      `Throughput of one connection on a lossy path, RTT ${rtt.toFixed(0)} ms`,
      `손실이 있는 경로에서 연결 하나의 처리량, RTT ${rtt.toFixed(0)} ms`,
    ),
    x: {
      label: say('lost segments, %', '잃은 세그먼트, %'),
      type: 'log',
      domain: [least * 100, most * 100],
      ticks: [0.1, 0.2, 0.5, 1, 2, 5].filter((tick) => tick > least * 100 && tick < most * 100),
      tickFormat: '~g',
      grid: true,
    },
    y: {
      label: say('throughput, Mbit/s', '처리량, Mbit/s'),
      type: 'log',
      domain: [low, high],
      ticks: [0.5, 1, 2, 5, 10, 20, 50].filter((tick) => tick > low && tick < high),
      tickFormat: '~g',
      grid: true,
    },
    marks: [
      Plot.line(law, { x, y: 'high', ...law_style, strokeWidth: 2 }),
      Plot.line(law, { x, y: 'low', ...law_style, strokeDasharray: '2,4' }),
      Plot.dot(reno, { x, y: 'mbits', fill: colour.blue, r: 5 }),
      Plot.dot(beside, { x, y: 'mbits', fill: colour.green, r: 5 }),
      Plot.text(beside, { x, y: 'mbits', text: 'asked', fill: colour.green, stroke: 'white', dy: 17 }),
      ...key(
        [
          { text: '● reno', fill: colour.blue },
          { text: say('┅ law: √(3/2) · MSS / (RTT √p)', '┅ 법칙: √(3/2) · MSS / (RTT √p)'), fill: law_style.stroke },
          {
            text: say("┈ the chapter's approximation: MSS / (RTT √p)", '┈ 이 장의 근사: MSS / (RTT √p)'),
            fill: law_style.stroke,
          },
        ],
        'bottom-left',
      ),
    ],
  };
}
