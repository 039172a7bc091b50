import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { columns_of, left } from './columns.js';
import { colour, law_style } from './figure.js';
import type { Figure } from './lab.js';

/** A cell of a truth table: the measured value, and the value of the law. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly measured: string;
  readonly law: string;
  /** Whether the cell is highlighted, for example because the call returned. */
  readonly lit: boolean;
}

export function wrong_cells(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ measured, law }) => measured !== law);
}

/** A truth table as a figure. A cell that differs from the law has a dashed border, and the law below. */
export function grid_figure(
  cells: readonly Cell[],
  what: { readonly title: string; readonly rows: string; readonly columns: string; readonly marginLeft: number },
): Figure {
  const rows = names(cells, 'row');
  const at = { x: 'column', y: 'row' } as const;
  const wrong = wrong_cells(cells);
  return {
    title: what.title,
    marginLeft: what.marginLeft,
    marginTop: 44,
    marginBottom: 10,
    height: 74 + 30 * rows.length,
    x: {
      label: what.columns,
      axis: 'top',
      labelAnchor: 'right',
      labelArrow: 'none',
      labelOffset: 36,
      tickSize: 0,
      domain: names(cells, 'column'),
    },
    y: { label: what.rows, labelAnchor: 'top', labelArrow: 'none', tickSize: 0, domain: rows },
    marks: [
      Plot.cell(cells, { ...at, inset: 1, fill: ({ lit }: Cell) => (lit ? colour.sky : '#ededed') }),
      Plot.text(cells, { ...at, text: 'measured', fill: '#1b1b1b' }),
      Plot.cell(wrong, { ...at, inset: 2, fill: 'none', ...law_style }),
      Plot.text(wrong, {
        ...at,
        text: ({ law }: Cell) => `${say('law', '법칙')}: ${law}`,
        dy: 10,
        fontSize: 9,
        fill: colour.red,
      }),
    ],
  };
}

/** The same for the terminal. A row that differs from the law ends with ✗ and the law. */
export function grid_lines(cells: readonly Cell[]): string[] {
  const columns = names(cells, 'column');
  const widths = columns.map((column) => {
    const texts = cells.filter((cell) => cell.column === column).map(({ measured }) => measured);
    return Math.max(...[column, ...texts].map(columns_of));
  });
  const longest = Math.max(...cells.map(({ row }) => columns_of(row)));
  const line = (name: string, texts: readonly string[]) =>
    `  ${left(name, longest)}  ${texts.map((text, i) => left(text, widths[i] ?? 0)).join('  ')}`.trimEnd();
  return [
    line('', columns),
    ...names(cells, 'row').map((row) => {
      const of = cells.filter((cell) => cell.row === row);
      const laws = wrong_cells(of).map(({ column, law }) => `${column} ${law}`);
      const told = laws.length > 0 ? `  ✗ ${say('law', '법칙')}: ${laws.join(', ')}` : '';
      return `${line(
        row,
        of.map(({ measured }) => measured),
      )}${told}`;
    }),
  ];
}

function names(cells: readonly Cell[], which: 'row' | 'column'): string[] {
  return [...new Set(cells.map((cell) => cell[which]))];
}
