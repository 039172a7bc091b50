// The truth table, which is the kernel's; and what the edge-triggered server gave back, which is the program's.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, law_style } from '../kit/figure.js';
import { type Cell, grid_figure } from '../kit/grid.js';
import type { Figure } from '../kit/lab.js';

/** Bytes that were sent in one message, and those of them that came back. */
export interface Echo {
  readonly size: number;
  readonly echoed: number;
}

/** The server's buffer. */
const buffer = 1024;

export function figures_of(cells: readonly Cell[], echoes: readonly Echo[]): Figure[] {
  return [
    grid_figure(cells, {
      title: say(
        'What each call returned, after each event on one connection',
        '한 연결의 사건마다 각 호출이 돌려준 것',
      ),
      rows: say('event', '사건'),
      columns: say('call or epoll mode', '호출, 또는 epoll이 지켜보는 방식'),
      marginLeft: 170,
    }),
    of_echoes(echoes),
  ];
}

function of_echoes(echoes: readonly Echo[]): Figure {
  const name = ({ size }: Echo) => say(`${size} sent`, `${size} 보냄`);
  const most = Math.max(...echoes.map(({ size }) => size));
  return {
    title: say(
      `Bytes that came back from the edge-triggered server, whose buffer has ${buffer} bytes`,
      `엣지 트리거 서버가 돌려준 바이트. 버퍼는 ${buffer}바이트`,
    ),
    height: 210,
    marginLeft: 170,
    marginRight: 150,
    x: {
      label: say('bytes', '바이트'),
      type: 'log',
      domain: [50, most * 1.1],
      ticks: [100, 1024, 4000, 16384],
      tickFormat: 'd',
    },
    y: { label: null, domain: echoes.map(name) },
    marks: [
      Plot.ruleX([buffer], { stroke: colour.grey, strokeDasharray: '2,3' }),
      Plot.barX(echoes, {
        x1: () => 50,
        x2: ({ echoed }: Echo) => Math.max(50, echoed),
        y: name,
        fill: ({ size, echoed }: Echo) => (size === echoed ? colour.sky : colour.orange),
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.tickX(echoes, { x: 'size', y: name, ...law_style, strokeWidth: 2 }),
      Plot.text(echoes, {
        y: name,
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        text: ({ size, echoed }: Echo) =>
          size === echoed ? say('all', '전부') : say(`${echoed}, then it hangs`, `${echoed}, 그 뒤로 멈춤`),
      }),
      Plot.text([say('┅ law: every byte comes back', '┅ 법칙: 모든 바이트가 돌아온다')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: law_style.stroke,
      }),
    ],
  };
}
