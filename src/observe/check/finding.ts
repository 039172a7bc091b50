/** What check mode can find. docs/check.md says of each when it is found, and when it cannot be. */
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

/** A mistake, where it happened, and where it was caused. */
export interface Finding {
  readonly kind: FindingKind;
  /** What is wrong, in a sentence without places: `'close(18) of a descriptor that is closed'`. */
  readonly message: string;
  /** The line that did it: `'server.ts:41:18'`. Undefined when it cannot be told. */
  readonly where: string | undefined;
  /** What led to it, each with its line. */
  readonly causes: readonly Cause[];
  readonly fd?: number;
  /** The name of the errno, where there was one, and what it means for the call. */
  readonly code?: string;
  readonly explanation?: string;
  /** The thread, by the kernel's number. */
  readonly tid: number;
}

export interface Cause {
  /** `'closed'`, `'opened by socket'`, `'ended'`. */
  readonly what: string;
  readonly where: string | undefined;
}

/** A finding as people read it. */
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
