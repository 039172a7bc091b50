import { type Finding, type FindingKind, finding_text } from '../observe/check/finding.js';
import type { Matched } from '../strace/index.js';

/** Assertions about the findings of check mode: the result of `check_program`, or of `end()` of a `check`, of sys-socket/observe. */
export interface FindingMatchers<R = unknown> {
  /** No descriptor was left open at the end, not even by a worker that has ended. */
  toLeakNothing(): R;
  /** The program read every error and every short count. */
  toIgnoreNothing(): R;
}

const leaks: readonly FindingKind[] = ['leak', 'left-by-worker'];
const ignored: readonly FindingKind[] = ['unread-refusal', 'short-count'];

export const finding_matchers = {
  toLeakNothing: (checked: unknown) =>
    none_of(leaks, findings_of(checked, 'toLeakNothing: checked'), 'to leak nothing'),
  toIgnoreNothing: (checked: unknown) =>
    none_of(ignored, findings_of(checked, 'toIgnoreNothing: checked'), 'to ignore nothing'),
};

/** The findings as a message. */
export function told(findings: readonly Finding[]): string {
  return findings.map(finding_text).join('');
}

function none_of(kinds: readonly FindingKind[], findings: readonly Finding[], claim: string): Matched {
  const found = findings.filter(({ kind }) => kinds.includes(kind));
  if (found.length > 0) return { pass: false, message: () => `expected the program ${claim}\n\n${told(found)}` };
  return { pass: true, message: () => `expected the program not ${claim}, but check mode found nothing of the kind` };
}

/** @throws TypeError if it has no findings */
function findings_of(checked: unknown, where: string): readonly Finding[] {
  const findings: unknown =
    typeof checked === 'object' && checked !== null && 'findings' in checked ? checked.findings : checked;
  if (Array.isArray(findings) && findings.every(is_finding)) return findings;
  throw new TypeError(`${where} must be the result of check_program or of check of sys-socket/observe`);
}

/** True if it has the fields of a Finding that are shown. */
function is_finding(one: Partial<Finding> | null | undefined): one is Finding {
  return typeof one?.kind === 'string' && typeof one.message === 'string' && Array.isArray(one.causes);
}
