import { readFileSync } from 'node:fs';

/** The text of a diagnosis: what the learner did, and where to read about it. */
export interface DiagnosisText {
  readonly said: string;
  readonly read: string;
}

/** The text of an exercise in one language. */
export interface Text {
  readonly title: string;
  /** The task, as lines. */
  readonly task: string;
  readonly hints: readonly string[];
  readonly diagnoses: Readonly<Record<string, DiagnosisText>>;
}

/**
 * Reads a `text.LANG.md`:
 *
 *     # The title
 *     The task ...
 *     ## 1 / ## 2 / ## 3        the hints
 *     ## trusts-one-call        a diagnosis: what it says, and after `→` where to read
 */
export function read_text(file: string): Text {
  const [head = '', ...parts] = readFileSync(file, 'utf8').split(/^## /m);
  const [first = '', ...task] = head.split('\n');
  const hints: string[] = [];
  const diagnoses: Record<string, DiagnosisText> = {};
  for (const part of parts) {
    const [name = '', ...lines] = part.split('\n');
    const body = lines.join('\n').trim();
    if (/^\d$/.test(name.trim())) hints.push(body);
    else {
      const [said = '', read = ''] = body.split(/^→ /m).map((text) => text.replaceAll(/\s*\n\s*/g, ' ').trim());
      diagnoses[name.trim()] = { said, read };
    }
  }
  return { title: first.replace(/^# /, '').trim(), task: task.join('\n').trim(), hints, diagnoses };
}
