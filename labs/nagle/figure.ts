// A strip of measured times for each way to send.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import { quantile } from '../kit/statistics.js';

/** How client and peer send, and how many delayed ACKs an exchange must wait for. */
export interface Way {
  readonly name: string;
  readonly client: string;
  readonly peer: string;
  readonly delays: number;
}

export interface Measured {
  readonly way: Way;
  /** Milliseconds of every exchange but the first. */
  readonly took: readonly number[];
  readonly p50: number;
  readonly p99: number;
}

/** TCP_DELACK_MIN of the kernel, in ms: how long an ACK is kept back, for data to carry it. */
export const delayed_ack = 40;

/** A strip of so many ticks, from the least time to the most, looks as one of thousands. */
const ticks = 60;

function strip({ way, took }: Measured): { way: string; ms: number }[] {
  const shown = Math.min(ticks, took.length);
  return Array.from({ length: shown }, (_, i) => ({ way: way.name, ms: quantile(took, i / Math.max(1, shown - 1)) }));
}

export function figure_of(measured: readonly Measured[], names: readonly string[]): Figure {
  return {
    title: say(
      'One exchange of 15 bytes: header and payload sent in different ways',
      '15바이트 교환 한 번: 헤더와 페이로드를 보내는 여러 방법',
    ),
    marginLeft: 186,
    height: 380,
    x: {
      label: say('time of an exchange, ms', '교환 한 번의 시간, ms'),
      type: 'log',
      tickFormat: '~g',
      grid: true,
    },
    y: { label: null, domain: names },
    marks: [
      Plot.tickX(measured.flatMap(strip), { x: 'ms', y: 'way', stroke: colour.sky, strokeOpacity: 0.35 }),
      Plot.dot(measured, { x: 'p50', y: ({ way }) => way.name, fill: colour.blue, r: 5 }),
      Plot.dot(measured, { x: 'p99', y: ({ way }) => way.name, stroke: colour.blue, r: 5 }),
      Plot.ruleX([1, 2], { x: (acks) => acks * delayed_ack, ...law_style }),
      Plot.text([1, 2], {
        x: (acks) => acks * delayed_ack,
        text: (acks) => `${acks * delayed_ack}`,
        frameAnchor: 'top',
        dy: -12,
        fill: law_style.stroke,
      }),
      ...key(
        [
          { text: '● p50   ○ p99', fill: colour.blue },
          {
            text: say(`┅ law: ${delayed_ack} ms for each delayed ACK`, `┅ 법칙: 지연 ACK마다 ${delayed_ack} ms`),
            fill: law_style.stroke,
          },
        ],
        'top-left',
      ),
    ],
  };
}
