/** The statistics of the rounds of one subject. */
export interface Row {
  readonly min: number;
  readonly median: number;
  /** Half of the rounds are between these two. */
  readonly quartiles: readonly [number, number];
  readonly rounds: number;
}

export function row(values: readonly number[]): Row {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    return ((sorted[Math.floor(place)] ?? Number.NaN) + (sorted[Math.ceil(place)] ?? Number.NaN)) / 2;
  };
  return { min: at(0), median: at(0.5), quartiles: [at(0.25), at(0.75)], rounds: sorted.length };
}

/** A Markdown table, which reads well on a terminal too. The first column is text, the others are numbers. */
export function markdown(cells: readonly (readonly string[])[]): string {
  const widths = cells[0]?.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0))) ?? [];
  const width = (i: number) => widths[i] ?? 0;
  const lines = cells.map(
    (line) => `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(width(0)) : cell.padStart(width(i)))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((wide, i) => (i === 0 ? '-'.repeat(wide) : `${'-'.repeat(wide - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
