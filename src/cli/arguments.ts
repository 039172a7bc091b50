import { type ParseArgsConfig, parseArgs } from 'node:util';
import { filter } from '../observe/filter.js';
import { Misuse } from './command.js';

type Options = NonNullable<ParseArgsConfig['options']>;

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/** The messages for options that are invalid. */
export interface Complaints {
  unknown(option: string): string;
  needs_value(option: string): string;
  takes_no_value(option: string): string;
}

const in_english: Complaints = {
  unknown: (option) => `unknown option '${option}'`,
  needs_value: (option) => `option '${option}' needs a value`,
  takes_no_value: (option) => `option '${option}' takes no value`,
};

/** node:util's parseArgs, with error messages of one line and exit status 2. */
export function read_arguments<const O extends Options>(
  args: readonly string[],
  options: O,
  complaints = in_english,
): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Misuse(plainer(error.message, complaints));
  }
}

/** Node's messages continue with an explanation of `--`; the first clause is enough. */
function plainer(message: string, { unknown, needs_value, takes_no_value }: Complaints): string {
  const strange = /^Unknown option '([^']+)'/.exec(message)?.[1];
  if (strange !== undefined) return unknown(strange);
  const [, option = '', has] = /^Option '(?:-\w, )?(--?[\w-]+)[^']*' (argument|does not take)/.exec(message) ?? [];
  if (has !== undefined) return has === 'argument' ? needs_value(option) : takes_no_value(option);
  return message.split(/[.\n]/, 1)[0] ?? message;
}

/** A number on the command line. */
export function number_of(
  option: string,
  text: string,
  { least = 0, integer = false, complaint }: { least?: number; integer?: boolean; complaint?: string } = {},
): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < least || (integer && !Number.isInteger(number))) {
    const what = integer ? 'a whole number' : 'a number';
    throw new Misuse(complaint ?? `${option} needs ${what}${least > 0 ? ` of at least ${least}` : ''}, got '${text}'`);
  }
  return number;
}

/** A filter of calls in strace's words, with or without `trace=` before them. */
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
    if (stray !== undefined) throw new Misuse(`unclosed ${stray} in: ${line}`);
    const part = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? bare;
    if (part !== undefined) word = (word ?? '') + part;
    else if (whole.trim() === '' && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
