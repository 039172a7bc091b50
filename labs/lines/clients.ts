// The clients: what they send, and what the program made of it. A read of the trace is known by where lines end in what was sent.
import { setTimeout as sleep } from 'node:timers/promises';
import { close, type Fd, send_all, unwrap } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Program } from '../kit/program.js';
import { connect_to } from '../kit/sockets.js';
import { random, sum } from '../kit/statistics.js';
import type { Reads } from './figure.js';

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
export async function on_their_own(bench: Bench, each: number) {
  const program = bench.start({ args: ['2'], trace: 'recvfrom' });
  const port = await program.port();
  const progress = bench.phase(say('two clients, two connections', '클라이언트 둘, 연결 둘'));
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

/** Two writers on one connection, one after the other by turns of the dice; each line in so many sends, between which the other may come. */
export async function in_turns(bench: Bench, each: number, sends: 1 | 2) {
  const program = bench.start({ args: ['1'] });
  const fd = connect_to(await program.port());
  const progress = bench.phase(
    say(
      `two clients in turns, one connection, ${sends === 1 ? 'one send' : 'two sends'} a line`,
      `클라이언트 둘이 번갈아, 연결 하나, 한 줄에 send ${sends === 1 ? '한' : '두'} 번`,
    ),
  );
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

export async function under_strace(bench: Bench): Promise<void> {
  const stop_capture = await bench.capture();
  const program = bench.start({ args: ['2'], strace: bench.strace });
  const port = await program.port();
  const progress = bench.phase(say('a few lines under strace', 'strace 아래에서 몇 줄'));
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
