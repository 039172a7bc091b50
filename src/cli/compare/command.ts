import { number_of, read_arguments } from '../arguments.js';
import { paint_for } from '../colour.js';
import { type Command, Misuse } from '../command.js';
import { open_output } from '../output.js';
import { help } from './help.js';
import { measure, trips } from './measure.js';
import { command_of } from './server.js';
import { table } from './table.js';

const options = {
  messages: { type: 'string', default: '100' },
  size: { type: 'string', default: '64' },
  large: { type: 'string', default: '262144' },
  'no-times': { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
  output: { type: 'string', short: 'o' },
  color: { type: 'string', default: 'auto' },
} as const;

export const compare_command: Command = {
  summary: 'two framed echo servers, side by side: the calls that each makes for the same messages',
  help,
  run: compare,
};

async function compare(args: readonly string[]): Promise<number> {
  const { values, positionals } = read_arguments(args, options);
  const [a, b, surplus] = positionals;
  if (a === undefined || b === undefined) throw new Misuse('two programs are needed');
  if (surplus !== undefined) throw new Misuse(`'${surplus}': quote a program and its arguments as one word`);
  if (values.format !== 'text' && values.format !== 'json') {
    throw new Misuse(`--format must be text, json, got '${values.format}'`);
  }
  const whole = (option: 'messages' | 'size' | 'large', least: number) =>
    number_of(`--${option}`, values[option], { integer: true, least });
  const asked = { messages: whole('messages', 1), size: whole('size', 0), large: whole('large', 0) };
  paint_for(values.color, false);
  const commands = [command_of(a), command_of(b)] as const;

  const output = open_output(values.output, 1);
  try {
    const servers = [await measure(commands[0], asked), await measure(commands[1], asked)] as const;
    const right = servers.every(({ refused }) => refused === undefined);
    const compared = { asked, servers, trips: right && !values['no-times'] ? await trips(commands, asked) : undefined };
    const paint = paint_for(values.color, output.terminal);
    output.write(values.format === 'json' ? `${JSON.stringify(compared)}\n` : table(compared, paint));
    return right ? 0 : 1;
  } finally {
    output.close();
  }
}
