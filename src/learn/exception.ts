import { fileURLToPath } from 'node:url';
import { package_root } from '../load.js';
import { columns } from './screen.js';

/** The most lines that are told. */
const most = 5;

/**
 * What is of use in what a program said on stderr: of an exception that Node prints, the line and the message, the first place in
 * the program itself, and what a refusal means; of other words, the last lines.
 */
export function exception_of(stderr: string): string[] {
  const lines = stderr
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(/file:\/\/[^\s:)]+/g, (url) => fileURLToPath(url)))
    .filter((line) => line !== '' && !/^(SYS_SOCKET_FAULT:|Node\.js v|\(Use `node --trace)/.test(line));
  const message = lines.findIndex((line) => /^(Uncaught )?(\w*Error|\w*Exception)\b/.test(line));
  if (message < 0) return lines.slice(-most).map(near);
  if (lines[message]?.startsWith('SyntaxError'))
    return [...lines.slice(0, message).slice(-3), lines[message]].map(near);
  const place = lines.slice(message).find((line) => /^\s+at /.test(line) && !ours.some((part) => line.includes(part)));
  return [
    ...[lines[message] ?? '', ...(place === undefined ? [] : [place])].map(near),
    ...wrapped(explanation_in(lines)),
  ];
}

/** What `unwrap` adds to a refusal, as Node prints it with an error that nobody caught. */
function explanation_in(lines: readonly string[]): string {
  for (const line of lines) {
    const [, , text] = /^ +explanation: (['"`])(.*)\1,?$/.exec(line) ?? [];
    if (text !== undefined) return text.replaceAll("\\'", "'");
  }
  return '';
}

/** What `unwrap` has added to the error, as lines. */
export function explained(error: unknown): string[] {
  return error instanceof Error && 'explanation' in error ? wrapped(String(error.explanation)) : [];
}

/** What it means, without what to do: a verdict says that, and fits one screen. As many words on a line as there is room for. */
function wrapped(text: string, width = 72): string[] {
  const lines: string[] = [];
  const [means = ''] = text.split(/; |\. /, 1);
  for (const word of means.split(' ').filter((word) => word !== '')) {
    const last = lines.at(-1);
    if (last === undefined || columns(`${last} ${word}`) > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Frames that are not the program's. */
const ours = ['node:', ...['dist/', 'out/src/', 'src/'].map((folder) => `${package_root}${folder}`)];

/** A file is named from here when it is below. */
function near(line: string): string {
  return line.replaceAll(`${process.cwd()}/`, '');
}
