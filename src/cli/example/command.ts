import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { package_root } from '../../load.js';
import { read_arguments } from '../arguments.js';
import { type Command, Failure, Misuse } from '../command.js';
import { open_output } from '../output.js';
import { type Example, examples, is_program, summary_of, with_its_parts } from './catalogue.js';
import { help } from './help.js';

const options = {
  copy: { type: 'boolean', default: false },
  run: { type: 'boolean', default: false },
} as const;

export const example_command: Command = {
  summary: 'example programs to read, run or copy',
  help,
  run: example,
};

async function example(args: readonly string[]): Promise<number> {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const { values, positionals } = read_arguments(own, options);
  const [name, surplus] = positionals;
  if (surplus !== undefined) throw new Misuse(`'${surplus}': put arguments of the program after --`);
  if (values.copy && values.run) throw new Misuse('give --copy or --run, not both');
  if (end >= 0 && !values.run) throw new Misuse('arguments after -- need --run');
  const all = examples();
  if (name === undefined) {
    if (values.copy || values.run) throw new Misuse('a name is missing');
    return print(list(all));
  }
  const found = all.find((one) => one.name === name.replace(/\.ts$/, ''));
  if (found === undefined) throw new Misuse(`no example '${name}': sys-socket example lists them`);
  if (values.run) return run(found, args.slice(end < 0 ? args.length : end + 1));
  return print(values.copy ? copy(with_its_parts(found, all)) : found.source);
}

function list(all: readonly Example[]): string {
  const programs = all.filter(is_program);
  const width = Math.max(...programs.map(({ name }) => name.length));
  return programs.map((one) => `${one.name.padEnd(width)}  ${summary_of(one)}\n`).join('');
}

/** Writes all of the files, or none. */
function copy(parts: readonly Example[]): string {
  const files = parts.map(({ name, source }) => [`${name}.ts`, source] as const);
  const there = files.find(([file]) => existsSync(file));
  if (there !== undefined) throw new Failure(`${there[0]} already exists`);
  for (const [file, source] of files) writeFileSync(file, source, { flag: 'wx' });
  return files.map(([file]) => `${resolve(file)}\n`).join('');
}

/** Runs the program in this process, so that descriptors, signals and the exit status are those of the program. */
async function run(found: Example, args: readonly string[]): Promise<number> {
  if (!is_program(found)) throw new Misuse(`'${found.name}' is a module that other examples import`);
  const file = `${package_root}dist/examples/${found.name}.js`;
  process.argv = [process.execPath, file, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
  return Number(process.exitCode ?? 0);
}

function print(text: string): number {
  const output = open_output(undefined, 1);
  output.write(text);
  return 0;
}
