import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { say } from '../../src/learn/language.js';
import type { RunSettings } from './bench.js';
import type { Check, Lab, Outcome, Word } from './lab.js';
import type { Need } from './needs.js';

/** The contents of verdict.json. */
export interface Verdict {
  readonly lab: string;
  readonly verdict: Word;
  readonly twin: boolean;
  readonly quick: boolean;
  /** The diagnoses of the checks that do not hold. */
  readonly diagnoses: readonly string[];
  readonly checks: readonly Check[];
  readonly conclusion: readonly string[];
  /** What is missing: for a verdict, if it is `unchecked`; otherwise for some of the checks or files. */
  readonly missing: readonly { readonly what: string; readonly install: string }[];
  /** The reason for a `broken` verdict. */
  readonly reason?: string;
  readonly began: string;
  readonly seconds: number;
  readonly machine: Readonly<Record<string, string | number | boolean>>;
}

/** The input of the verdict. */
export interface Findings {
  readonly settings: RunSettings;
  readonly began: Date;
  readonly outcome?: Outcome;
  readonly missing: readonly Need[];
  readonly reason?: string;
}

export function verdict_of({ settings, began, outcome, missing, reason }: Findings): Verdict {
  const checks = outcome?.checks ?? [];
  const wrong = checks.filter(({ holds }) => !holds);
  const judged: Word = wrong.length > 0 ? 'fail' : 'pass';
  return {
    lab: settings.lab,
    verdict: reason !== undefined ? 'broken' : outcome === undefined ? 'unchecked' : judged,
    twin: settings.twin,
    quick: settings.quick,
    diagnoses: [...new Set(wrong.map(({ otherwise }) => otherwise))],
    checks,
    conclusion: outcome?.conclusion ?? [],
    missing: missing.map(({ what, install }) => ({ what, install })),
    ...(reason !== undefined && { reason }),
    began: began.toISOString(),
    seconds: (Date.now() - began.getTime()) / 1000,
    machine: { ...machine(), alone: settings.alone },
  };
}

function machine(): Record<string, string | number> {
  return {
    kernel: release(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    congestion_control: readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim(),
  };
}

/** The verdict for the terminal: each check, the three lines of the conclusion, and the word. */
export function lines_of_verdict(verdict: Verdict, lab: Lab): string[] {
  const { checks, conclusion, diagnoses, missing, reason, twin } = verdict;
  const marks = checks.map(({ law, holds, measured, otherwise }) =>
    holds ? `  ✓ ${law}: ${measured}` : `  ✗ ${law}: ${measured}  [${otherwise}]`,
  );
  // The conclusion is about the right program, so it is not printed for the twin.
  const told = twin ? [say(`The twin ${lab.twin.mistake}.`, `쌍둥이의 실수: ${lab.twin.mistake}.`)] : conclusion;
  const word =
    verdict.verdict === 'fail'
      ? `fail: ${diagnoses.join(', ')}`
      : verdict.verdict === 'broken'
        ? `broken: ${reason}`
        : verdict.verdict;
  const lacking = missing.map(({ what, install }) =>
    verdict.verdict === 'unchecked'
      ? say(`  needs ${what}: ${install}`, `  ${what} 필요: ${install}`)
      : say(`  without ${what}: ${install}`, `  ${what} 없이: ${install}`),
  );
  return [...marks, '', ...told, '', ...lacking, word];
}
