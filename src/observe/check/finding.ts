/** The kinds of mistake that check mode finds. docs/check.md describes each of them, and when it cannot be found. */
export type FindingKind =
  | 'unread-refusal'
  | 'short-count'
  | 'double-close'
  | 'use-after-close'
  | 'leak'
  | 'left-by-worker'
  | 'no-cloexec'
  | 'no-nosignal'
  | 'after-end'
  | 'spin';

/** A mistake, the place where it was noticed, and its causes. */
export interface Finding {
  readonly kind: FindingKind;
  /** What is wrong, without source lines: `'close(18) on a descriptor that is already closed'`. */
  readonly message: string;
  /** The source line of the call: `'server.ts:41:18'`. Undefined if it is unknown. */
  readonly where: string | undefined;
  /** The earlier calls that led to it, each with its source line. */
  readonly causes: readonly Cause[];
  readonly fd?: number;
  /** The name of the errno, if there was one, and what it means for the call. */
  readonly code?: string;
  readonly explanation?: string;
  /** The kernel's thread ID. */
  readonly tid: number;
}

export interface Cause {
  /** `'closed'`, `'opened by socket'`, `'ended'`. */
  readonly what: string;
  readonly where: string | undefined;
}

/** A finding as readable text. */
export function finding_text({ kind, message, where, causes, explanation }: Finding): string {
  const lines = [
    `${kind}: ${message}${causes.some((cause) => cause.where === where) ? '' : at(where)}`,
    ...causes.map(({ what, where }) => `  ${what}${at(where)}`),
    ...(explanation === undefined ? [] : [`  ${explanation}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function at(where: string | undefined): string {
  return where === undefined ? '' : ` at ${where}`;
}
