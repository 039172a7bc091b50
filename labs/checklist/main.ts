// Goes through the chapter's list of four points with any framed echo server, and shows the calls that prove what it finds.
//
//   npm run checklist -- SERVER [ARG]...
//
// SERVER is a .ts, .js or .mjs program that prints `listening on 127.0.0.1:PORT`.
// Exit status: 0 all points are kept, 1 one is not, 2 usage, 4 the server never listened, 128 + N signal N.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { clean_up_at_exit } from '../kit/children.js';
import { exit_status } from '../kit/lab.js';
import { start_program } from '../kit/program.js';
import { start_phase } from '../kit/progress.js';
import { judge, type Start } from './judge.js';
import { lines, verdicts } from './report.js';

const loader = new URL('typescript.js', import.meta.url).href;

clean_up_at_exit(() => {});
process.exit(await main(process.argv.slice(2)));

async function main([server, ...args]: readonly string[]): Promise<number> {
  if (server === undefined || server.startsWith('-')) return misuse('usage: npm run checklist -- SERVER [ARG]...');
  if (!existsSync(server)) return misuse(`checklist: ${server}: no such file`);
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${loader}`;
  const start: Start = ({ trace, env }) =>
    start_program(resolve(server), args, { trace, env: { ...env, NODE_OPTIONS } });
  try {
    const findings = await judge(start, start_phase(server));
    console.log(lines(findings).join('\n'));
    const broken = verdicts(findings).filter(({ kept }) => !kept);
    console.log(broken.length === 0 ? '\npass' : `\nfail: ${broken.map(({ otherwise }) => otherwise).join(', ')}`);
    return broken.length === 0 ? exit_status.pass : exit_status.fail;
  } catch (error) {
    console.error(`checklist: ${error instanceof Error ? error.message : error}`);
    return exit_status.broken;
  }
}

function misuse(message: string): number {
  console.error(message);
  return exit_status.usage;
}
