// The truth table, which is the kernel's; what arrived of the reply, which is the program's; and the staircase of listen(2).
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, law_style } from '../kit/figure.js';
import { type Cell, grid_figure } from '../kit/grid.js';
import type { Figure } from '../kit/lab.js';
import type { Step } from './listeners.js';

/** What arrived of the reply, and what ended it. */
export interface Reply {
  readonly received: number;
  readonly end: string;
}

export function figures_of(cells: readonly Cell[], reply: Reply, whole: number, steps: readonly Step[]): Figure[] {
  return [
    of_reply(reply, whole),
    grid_figure(cells, {
      title: say(
        "What the peer's calls return, after each way to end the connection",
        '연결을 끝내는 방법마다 상대의 호출이 돌려주는 것',
      ),
      rows: say('way', '방법'),
      columns: say("the peer's calls, in order", '상대의 호출, 차례대로'),
      marginLeft: 130,
    }),
    of_steps(steps),
  ];
}

function of_reply({ received, end }: Reply, whole: number): Figure {
  const row = [{ KiB: received / 1024, name: say('the reply', '응답') }];
  return {
    title: say(
      'What the client received of a reply that refused its request early',
      '요청을 일찍 거절하는 응답 가운데 클라이언트가 받은 것',
    ),
    height: 110,
    marginLeft: 130,
    marginRight: 200,
    x: { label: 'KiB', domain: [0, whole / 1024], grid: true },
    y: { label: null },
    marks: [
      Plot.barX(row, { x: 'KiB', y: 'name', fill: end === 'FIN' ? colour.sky : colour.orange }),
      Plot.tickX(row, { x: () => whole / 1024, y: 'name', ...law_style, strokeWidth: 2 }),
      Plot.text(row, {
        y: 'name',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        text: () => say(`${received} B, then ${end}`, `${received} B, 그다음 ${end}`),
      }),
      Plot.text([say('┅ law: all of it, then FIN', '┅ 법칙: 전부, 그다음 FIN')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: law_style.stroke,
      }),
    ],
  };
}

function of_steps(steps: readonly Step[]): Figure {
  const law = steps.map(({ backlog }) => ({ backlog, law: backlog + 1 }));
  return {
    title: say(
      'Connections that listen(b) lets in before the first accept',
      '첫 accept 전에 listen(b)가 들여보내는 연결',
    ),
    height: 220,
    marginLeft: 130,
    x: { label: say('backlog b', '백로그 b'), tickFormat: 'd' },
    y: { label: say('connections', '연결'), grid: true },
    marks: [
      Plot.lineY(law, { x: 'backlog', y: 'law', ...law_style }),
      Plot.dot(steps, { x: 'backlog', y: 'established', fill: colour.blue, r: 5 }),
      Plot.text([say('┅ law: b + 1', '┅ 법칙: b + 1')], {
        frameAnchor: 'top-left',
        dx: 12,
        dy: 8,
        fill: law_style.stroke,
      }),
    ],
  };
}
