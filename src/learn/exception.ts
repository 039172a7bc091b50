import { fileURLToPath } from 'node:url';
import { package_root } from '../load.js';
import { wrapped } from './columns.js';

/** The maximum number of lines. */
const most = 5;

/**
 * The useful part of a program's stderr: for an exception that Node prints, its message, the first frame in the program itself, and
 * what the error means; for anything else, the last lines.
 */
export function exception_of(stderr: string): string[] {
  const lines = stderr
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(/file:\/\/[^\s:)]+/g, (url) => fileURLToPath(url)))
    .filter((line) => line !== '' && !/^(SYS_SOCKET_FAULT:|Node\.js v|\(Use `node --trace)/.test(line));
  const message = lines.findIndex((line) => /^(Uncaught )?(\w*Error|\w*Exception)\b/.test(line));
  if (message < 0) return lines.slice(-most).map(near);
  if (lines[message]?.startsWith('SyntaxError')) {
    const before = lines.slice(0, message).slice(-3);
    return [...(before[0]?.startsWith('node:') ? [] : before), lines[message]].map(near);
  }
  const place = lines.slice(message).find((line) => /^\s+at /.test(line) && !ours.some((part) => line.includes(part)));
  return [
    ...[lines[message] ?? '', ...(place === undefined ? [] : [place])].map(near),
    ...meaning(explanation_in(lines)),
  ];
}

/** True for a SyntaxError of the program's own text, from Node, which may give it a code, or from the compiler before it. */
export function does_not_parse(stderr: string): boolean {
  return /^SyntaxError(?: \[\w+\])?: (?!The requested module|Named export)/m.test(stderr);
}

/** The explanation that `unwrap` adds to an error, as Node prints it with an uncaught error. */
function explanation_in(lines: readonly string[]): string {
  for (const line of lines) {
    const [, , text] = /^ +explanation: (['"`])(.*)\1,?$/.exec(line) ?? [];
    if (text !== undefined) return text.replaceAll("\\'", "'");
  }
  return '';
}

/** The explanation that `unwrap` has added to the error, as lines. */
export function explained(error: unknown): string[] {
  return error instanceof Error && 'explanation' in error ? meaning(String(error.explanation)) : [];
}

/** The first part of an explanation, which says what the error means. The advice after it is left out, so that a verdict fits one screen. */
function meaning(text: string): string[] {
  const [means = ''] = text.split(/; |\. /, 1);
  return wrapped(means, 72);
}

/** Frames that are not the program's. */
const ours = ['node:', ...['dist/', 'out/src/', 'src/'].map((folder) => `${package_root}${folder}`)];

/** A file below this folder is named relative to it. */
function near(line: string): string {
  return line.replaceAll(`${process.cwd()}/`, '');
}
