// Two clients send lines. First each on a connection of its own; then both on one that they share, with one send a line and with two.
import { setTimeout as sleep } from 'node:timers/promises';
import * as Plot from '@observablehq/plot';
import { close, type Fd, send_all, unwrap } from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Check, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { connect_to } from '../kit/sockets.js';
import { random, sum } from '../kit/statistics.js';

/** What reads gave, each by the first that fits: exactly a line; parts of several; a part of one. */
interface Reads {
  exact: number;
  merged: number;
  torn: number;
}

const lab: Lab = {
  asks: 'one read, one line? and what if two clients share a connection?',
  tier: 0,
  twin: { mistake: 'takes what one read gives for one line', diagnosis: 'reads-are-not-lines' },

  async experiment(bench) {
    const each = bench.pick(2000, 400);
    const apart = await on_their_own(bench, each);
    const whole = await shared(bench, each, 1);
    const halves = await shared(bench, each, 2);
    const reads = sum(Object.values(apart.reads));
    const kinds = [
      { name: 'exact: one line', value: apart.reads.exact },
      { name: 'merged: parts of several', value: apart.reads.merged },
      { name: 'torn: a part of one', value: apart.reads.torn },
    ];
    await under_strace(bench);
    return {
      checks: [
        restored('two connections: every line, in order', 2 * each, apart.right, apart.said),
        {
          law: 'reads are not lines',
          holds: apart.reads.exact < 2 * each && apart.reads.merged > 0,
          measured: `${reads} reads for ${2 * each} lines: ${apart.reads.exact} exact, ${apart.reads.merged} merged, ${apart.reads.torn} torn`,
          otherwise: 'reads-are-lines',
        },
        restored(
          'a shared connection, one send a line: every line, each writer in order',
          2 * each,
          whole.right,
          whole.said,
        ),
        {
          law: 'a shared connection, two sends a line: the halves mix, and no parser parts them',
          holds: halves.intact < 2 * each,
          measured: `${2 * each - halves.intact} of ${2 * each} lines lost`,
          otherwise: 'halves-do-not-mix',
        },
      ],
      conclusion: [
        `${2 * each} lines came in ${reads} reads, ${apart.reads.exact} of which were exactly a line; the parser restored ${apart.right}.`,
        `On a connection that two writers share, one send a line lost none; two sends a line lost ${2 * each - halves.intact} of ${2 * each}.`,
        'Keep what is behind the last newline, for each connection; and let a message be one send, or one writer at a time.',
      ],
      chart: [`  ${reads} reads for ${2 * each} lines (law: ${2 * each} exact, if reads were lines)`, ...bars(kinds)],
      figure: {
        title: `What a read gave: ${2 * each} lines of two clients, reads of up to 64 bytes`,
        height: 300,
        marginLeft: 170,
        x: { label: 'reads', grid: true },
        y: { label: null, domain: kinds.map(({ name }) => name) },
        marks: [
          Plot.barX(kinds, { x: 'value', y: 'name', fill: colour.sky }),
          Plot.text(kinds, { x: 'value', y: 'name', text: 'value', textAnchor: 'start', dx: 4 }),
          Plot.ruleX([2 * each], law_style),
          ...key([{ text: '┅ if reads were lines: all exact', fill: law_style.stroke }], 'bottom-right'),
        ],
      },
    };
  },
};
export default lab;

/** Lines of a writer, which say whose they are, in 10 to 40 letters. */
function lines_of(writer: string, count: number): string[] {
  const dice = random(writer.charCodeAt(0));
  return Array.from({ length: count }, (_, i) => `${writer} ${i} ${'.'.repeat(Math.floor(dice() * 30))}`);
}

function bytes_of(line: string): Buffer {
  return Buffer.from(`${line}\n`, 'latin1');
}

function write(fd: Fd, bytes: Uint8Array): void {
  unwrap(send_all(fd, bytes, { deadline: 5000 }));
}

/** What the program said until it ended: lines, each with the number of its connection. */
async function said_by(program: Program): Promise<[number, string][]> {
  const said: [number, string][] = [];
  for await (const line of program.lines()) said.push(JSON.parse(line));
  await program.ended();
  return said;
}

