import { writeFileSync } from 'node:fs';
import { number_of, read_arguments } from '../arguments.js';
import { paint_for } from '../colour.js';
import { type Command, Failure, Misuse } from '../command.js';
import { open_output } from '../output.js';
import { csv, csv_head } from './csv.js';
import { help } from './help.js';
import { History } from './history.js';
import { check_namespace, NoProcess, type Sample, sample, type Target } from './sample.js';
import { Screen } from './screen.js';
import { pause, until_signal } from './signals.js';
import { svg } from './svg.js';
import { table } from './table.js';

const options = {
  csv: { type: 'boolean', default: false },
  svg: { type: 'string' },
  interval: { type: 'string', short: 'n', default: '1' },
  count: { type: 'string', short: 'c' },
  color: { type: 'string', default: 'auto' },
} as const;

export const watch_command: Command = {
  summary: 'the queues of the sockets of a process or port, as they fill and drain',
  help,
  run: watch,
};

async function watch(args: readonly string[]): Promise<number> {
  const { values, positionals } = read_arguments(args, options);
  const target = target_of(positionals);
  const seconds = number_of('--interval', values.interval, { least: 0.01 });
  const count =
    values.count === undefined
      ? Number.POSITIVE_INFINITY
      : number_of('--count', values.count, { least: 1, integer: true });
  const output = open_output(undefined, 1);
  const paint = paint_for(values.color, output.terminal);
  if ('pid' in target) check_namespace(target);

  const screen = new Screen(output, output.terminal && !values.csv);
  const history = new History();
  const began = performance.now();
  const show = (samples: readonly Sample[]) => {
    history.add(performance.now() - began, samples);
    if (values.csv) output.write(csv(Date.now() / 1000, samples));
    else screen.show(table(samples, history, paint));
  };

  const stop = until_signal();
  try {
    const first = sample(target); // before anything is written, because the process may not exist
    if (values.csv) output.write(csv_head);
    show(first);
    for (let i = 1; i < count && (await pause(seconds * 1000, stop)); i += 1) {
      const samples = sample_or_end(target);
      if (samples === undefined) break;
      show(samples);
    }
    return stop.status;
  } finally {
    stop.restore();
    screen.restore();
    if (values.svg !== undefined) write(values.svg, svg(history));
  }
}

/** Parses a process or a port. */
function target_of([word, surplus]: readonly string[]): Target {
  if (word === undefined) throw new Misuse('a process (1234) or a port (:9000) is missing');
  if (surplus !== undefined) throw new Misuse(`'${surplus}': only one process or port can be watched`);
  const port = /^:(\d{1,5})$/.exec(word)?.[1];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65535) return { port: Number(port) };
  if (/^[1-9]\d{0,9}$/.test(word)) return { pid: Number(word) };
  throw new Misuse(`expected a process (1234) or a port (:9000), got '${word}'`);
}

/** Undefined if the process has ended. */
function sample_or_end(target: Target): Sample[] | undefined {
  try {
    return sample(target);
  } catch (error) {
    if (error instanceof NoProcess) return undefined;
    throw error;
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}
