// Who has the bytes that send(2) took: layers, whose sum is what was accepted.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';

export const KiB = 1024;
const light = '#d9d9d9';

/** What the program says after each call. */
export interface Told {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Bytes that send(2) has taken, as the program counts. */
  readonly accepted: number;
  /** SIOCOUTQ: in the send queue, sent or not, and not acknowledged. */
  readonly queued: number;
  /** By TCP_INFO: acknowledged, so in the peer's receive queue at least. */
  readonly acked: number;
  /** By TCP_INFO: of the queued, those that have not left. */
  readonly unsent: number;
  /** The code of a refusal. */
  readonly refused: string;
}

export interface Sample extends Told {
  /** Bytes that the peer had read by then. */
  readonly read: number;
}

/** A sample, in milliseconds since the first. */
type Row = Omit<Sample, 'time'> & { readonly ms: number };

/** Layers from below: read, in the peer's queue, in flight, unsent. Their sum must be what was accepted, the dashed line. */
export function figure_of(rows: readonly Row[]): Figure {
  const layers = [
    { name: say('read by the peer', '상대가 읽음'), fill: light, of: (row: Row) => row.read },
    { name: say("peer's receive queue", '상대의 수신 큐'), fill: colour.sky, of: (row: Row) => row.acked - row.read },
    { name: say('in flight', '가는 중'), fill: colour.green, of: (row: Row) => row.queued - row.unsent },
    { name: say('unsent', '아직 보내지 않음'), fill: colour.orange, of: (row: Row) => row.unsent },
  ];
  const cells = layers.flatMap(({ name, of }) => rows.map((row) => ({ name, ms: row.ms, MiB: of(row) / KiB / KiB })));
  return {
    title: say('Where the bytes are that send(2) accepted', 'send(2)가 받아들인 바이트는 누가 가지고 있는가'),
    x: { label: say('time, ms', '시간, ms'), grid: true },
    y: { label: say('bytes, MiB', '바이트, MiB'), grid: true },
    color: { domain: layers.map(({ name }) => name), range: layers.map(({ fill }) => fill) },
    marks: [
      Plot.areaY(cells, Plot.stackY({ x: 'ms', y: 'MiB', fill: 'name', order: layers.map(({ name }) => name) })),
      Plot.lineY(rows, { x: 'ms', y: ({ accepted }) => accepted / KiB / KiB, ...law_style }),
      Plot.tickX(
        rows.filter(({ refused }) => refused !== ''),
        { x: 'ms', y: null, insetTop: 300, stroke: '#1b1b1b', strokeOpacity: 0.5 },
      ),
      ...key(
        [
          ...layers
            .map(({ name, fill }) => ({ text: `■ ${name}`, fill: fill === light ? colour.grey : fill }))
            .reverse(),
          { text: say('┅ law: accepted, the sum', '┅ 법칙: 합은 accepted'), fill: law_style.stroke },
          { text: '| EAGAIN', fill: '#1b1b1b' },
        ],
        'top-left',
      ),
    ],
  };
}
