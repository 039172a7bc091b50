import { type ParseArgsConfig, parseArgs } from 'node:util';
import { filter } from '../observe/filter.js';
import { Misuse } from './command.js';

type Options = NonNullable<ParseArgsConfig['options']>;

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/** node:util's parseArgs, whose complaints are of one line and end with status 2. */
export function read_arguments<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Misuse(plainer(error.message));
  }
}

/** Node's own sentences go on to explain `--`; the first clause is enough. */
function plainer(message: string): string {
  const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1];
  if (unknown !== undefined) return `unknown option '${unknown}'`;
  const missing = /^Option '(?:-\w, )?(--?[\w-]+)[^']*' argument/.exec(message)?.[1];
  if (missing !== undefined) return `option '${missing}' needs a value`;
  return message.split(/[.\n]/, 1)[0] ?? message;
}

/** A number on the command line. */
export function number_of(option: string, text: string, { least = 0, integer = false } = {}): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < least || (integer && !Number.isInteger(number))) {
    const what = integer ? 'a whole number' : 'a number';
    throw new Misuse(`${option} needs ${what}${least > 0 ? ` of at least ${least}` : ''}, got '${text}'`);
  }
  return number;
}

/** Calls by strace's words, with or without its `trace=` before them. */
export function filter_of(words: string): (syscall: string) => boolean {
  try {
    return filter(words.replace(/^(trace|t)=/, ''));
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

/** Splits a command line into words as a shell does: spaces, quotes, backslashes; nothing is expanded. */
export function words_of(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const token = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(.)/gsy;
  for (const [whole, single, double, escaped, bare, stray] of line.matchAll(token)) {
    if (stray !== undefined) throw new Misuse(`a ${stray} without an end: ${line}`);
    const part = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? bare;
    if (part !== undefined) word = (word ?? '') + part;
    else if (whole.trim() === '' && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
