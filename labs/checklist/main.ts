// Goes through the chapter's list of four points with any framed echo server, and shows the calls that prove what it finds.
//
//   npm run checklist -- SERVER [ARG]...
//
// SERVER is a .ts, .js or .mjs program that prints `listening on 127.0.0.1:PORT`.
// Exit status: 0 all points are kept, 1 one is not, 2 usage, 4 the checklist itself broke, 128 + N signal N.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { clean_up_at_exit } from '../../src/learn/children.js';
import { say } from '../../src/learn/language.js';
import { exit_status } from '../kit/lab.js';
import { start_phase } from '../kit/progress.js';
import { judge } from './judge.js';
import { lines } from './report.js';

const usage = say('usage: npm run checklist -- SERVER [ARG]...', '사용법: npm run checklist -- SERVER [ARG]...');
const loader = new URL('../../../dist/learn/typescript.js', import.meta.url).href;
const compiled = mkdtempSync(join(tmpdir(), 'sys-socket-checklist-'));

clean_up_at_exit(() => rmSync(compiled, { recursive: true, force: true }));
process.exit(await main(process.argv.slice(2)));

async function main([server, ...args]: readonly string[]): Promise<number> {
  if (server === '--help') return told(usage, exit_status.pass);
  if (server === undefined || server.startsWith('-')) return misuse(usage);
  const problem = not_a_file(server) ?? no_port(args);
  if (problem !== undefined) return misuse(`checklist: ${problem}`);
  const file = resolve(server);
  const env = {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${loader}`,
    SYS_SOCKET_COMPILED: compiled,
  };
  try {
    const judgement = await judge({ file, args, env }, start_phase(server));
    console.log(lines(judgement).join('\n'));
    return judgement.broken === undefined ? exit_status.pass : exit_status.fail;
  } catch (error) {
    console.error(`checklist: ${error instanceof Error ? error.message : error}`);
    return exit_status.broken;
  }
}

function not_a_file(server: string): string | undefined {
  const found = statSync(server, { throwIfNoEntry: false });
  if (found === undefined) return say(`${server}: no such file`, `${server}: 그런 파일이 없다`);
  return found.isFile() ? undefined : say(`${server}: not a file`, `${server}: 파일이 아니다`);
}

/** getaddrinfo(3) would take 70000 for 4464. */
function no_port(args: readonly string[]): string | undefined {
  const given = args.flatMap(
    (arg, i) => /^--port=(.*)$/.exec(arg)?.[1] ?? (arg === '--port' ? (args[i + 1] ?? '') : []),
  );
  const wrong = given.find((text) => !/^\d+$/.test(text) || Number(text) > 65_535);
  return wrong === undefined
    ? undefined
    : say(`--port ${wrong}: a port is 0 to 65535`, `--port ${wrong}: 포트는 0부터 65535까지다`);
}

function told(text: string, status: number): number {
  console.log(text);
  return status;
}

function misuse(text: string): number {
  console.error(text);
  return exit_status.usage;
}
