import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { read_arguments } from '../arguments.js';
import { type Command, Failure, Misuse, status_of_signal } from '../command.js';
import { program_of } from '../trace/program.js';
import { pass_signals } from '../trace/signals.js';
import { help } from './help.js';

const options = {
  abort: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  output: { type: 'string', short: 'o' },
} as const;

export const check_command: Command = {
  summary: 'mistakes that compile: ignored errors, short counts, descriptors leaked or used after close',
  help,
  run: check_program,
};

async function check_program(args: readonly string[]): Promise<number> {
  const separator = args.indexOf('--');
  const { values, positionals } = read_arguments(separator < 0 ? args : args.slice(0, separator), options);
  const [file, ...rest] = [...positionals, ...(separator < 0 ? [] : args.slice(separator + 1))];
  if (file === undefined) throw new Misuse('a program is missing');
  const { abort, json, output } = values;
  if (output !== undefined && /\s/.test(output)) throw new Misuse(`-o takes a name without spaces, got '${output}'`);
  const words = [
    '1',
    ...(abort ? ['abort'] : []),
    ...(json ? ['json'] : []),
    ...(output === undefined ? [] : [resolve(output)]),
  ];
  const program = program_of(file, rest);
  // The main thread, which sets the exit status, may not import the package itself.
  const index = new URL('../../index.js', program.preload);
  const flags = ['--enable-source-maps', ...program.flags, '--import', index.href];
  const child = spawn(process.execPath, [...flags, program.file, ...program.args], {
    env: { ...process.env, SYS_SOCKET_CHECK: words.join(' ') },
    stdio: 'inherit',
  });
  const restore = pass_signals([{ process: child }]);
  try {
    return await new Promise<number>((ended, failed) => {
      child.once('error', (error) => failed(new Failure(`cannot start ${file}: ${error.message}`)));
      child.once('exit', (status, signal) =>
        ended(signal === null ? (status ?? 1) : status_of_signal(constants.signals[signal])),
      );
    });
  } finally {
    restore();
  }
}
