import { number_of, read_arguments } from '../arguments.js';
import { paint_for } from '../colour.js';
import { type Command, Misuse } from '../command.js';
import { open_output } from '../output.js';
import { format_named } from '../trace/formats.js';
import { help } from './help.js';
import { name_of, show_logs } from './log.js';
import { show_program } from './program.js';
import { shown } from './shown.js';
import { View } from './view.js';

const options = {
  format: { type: 'string', default: 'text' },
  output: { type: 'string', short: 'o' },
  all: { type: 'boolean', short: 'a', default: false },
  filter: { type: 'string', short: 'e' },
  strings: { type: 'string', short: 's' },
  inject: { type: 'string', multiple: true, default: [] as string[] },
  slow: { type: 'string', default: '100' },
  'no-frames': { type: 'boolean', default: false },
  color: { type: 'string', default: 'auto' },
} as const;

export const strace_command: Command = {
  summary: 'the same view of a strace(1) log, or of any program run under strace, with its mistakes',
  help,
  run: show,
};

async function show(args: readonly string[]): Promise<number> {
  const separator = args.indexOf('--');
  const before = separator < 0 ? args : args.slice(0, separator);
  const { values, positionals: logs } = read_arguments(before, options);
  const [program, ...rest] = separator < 0 ? [] : args.slice(separator + 1);
  if (program === undefined && logs.length === 0) throw new Misuse('a log or -- PROGRAM is missing');
  if (program !== undefined && logs.length > 0) throw new Misuse(`'${logs[0]}': give a log or -- PROGRAM, not both`);
  if (program === undefined && values.inject.length > 0) throw new Misuse('--inject needs -- PROGRAM');
  const { all, slow, inject } = values;
  const strings = values.strings === undefined ? undefined : number_of('--strings', values.strings, { integer: true });
  const make = format_named(values.format);
  const shows = shown(values.filter, all);
  paint_for(values.color, false);

  const names = program === undefined ? told_apart(logs.map(name_of)) : [program];
  const output = open_output(values.output, values.format === 'text' && program !== undefined ? 2 : 1);
  try {
    const format = make({ paint: paint_for(values.color, output.terminal), slow: number_of('--slow', slow), names });
    const view = new View({ format, output, shows, frames: !values['no-frames'] });
    if (program === undefined) {
      await show_logs(logs, names, view);
      return 0;
    }
    const stdout = output.fd === 1 ? 'stderr' : 'inherit';
    return await show_program(program, rest, { strings, all, inject, stdout }, view);
  } finally {
    output.close();
  }
}

/** Adds a number to each name that several logs have. */
function told_apart(names: readonly string[]): string[] {
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}-${i + 1}`));
}
