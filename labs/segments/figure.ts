// A cell for each segment, large or small, in colours that change with each packet of the capture.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import type { Range } from './carried.js';

/** What became of one message. */
export interface Row {
  readonly name: string;
  readonly size: number;
  /** The most bytes that a segment may have. */
  readonly most: number;
  readonly packets: readonly Range[];
}

interface Cell {
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
  readonly fill: string;
}

export function figure_of(rows: readonly Row[]): Figure {
  const all = rows.flatMap(cells_of);
  const most = all.reduce((most, { at }) => Math.max(most, at), 0) + 1;
  return {
    title: say(
      'One send(2): one cell per segment, one colour per packet of the capture',
      'send(2) 한 번: 칸 하나가 세그먼트 하나, 색 하나가 캡처의 패킷 하나',
    ),
    marginLeft: 176,
    marginRight: 210,
    height: 400,
    x: { label: say('segments', '세그먼트'), domain: [0, most], tickFormat: 'd' },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.barX(all, {
        x1: 'at',
        x2: ({ at }: Cell) => at + 1,
        y: 'name',
        fill: 'fill',
        insetTop: 4,
        insetBottom: 4,
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.tickX(rows, { x: ({ size, most }: Row) => Math.ceil(size / most), y: 'name', ...law_style, strokeWidth: 2 }),
      Plot.text(rows, {
        y: 'name',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        text: (row: Row) =>
          say(`packets ${row.packets.length}: ${sum_of(row)} B`, `패킷 ${row.packets.length}: ${sum_of(row)} B`),
      }),
      Plot.text([say('┅ law: the last segment ends here', '┅ 법칙: 마지막 세그먼트가 끝나는 곳')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: law_style.stroke,
      }),
    ],
  };
}

function cells_of({ name, most, packets }: Row): Cell[] {
  const cells: Cell[] = [];
  for (const [i, { from, to }] of packets.entries()) {
    for (let at = from; at < to; at += most) {
      const bytes = Math.min(most, to - at);
      cells.push({ name, at: cells.length, bytes, fill: i % 2 === 0 ? colour.blue : colour.sky });
    }
  }
  return cells;
}

/** The sizes of its segments: `45 × 1448 + 376`. */
function sum_of(row: Row): string {
  const parts: { bytes: number; times: number }[] = [];
  for (const { bytes } of cells_of(row)) {
    const last = parts.at(-1);
    if (last?.bytes === bytes) last.times += 1;
    else parts.push({ bytes, times: 1 });
  }
  const texts = parts.map(({ bytes, times }) => (times === 1 ? String(bytes) : `${times} × ${bytes}`));
  return texts.length > 4 ? `${texts.slice(0, 3).join(' + ')} + ...` : texts.join(' + ');
}
