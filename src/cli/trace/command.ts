import { rules_of } from '../../observe/fault/environment.js';
import { filter_of, number_of, read_arguments, words_of } from '../arguments.js';
import { paint_for } from '../colour.js';
import { type Command, Misuse } from '../command.js';
import { open_output } from '../output.js';
import { format_named } from './formats.js';
import { help } from './help.js';
import { program_of } from './program.js';
import { run } from './run.js';

const options = {
  with: { type: 'string' },
  format: { type: 'string', default: 'text' },
  output: { type: 'string', short: 'o' },
  filter: { type: 'string', short: 'e' },
  strings: { type: 'string', short: 's' },
  slow: { type: 'string', default: '100' },
  fault: { type: 'string', multiple: true, default: [] as string[] },
  'no-frames': { type: 'boolean', default: false },
  color: { type: 'string', default: 'auto' },
} as const;

export const trace_command: Command = {
  summary: 'the calls of a program: what, when, from which line, and why they failed',
  help,
  run: trace_program,
};

async function trace_program(args: readonly string[]): Promise<number> {
  const { values, program, rest } = split(args);
  if (program === undefined) throw new Misuse('a program is missing');
  if (runs_programs.test(program))
    throw new Misuse(`leave out '${program}': name the program itself, as in server.ts -- --port 9000`);
  const make = format_named(values.format);
  if (values.strings !== undefined) number_of('--strings', values.strings, { integer: true });
  const shows = filter_of(values.filter ?? 'all'); // only filters the output: the trace needs listen to recognize a server
  const slow = number_of('--slow', values.slow);
  for (const rule of values.fault) check_fault(rule);
  const document = values.format !== 'text';
  paint_for(values.color, false);

  const first = program_of(program, rest);
  const words = values.with === undefined ? undefined : words_of(values.with);
  if (words?.length === 0) throw new Misuse('--with needs a program');
  const second = words === undefined ? undefined : program_of(words[0] ?? '', words.slice(1));
  const names = named(first.name, second?.name);

  const output = open_output(values.output, document ? 1 : 2);
  try {
    const format = make({ paint: paint_for(values.color, output.terminal), slow, names });
    return await run({
      programs: [
        { ...first, name: names[0] },
        ...(second === undefined ? [] : [{ ...second, name: names[1] ?? second.name }]),
      ],
      format,
      output,
      shows,
      child: {
        strings: values.strings,
        frames: !values['no-frames'],
        stdout: output.fd === 1 ? 2 : 1,
        env: with_faults(values.fault),
      },
    });
  } finally {
    output.close();
  }
}

/** Runners that users may put before the program, although this command starts the program itself. */
const runs_programs = /^(.*\/)?(node|nodejs|tsx|ts-node|bun|deno|npx)$/;

/** The options, the program, and the program's arguments: all that follow it, with or without a `--` in between. */
function split(args: readonly string[]) {
  const separator = args.indexOf('--');
  const before = separator < 0 ? args : args.slice(0, separator);
  const after = separator < 0 ? [] : args.slice(separator + 1);
  const { values, positionals } = read_arguments(before, options);
  const [program, surplus] = positionals;
  if (surplus !== undefined && !runs_programs.test(program ?? ''))
    throw new Misuse(`'${surplus}': put arguments of the program after --`);
  return program === undefined ? { values, program: after[0], rest: after.slice(1) } : { values, program, rest: after };
}

/** The program would refuse the rule too, but that would look like a failure of the program. */
function check_fault(rule: string): void {
  try {
    rules_of(rule);
  } catch (error) {
    throw new Misuse(`--fault: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Appends the rules of the command line to those of the environment. */
function with_faults(rules: readonly string[]): NodeJS.ProcessEnv {
  const { SYS_SOCKET_FAULT } = process.env;
  const all = [...(SYS_SOCKET_FAULT === undefined || SYS_SOCKET_FAULT === '0' ? [] : [SYS_SOCKET_FAULT]), ...rules];
  return all.length === 0 ? process.env : { ...process.env, SYS_SOCKET_FAULT: all.join(' ') };
}

function named(first: string, second: string | undefined): [string, ...string[]] {
  if (second === undefined) return [first];
  return first === second ? [`${first}-1`, `${second}-2`] : [first, second];
}
