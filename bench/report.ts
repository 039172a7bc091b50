import { spawnSync } from 'node:child_process';
import { arch, cpus, release } from 'node:os';
import { type Case, fair, type Goal } from './cases.js';
import { core, number_of } from './children.js';
import type { Rounds } from './rounds.js';
import { markdown, type Row, row } from './statistics.js';

export interface Judged extends Goal {
  /** The ratio of the medians, which decides, and that of the minima. */
  readonly measured: number;
  readonly measured_min: number;
  readonly met: boolean;
}

export interface Report {
  readonly title: string;
  readonly base: string;
  readonly rounds: Rounds;
  readonly rows: Readonly<Record<string, Readonly<Record<string, Row>>>>;
  readonly goals: readonly Judged[];
}

/** The compiler of the floor, as its --version says. */
function compiler(): string {
  const { stdout } = spawnSync(process.env.CXX ?? 'c++', ['--version'], { encoding: 'utf8' });
  return /\S+ \(.*\) [\d.]+|clang version [\d.]+/.exec(stdout ?? '')?.[0] ?? 'unknown';
}

/** The version of glibc that Node runs with; undefined with another libc. */
function glibc(): string | undefined {
  const { header } = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
}

export const machine = {
  kernel: release(),
  arch: arch(),
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  'C++ compiler': compiler(),
  glibc: glibc() ?? 'none',
  pinned: core !== undefined,
};

export function report({ title, measures, goals, base = fair }: Case, rounds: Rounds): Report {
  const rows = Object.fromEntries(
    Object.entries(rounds).map(([subject, lines]) => [
      subject,
      Object.fromEntries(measures.map((measure) => [measure, row(lines.map((line) => number_of(line, measure)))])),
    ]),
  );
  const judged = goals.map((goal) => {
    const of = (subject: string) => rows[subject]?.[goal.measure ?? measures[0]] ?? row([]);
    const measured = of(goal.subject).median / of(goal.over).median;
    const measured_min = of(goal.subject).min / of(goal.over).min;
    const met = goal.at === 'most' ? measured <= goal.ratio : measured >= goal.ratio;
    return { ...goal, measured, measured_min, met };
  });
  return { title, base, rounds, rows, goals: judged };
}

/** The report as a Markdown table, which reads well on a terminal too. */
export function table({ title, base: name, rounds, rows, goals }: Report): string {
  const base = Object.values(rows[name] ?? {})[0];
  const over = name === fair ? 'fair' : name;
  const names = Object.keys(Object.values(rows)[0] ?? {});
  const cells = [
    ['', ...names.flatMap((name) => [`${name}, min`, `${name}, median`]), `/ ${over}, min`, `/ ${over}, median`],
    ...Object.entries(rows).map(([subject, row]) => {
      const values = Object.values(row);
      const [first] = values;
      const ratio = (part: 'min' | 'median') => ((first?.[part] ?? 0) / (base?.[part] ?? 0)).toFixed(2);
      return [subject, ...values.flatMap(({ min, median }) => [ns(min), ns(median)]), ratio('min'), ratio('median')];
    }),
  ];
  const count = Object.values(rounds)[0]?.length ?? 0;
  return [`### ${title}`, '', `${count} rounds, ns`, '', markdown(cells), '', ...goals.map(verdict)].join('\n');
}

function ns(value: number): string {
  return value.toFixed(0);
}

function verdict({ subject, measure, over, at, ratio, measured, measured_min, met }: Judged): string {
  const found = `${measured.toFixed(2)} (of the minima: ${measured_min.toFixed(2)})`;
  return `- ${subject} / ${over}${measure === undefined ? '' : `, ${measure}`}: at ${at} ${ratio.toFixed(2)}, measured ${found}: **${met ? 'met' : 'missed'}**`;
}
