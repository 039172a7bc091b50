import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judge } from '../../learn/checklist/judge.js';
import { lines } from '../../learn/checklist/report.js';
import { clean_up_at_exit } from '../../learn/children.js';
import { start_guard } from '../../learn/guard.js';
import { say } from '../../learn/language.js';
import { start_phase } from '../../learn/progress.js';
import { is_script, no_typescript } from '../../learn/source.js';
import { package_root } from '../../load.js';
import { find_program } from '../../strace/find.js';
import { Misuse } from '../command.js';

/** The exit status if the checklist itself failed. */
const broken = 4;

const loader = pathToFileURL(`${package_root}dist/learn/typescript.js`).href;

/** Runs the checklist on a server, and prints the result. @returns the exit status */
export async function run(server: string, args: readonly string[]): Promise<number> {
  const file = program_of(server);
  const problem = no_port(args);
  if (problem !== undefined) throw new Misuse(problem);
  clean_up_at_exit();
  const guard = start_guard();
  const env = { ...guard.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${loader}` };
  try {
    const judgement = await judge({ file, args, env }, start_phase(server));
    process.stdout.write(`${lines(judgement).join('\n')}\n`);
    return judgement.broken === undefined ? 0 : 1;
  } catch (error) {
    process.stderr.write(`sys-socket checklist: ${error instanceof Error ? error.message : error}\n`);
    return broken;
  } finally {
    await guard.end();
  }
}

/** @throws Misuse if it cannot be run */
function program_of(server: string): string {
  const found = statSync(server, { throwIfNoEntry: false });
  if (!is_script(server)) {
    const program = find_program(server);
    if (program !== undefined) return program;
    if (found?.isFile()) throw new Misuse(not_executable(server));
  }
  if (found === undefined) throw new Misuse(say(`${server}: no such file`, `${server}: 그런 파일이 없다`));
  if (!found.isFile()) throw new Misuse(say(`${server}: not a file`, `${server}: 파일이 아니다`));
  const file = resolve(server);
  const lacking = no_typescript(file);
  if (lacking !== undefined) throw new Misuse(`${server}: ${lacking}`);
  return file;
}

function not_executable(server: string): string {
  return say(
    `${server}: not executable; put its interpreter first, as in: sys-socket checklist python3 ${server}`,
    `${server}: 실행 파일이 아니다. 실행할 프로그램을 앞에 쓴다: sys-socket checklist python3 ${server}`,
  );
}

/** Checks `--port`, because getaddrinfo(3) would silently take 70000 for 4464. */
function no_port(args: readonly string[]): string | undefined {
  const given = args.flatMap(
    (arg, i) => /^--port=(.*)$/.exec(arg)?.[1] ?? (arg === '--port' ? (args[i + 1] ?? '') : []),
  );
  const wrong = given.find((text) => !/^\d+$/.test(text) || Number(text) > 65_535);
  return wrong === undefined
    ? undefined
    : say(`--port must be from 0 to 65535, got ${wrong}`, `--port ${wrong}: 포트는 0부터 65535까지다`);
}
