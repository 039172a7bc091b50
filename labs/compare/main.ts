// The framed echo twice, with sys-socket and with Node's net: what each does, and tells. `help` says how to call it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clean_up_at_exit } from '../../src/learn/children.js';
import { language, say } from '../../src/learn/language.js';
import { root, run_folder } from '../kit/catalogue.js';
import { exit_status } from '../kit/lab.js';
import { strace } from '../kit/needs.js';
import { median, sum } from '../kit/statistics.js';
import { facts_of, memory_of, type Pair, pair, type Side, sides } from './measure.js';
import { page } from './page.js';
import { ahead, type Both, large, loop_wait, type Results, small } from './results.js';
import { rows_of, with_table } from './table.js';
import { traced } from './trace.js';

const usage = `${say('usage', '사용법')}: npm run compare -- [--quick] [--runs DIR] [--docs [FILE]]`;
const help = `${usage}

${say(
  `Compares the framed echo with sys-socket and with Node's net: what each does, and what it reports.

  --quick          take fewer measurements
  --runs DIR       write DIR/compare/TIME/ with report.html and results.json (runs)
  --docs [FILE]    also write the table between the markers of a page (docs/net.md), in English
  -h, --help

Exit status: 0; 2 for a wrong command line, 4 if it did not complete.`,
  `프레임 에코를 sys-socket으로, 그리고 Node의 net으로: 각각이 하는 일과 알려 주는 것.

  --quick          모두 조금씩만
  --runs DIR       DIR/compare/TIME/에 report.html과 results.json을 남긴다 (runs)
  --docs [FILE]    표를 페이지의 표시 사이에도 쓴다 (docs/net.md). 그 페이지는 영어다
  -h, --help

종료 상태: 0. 명령줄이 틀리면 2, 끝까지 가지 못하면 4.`,
)}`;

const { quick, runs, docs, helps } = asked();
const pick = (full: number, less: number) => (quick ? less : full);
const folder = resolve(run_folder(runs, 'compare'));
clean_up_at_exit(() => undefined);
if (helps) console.log(help);
else process.exitCode = await compare().catch(broken);

function asked() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        runs: { type: 'string', default: join(root, 'runs') },
        docs: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    });
    const [file, surplus] = positionals;
    if (surplus !== undefined || (file !== undefined && !values.docs)) {
      throw new Error(say(`unexpected argument '${surplus ?? file}'`, `${surplus ?? file}: 알 수 없다`));
    }
    if (values.docs && language !== 'en') throw new Error('페이지는 영어다: LC_ALL=C'); // nobody reads this in English
    const docs = values.docs ? (file ?? join(root, 'docs/net.md')) : undefined;
    return { quick: values.quick, runs: values.runs, docs, helps: values.help };
  } catch (error) {
    console.error(`compare: ${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(exit_status.usage);
  }
}

function broken(error: unknown): number {
  console.error(`compare: ${error instanceof Error ? error.message : error}`);
  return exit_status.broken;
}

async function compare(): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const speeds = await told(say('round trips and throughput', '왕복과 처리량'), rounds());
  const results: Results = {
    machine: { kernel: release(), node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
    quick,
    ...speeds,
    facts: await told(say('what each side reports', '각각이 알려 주는 것'), both(facts_of)),
    loop: await told(say('the event loop', '이벤트 루프'), both(loop_of)),
    memory: await told(say('memory', '메모리'), memory()),
    traces: strace.missing() ? undefined : await told('strace', both(trace_of)),
  };
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results)}\n`);
  writeFileSync(join(folder, 'report.html'), page(results));
  if (docs !== undefined) writeFileSync(docs, with_table(readFileSync(docs, 'utf8'), results));
  for (const [what, raw, net] of rows_of(results)) console.log(`${what}\n  raw  ${raw}\n  net  ${net}`);
  console.log(`\n${join(folder, 'report.html')}`);
  return 0;
}

/** Both sides one after the other, so that neither is in the other's way. */
async function both<T>(what: (side: Side) => Promise<T>): Promise<Both<T>> {
  const raw = await what('raw');
  return { raw, net: await what('net') };
}

/** In each round both sides take a turn, and every other round begins with the other: neither has the better moments. */
async function rounds(): Promise<Pick<Results, 'trips' | 'ratios'>> {
  const pairs = await both((side) => pair(side));
  const trips: Record<Side, number[]> = { raw: [], net: [] };
  const ratios: { trip: number[]; ahead: number[]; throughput: number[] } = { trip: [], ahead: [], throughput: [] };
  for (let i = -2; i < pick(30, 4); i += 1) {
    const trip = { raw: 0, net: 0 };
    const piped = { raw: 0, net: 0 };
    const time = { raw: 0, net: 0 };
    for (const side of i % 2 === 0 ? sides : sides.toReversed()) {
      const answer = await pairs[side].ask(pick(500, 200), small);
      trip[side] = median(answer.trips);
      piped[side] = await piped_by(pairs[side]);
      time[side] = sum((await pairs[side].ask(pick(40, 10), large)).trips);
      if (i >= 0) trips[side].push(...answer.trips);
    }
    if (i < 0) continue; // until the code is compiled
    ratios.trip.push(trip.net / trip.raw);
    ratios.ahead.push(piped.net / piped.raw);
    ratios.throughput.push(time.raw / time.net);
  }
  for (const side of sides) await pairs[side].end();
  return {
    trips,
    ratios: { trip: median(ratios.trip), ahead: median(ratios.ahead), throughput: median(ratios.throughput) },
  };
}

/** How long it takes to have all answers when all is sent ahead: the median of some turns, in µs. */
async function piped_by(pair: Pair): Promise<number> {
  const turns: number[] = [];
  for (let i = 0; i < pick(20, 5); i += 1) turns.push(sum((await pair.ask(ahead, small, 'ahead')).trips));
  return median(turns);
}

async function loop_of(side: Side) {
  const slow = await pair(side, loop_wait);
  const { ticks = 0, delay = 0 } = await slow.ask(1, small, 'watch');
  await slow.end();
  return { ticks, delay };
}

/** In lives of their own, turn by turn; the median. */
async function memory(): Promise<Both<number>> {
  const lives: Record<Side, number[]> = { raw: [], net: [] };
  for (let i = 0; i < pick(5, 1); i += 1) {
    for (const side of sides) lives[side].push(await memory_of(side, 400));
  }
  return { raw: median(lives.raw), net: median(lives.net) };
}

async function trace_of(side: Side) {
  const server = join(folder, `${side}-server.strace`);
  const client = join(folder, `${side}-client.strace`);
  const watched = await pair(side, 0, [server, client]);
  await watched.ask(pick(400, 150), small);
  await watched.end();
  return traced(server, client, 40, 100);
}

async function told<T>(what: string, done: Promise<T>): Promise<T> {
  process.stderr.write(`${what} ...`);
  const result = await done;
  process.stderr.write(say(' done\n', ' 끝\n'));
  return result;
}
