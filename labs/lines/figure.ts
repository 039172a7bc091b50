// What reads gave; and what became of the lines, in each of the experiments.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { belief_style, colour, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';

/** What reads gave, each by the first that fits: exactly a line; parts of several; a part of one. */
export interface Reads {
  exact: number;
  merged: number;
  torn: number;
}

/** What was restored in one of the experiments. */
export interface Fate {
  readonly name: string;
  readonly sent: number;
  readonly whole: number;
  /** Whether a law says that all must be whole. */
  readonly all: boolean;
}

export function figures_of(reads: Reads, lines: number, fates: readonly Fate[]): Figure[] {
  return [of_reads(reads, lines), of_lines(fates)];
}

function of_reads({ exact, merged, torn }: Reads, lines: number): Figure {
  const kinds = [
    { name: say('exact: one line', 'exact: 한 줄'), value: exact, fill: colour.green },
    { name: say('merged: parts of several', 'merged: 여러 줄의 조각'), value: merged, fill: colour.orange },
    { name: say('torn: a part of one', 'torn: 한 줄의 일부'), value: torn, fill: colour.purple },
  ];
  return {
    title: say(
      `What a read returned: ${lines} lines of two clients, reads of up to 64 bytes`,
      `읽기 한 번이 준 것: 클라이언트 둘이 보낸 ${lines}줄, 최대 64바이트씩 읽는다`,
    ),
    height: 220,
    marginLeft: 170,
    x: { label: say('reads', '읽기'), grid: true, domain: [0, 1.08 * Math.max(lines, exact, merged, torn)] },
    y: { label: null, domain: kinds.map(({ name }) => name) },
    marks: [
      Plot.barX(kinds, { x: 'value', y: 'name', fill: 'fill' }),
      Plot.text(kinds, { x: 'value', y: 'name', text: 'value', textAnchor: 'start', dx: 4 }),
      Plot.ruleX([lines], belief_style),
      Plot.text([say('┈ common belief: a read is a line, so all are exact', '┈ 오해: 읽기가 곧 줄이라서 모두 exact')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: belief_style.stroke,
      }),
    ],
  };
}

function of_lines(fates: readonly Fate[]): Figure {
  const share = ({ whole, sent }: Fate) => (100 * whole) / sent;
  return {
    title: say('Lines that arrived whole', '온전히 나온 줄'),
    height: 250,
    marginLeft: 250,
    marginRight: 110,
    x: { label: say('share of the lines sent, %', '보낸 줄에 대한 비율, %'), grid: true, domain: [0, 100] },
    y: { label: null, domain: fates.map(({ name }) => name) },
    marks: [
      Plot.barX(fates, { x: share, y: 'name', fill: ({ all }: Fate) => (all ? colour.sky : colour.orange) }),
      Plot.tickX(
        fates.filter(({ all }) => all),
        { x: () => 100, y: 'name', ...law_style, strokeWidth: 2 },
      ),
      Plot.text(fates, {
        x: () => 100,
        y: 'name',
        text: ({ whole, sent }: Fate) => `${whole} / ${sent}`,
        textAnchor: 'start',
        dx: 6,
      }),
      Plot.text([say('┅ law: all of them', '┅ 법칙: 전부')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: law_style.stroke,
      }),
    ],
  };
}
