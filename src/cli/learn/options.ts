import { say } from '../../learn/language.js';
import { type Complaints, read_arguments } from '../arguments.js';
import { Misuse } from '../command.js';
import type { Settings } from './session.js';

const complaints: Complaints = {
  unknown: (option) => say(`unknown option '${option}'`, `'${option}': 그런 옵션이 없다`),
  needs_value: (option) => say(`option '${option}' needs a value`, `'${option}' 옵션에는 값이 필요하다`),
  takes_no_value: (option) => say(`option '${option}' takes no value`, `'${option}' 옵션에는 값이 없다`),
};

/** Parses the command line after `sys-socket learn`. */
export function read_options(args: readonly string[]): { settings: Settings; words: readonly string[] } {
  const options = {
    lang: { type: 'string' },
    course: { type: 'string' },
    all: { type: 'boolean' },
    json: { type: 'boolean' },
    color: { type: 'string' },
    times: { type: 'string' },
    only: { type: 'string', multiple: true },
    'give-up': { type: 'boolean' },
  } as const;
  const { values, positionals } = read_arguments(args, options, complaints);
  const { 'give-up': give_up, ...rest } = values;
  if (rest.lang !== undefined && rest.lang !== 'en' && rest.lang !== 'ko')
    throw new Misuse(
      say(`--lang must be en or ko, got '${rest.lang}'`, `--lang은 en이나 ko여야 한다. 받은 것: '${rest.lang}'`),
    );
  return { settings: { ...rest, give_up }, words: positionals };
}
