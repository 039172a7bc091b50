import type { Finding } from './judge.js';
import { type Point, points } from './trials.js';

/** A point of the list, and how the trials of it went. */
export interface Verdict {
  readonly point: Point;
  readonly law: string;
  readonly otherwise: string;
  readonly findings: readonly Finding[];
  readonly kept: boolean;
  /** `5 of 6 trials`, and what went wrong first. */
  readonly measured: string;
}

export function verdicts(findings: readonly Finding[]): Verdict[] {
  return Object.entries(points).map(([name, { law, otherwise }]) => {
    const point = name as Point; // the keys of `points` are Point
    const of = findings.filter(({ trial }) => trial.point === point);
    const broken = of.filter(({ problem }) => problem !== undefined);
    const untried = of.filter((finding) => finding.untried).length;
    const count = `${of.length - broken.length} of ${of.length} trials`;
    const unseen = untried === 0 ? '' : `, ${untried} of them without faults: it makes no calls of sys-socket`;
    const [first] = broken;
    const measured = `${count}${unseen}${first === undefined ? '' : `; ${first.trial.name}: ${first.problem}`}`;
    return { point, law, otherwise, findings: of, kept: broken.length === 0, measured };
  });
}

/** What the command prints: the four points, and of each broken one what proves it. */
export function lines(findings: readonly Finding[]): string[] {
  return verdicts(findings).flatMap(({ law, kept, findings: of, otherwise }) => [
    `${kept ? '✓' : '✗'} ${law}${kept ? '' : `  [${otherwise}]`}`,
    ...of.flatMap(({ trial, problem, evidence, untried }) => {
      const mark = problem === undefined ? (untried ? '·' : '✓') : '✗';
      const why = untried ? ' (no faults: it makes no calls of sys-socket)' : '';
      const proof = problem === undefined ? [] : [`        ${problem}`, ...evidence.map((line) => `        | ${line}`)];
      return [`    ${mark} ${trial.name}${why}`, ...proof];
    }),
  ]);
}
