import { columns } from '../columns.js';
import { say } from '../language.js';
import { diagnoses, type Point, points } from './diagnoses.js';
import type { Broken, Finding, Judgement } from './judge.js';

/** A point of the list, and the results of its trials. */
export interface Row {
  readonly point: Point;
  readonly law: string;
  readonly findings: readonly Finding[];
  /** Undefined if no trial of it was run, because an earlier trial failed. */
  readonly kept: boolean | undefined;
}

export function rows({ findings, broken }: Judgement): Row[] {
  return Object.entries(points).map(([name, law]) => {
    const point = name as Point; // the keys of `points` are Point
    const of = findings.filter((finding) => finding.point === point);
    const kept = broken?.point === point ? false : of.some((finding) => finding.kept === true) ? true : undefined;
    return { point, law, findings: of, kept };
  });
}

/** The output of the command, which fits one screen. */
export function lines(judgement: Judgement, width = 90): string[] {
  const { broken, remarks } = judgement;
  const list = rows(judgement).map((row) => `${mark(row.kept)} ${row.law}${count(row)}`);
  const untried = judgement.findings.filter(({ kept }) => kept === 'untried').map(({ name }) => name);
  const said = remarks.map((remark) => say(`remark: ${remark}`, `참고: ${remark}`));
  if (untried.length > 0) {
    said.push(
      say(
        `not tried: ${untried.join(', ')}: the server does not use sys-socket`,
        `시험하지 않음: ${untried.join(', ')}: 서버가 sys-socket을 쓰지 않는다`,
      ),
    );
  }
  if (broken === undefined) return [...list, '', ...said, 'pass'];
  return [...list, '', ...verdict(broken, width), '', ...said, `fail: ${broken.diagnosis}`];
}

function mark(kept: boolean | undefined): string {
  return kept === undefined ? '·' : kept ? '✓' : '✗';
}

function count({ findings, kept }: Row): string {
  const tried = findings.filter((finding) => finding.kept !== 'untried');
  if (kept === undefined) return say(' (not tried)', ' (시험하지 않음)');
  return kept && tried.length > 1 ? say(` (${tried.length} trials)`, ` (시험 ${tried.length}가지)`) : '';
}

function verdict({ trial, diagnosis, sent, came, proof }: Broken, width: number): string[] {
  const { said, read } = diagnoses[diagnosis];
  const rows = [
    [say('trial', '시험'), trial],
    ...(sent === undefined || sent === trial ? [] : [[say('sent', '보낸 것'), sent]]),
    [say('result', '돌아온 것'), came],
    ...proof.map((line, i) => [i === 0 ? say('proof', '증거') : '', line]),
    [say('read', '읽을 곳'), read],
  ];
  const left = Math.max(...rows.map(([name = '']) => columns(name)));
  const cut = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
  return [
    said,
    ...rows.map(([name = '', text = '']) => `  ${name}${' '.repeat(left - columns(name))}  ${cut(text)}`.trimEnd()),
  ];
}
