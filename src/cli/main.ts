import { readFileSync } from 'node:fs';
import { package_root } from '../load.js';
import { type Command, Failure, Misuse, status } from './command.js';
import { commands } from './commands.js';
import { nobody_reads, quiet_when_unread, unread } from './output.js';

/** Runs the command line. @returns the exit status */
export async function main(args: readonly string[]): Promise<number> {
  quiet_when_unread();
  const [name, ...rest] = args;
  try {
    return await run(name, rest);
  } catch (error) {
    if (nobody_reads(error)) return unread;
    if (!(error instanceof Misuse || error instanceof Failure)) throw error;
    const prefix = name !== undefined && Object.hasOwn(commands, name) ? `sys-socket ${name}` : 'sys-socket';
    const hint = error instanceof Misuse ? ` (${error.hint ?? `see ${prefix} --help`})` : '';
    process.stderr.write(`${prefix}: ${error.message}${hint}\n`);
    return error instanceof Misuse ? status.misuse : status.failure;
  }
}

async function run(name: string | undefined, args: readonly string[]): Promise<number> {
  if (name === undefined) throw new Misuse(`a command is missing: ${Object.keys(commands).join(', ')}`);
  if (name === '--version' || name === '-V') return print(`sys-socket ${version()}`);
  if (name === '--help' || name === '-h') return print(overview());
  if (name === 'help') return help(args);
  if (name.startsWith('-')) throw new Misuse(`unknown option '${name}'`);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Misuse(`unknown command '${name}'`);
  const [before] = split(args);
  if (before.includes('--help') || before.includes('-h')) return print(await help_of(command, before));
  return command.run(args);
}

/** Splits the arguments at `--`; those before it belong to the command. */
function split(args: readonly string[]): [before: readonly string[], after: readonly string[]] {
  const at = args.indexOf('--');
  return at < 0 ? [args, []] : [args.slice(0, at), args.slice(at + 1)];
}

async function help([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) return print(overview());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Misuse(`unknown command '${name}'`);
  return print(await help_of(command, args));
}

async function help_of({ help }: Command, args: readonly string[]): Promise<string> {
  return typeof help === 'string' ? help : help(args);
}

function print(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: sys-socket COMMAND [OPTION]...

${lines.join('\n')}

  sys-socket help COMMAND   show the options of a command
  sys-socket --version

exit status: 0, 1 for a failure, 2 for a wrong command line`;
}

function version(): string {
  return JSON.parse(readFileSync(`${package_root}package.json`, 'utf8')).version;
}
