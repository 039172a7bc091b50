import { fileURLToPath } from 'node:url';
import { package_root } from '../load.js';

/** The most lines that are told. */
const most = 5;

/**
 * What is of use in what a program said on stderr: of an exception that Node prints, the line and the message, and the first place in
 * the program itself; of other words, the last lines.
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
  return [lines[message] ?? '', ...(place === undefined ? [] : [place])].map(near);
}

/** Frames that are not the program's. */
const ours = ['node:', ...['dist/', 'out/src/', 'src/'].map((folder) => `${package_root}${folder}`)];

/** A file is named from here when it is below. */
function near(line: string): string {
  return line.replaceAll(`${process.cwd()}/`, '');
}