/** The two write by turns of the dice, now and then two lines at once, and rest now and then, so that reads come in between. */
async function on_their_own(bench: Bench, each: number) {
  const program = bench.start({ args: ['2'], trace: 'recvfrom' });
  const port = await program.port();
  const progress = bench.phase('two clients, two connections');
  const writers = ['A', 'B'].map((name) => ({
    fd: connect_to(port),
    left: lines_of(name, each),
    sent: lines_of(name, each),
  }));
  const dice = random(3);
  for (let left = 2 * each; left > 0; ) {
    const writer = writers[dice() < 0.5 ? 0 : 1];
    const lines = writer?.left.splice(0, dice() < 0.25 ? 2 : 1) ?? [];
    if (writer === undefined || lines.length === 0) continue; // it has no more
    write(writer.fd, Buffer.concat(lines.map(bytes_of)));
    left -= lines.length;
    if (dice() < 0.2) await sleep(1);
    progress(1 - left / (2 * each));
  }
  for (const { fd } of writers) unwrap(close(fd));

  const reads: Reads = { exact: 0, merged: 0, torn: 0 };
  const streams = new Map<string, { from: number; ends: Set<number> }>();
  for await (const call of program.calls()) {
    const [fd = ''] = call.args.split(',');
    // Connections are accepted in the order in which they were made: the first that is read of need not be A's, but A says so.
    const writer = streams.get(fd) ?? { from: 0, ends: ends_of(call.args.includes('"A ') ? 'A' : 'B', each) };
    streams.set(fd, writer);
    if (call.result > 0) reads[kind_of(writer, call.result)] += 1;
    bench.event({ connection: fd, from: writer.from, bytes: call.result });
    writer.from += call.result;
  }
  const said = await said_by(program);
  const right = sum(
    writers.map(({ sent }, i) =>
      in_order(
        sent,
        said.filter(([conn]) => conn === i),
      ),
    ),
  );
  return { reads, right, said: said.length };
}

/** Where the lines of a writer end in its stream. */
function ends_of(name: string, each: number): Set<number> {
  let end = 0;
  return new Set(lines_of(name, each).map((line) => (end += line.length + 1)));
}

function kind_of(
  { from, ends }: { readonly from: number; readonly ends: ReadonlySet<number> },
  length: number,
): keyof Reads {
  const inside = Array.from({ length: length - 1 }, (_, i) => from + i + 1).some((at) => ends.has(at));
  if (inside) return 'merged';
  return (from === 0 || ends.has(from)) && ends.has(from + length) ? 'exact' : 'torn';
}

/** How many of the lines were said, in their order. */
function in_order(sent: readonly string[], said: readonly (readonly [number, string])[]): number {
  let next = 0;
  for (const [, line] of said) if (line === sent[next]) next += 1;
  return next;
}

/** Two writers on one connection; each line in so many sends, between which the other may come. */
async function shared(bench: Bench, each: number, sends: 1 | 2) {
  const program = bench.start({ args: ['1'] });
  const fd = connect_to(await program.port());
  const progress = bench.phase(`two clients, one connection, ${sends === 1 ? 'one send' : 'two sends'} a line`);
  const queues = ['A', 'B'].map((name) =>
    lines_of(name, each).flatMap((line) => {
      const bytes = bytes_of(line);
      const half = sends === 1 ? bytes.length : bytes.length >> 1;
      return [bytes.subarray(0, half), bytes.subarray(half)].filter(({ length }) => length > 0);
    }),
  );
  const dice = random(5);
  for (let left = sum(queues.map(({ length }) => length)); left > 0; left -= 1) {
    const [a = [], b = []] = queues;
    const queue = b.length === 0 || (a.length > 0 && dice() < 0.5) ? a : b;
    const piece = queue.shift();
    if (piece !== undefined) write(fd, piece);
    if (dice() < 0.02) await sleep(0);
  }
  unwrap(close(fd));
  const said = await said_by(program);
  progress(1);
  const sent = new Set(['A', 'B'].flatMap((name) => lines_of(name, each)));
  const intact = said.filter(([, line]) => sent.has(line)).length;
  const of = (name: string) =>
    in_order(
      lines_of(name, each),
      said.filter(([, line]) => line.startsWith(name)),
    );
  return { right: of('A') + of('B'), intact, said: said.length };
}

async function under_strace(bench: Bench): Promise<void> {
  const stop_capture = await bench.capture();
  const program = bench.start({ args: ['2'], strace: bench.strace });
  const port = await program.port();
  const progress = bench.phase('a few lines under strace');
  const [a, b] = [connect_to(port), connect_to(port)];
  for (let i = 0; i < 20; i += 1) {
    for (const [fd, name] of [
      [a, 'A'],
      [b, 'B'],
    ] as const)
      write(fd, bytes_of(lines_of(name, 20)[i] ?? ''));
    if (i % 3 === 0) await sleep(2);
  }
  for (const fd of [a, b]) unwrap(close(fd));
  await said_by(program);
  await stop_capture();
  progress(1);
}

function restored(law: string, sent: number, right: number, said: number): Check {
  const measured = `${right} of ${sent}, and ${said - right} that nobody sent`;
  return { law, holds: right === sent && said === sent, measured, otherwise: 'reads-are-not-lines' };
}
