// Where the bytes wait that the client's send(2) has taken: stacked, so that the edge is their sum.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';

export interface Row {
  /** Milliseconds since the first look. */
  readonly ms: number;
  /** Bytes that the client's send(2) has taken. */
  readonly accepted: number;
  /** Bytes that the server has worked on. */
  readonly done: number;
  readonly recv_q: number;
  readonly send_q: number;
}

/** Bytes that are in no queue of the kernel: in work, or in a list of the program. */
export function elsewhere({ accepted, done, recv_q, send_q }: Row): number {
  return accepted - done - recv_q - send_q;
}

const KiB = 1024;

/** Those that differ from the one before, and the last: between them a step stays where it is. */
function changes(rows: readonly Row[]): Row[] {
  const what = ({ ms, ...bytes }: Row) => JSON.stringify(bytes);
  return rows.filter((row, i) => {
    const before = rows[i - 1];
    return before === undefined || i === rows.length - 1 || what(before) !== what(row);
  });
}

export function figure_of(looks: readonly Row[]): Figure {
  const rows = changes(looks);
  const layers = [
    {
      name: say("Recv-Q of the server's kernel", '서버 커널의 Recv-Q'),
      fill: colour.sky,
      of: (row: Row) => row.recv_q,
    },
    {
      name: say("Send-Q of the client's kernel", '클라이언트 커널의 Send-Q'),
      fill: colour.orange,
      of: (row: Row) => row.send_q,
    },
    {
      name: say('in the server program', '서버 프로그램 안'),
      fill: colour.purple,
      of: (row: Row) => Math.max(0, elsewhere(row)), // below 0 where ss looked before the programs spoke
    },
  ];
  const areas = layers.flatMap(({ name, of }) => rows.map((row) => ({ name, ms: row.ms, KiB: of(row) / KiB })));
  const most = rows.reduce((most, { accepted, done }) => Math.max(most, accepted - done), 0);
  return {
    title: say(
      'Bytes waiting for a server that needs 20 ms per 16 KiB, by ss',
      '16 KiB마다 20 ms가 걸리는 서버를 기다리는 것, ss로 볼 때',
    ),
    x: { label: say('time, ms', '시간, ms'), grid: true },
    y: { label: say('bytes, KiB', '바이트, KiB'), grid: true, domain: [0, (1.45 * most) / KiB] }, // room for the names
    color: { domain: layers.map(({ name }) => name), range: layers.map(({ fill }) => fill) },
    marks: [
      Plot.areaY(
        areas,
        Plot.stackY({
          x: 'ms',
          y: 'KiB',
          fill: 'name',
          curve: 'step-after',
          order: layers.map(({ name }) => name),
        }),
      ),
      Plot.lineY(rows, {
        x: 'ms',
        y: ({ accepted, done }) => (accepted - done) / KiB,
        curve: 'step-after',
        ...law_style,
      }),
      ...key(
        [
          ...layers.map(({ name, fill }) => ({ text: `■ ${name}`, fill })).reverse(),
          { text: say('┅ law: the sum, accepted - done', '┅ 법칙: 합, accepted - done'), fill: law_style.stroke },
        ],
        'top-right',
      ),
    ],
  };
}
