// HELLO-WORLD in every split. The peer sends a fragment, waits until the program's recv(2) has returned, and sends the next: so
// the sizes that recv gives are the planned ones, whatever the machine is busy with. Then the same without waiting.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as Plot from '@observablehq/plot';
import { close, type Fd, frame_header, IPPROTO_TCP, send_all, setsockopt, TCP_NODELAY, unwrap } from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import { calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { colour, law_style } from '../kit/figure.js';
import type { Check, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { connect_to } from '../kit/sockets.js';
import { choose, random, sum } from '../kit/statistics.js';

const message = 'HELLO-WORLD';
const frame = Buffer.concat([frame_header(message.length), Buffer.from(message)]);

const lab: Lab = {
  asks: 'what does recv(2) give of HELLO-WORLD, and who restores the message?',
  tier: 0,
  twin: { mistake: 'takes what one recv(2) gives for one message', diagnosis: 'boundaries-lost' },

  async experiment(bench) {
    // A cut may be behind each byte but the last: 14 places in header and payload; a quick run cuts the payload alone.
    const cuts = bench.pick(frame.length - 1, message.length - 1);
    const splits = Array.from({ length: 2 ** cuts }, (_, cut_at) => split(cut_at));
    const step = await lock_step(bench, splits);
    const free = await free_run(bench, bench.pick(5000, 1000));
    const calls = count(step.received.map(({ length }) => length));
    const rows = Array.from({ length: cuts + 1 }, (_, i) => ({
      calls: i + 1,
      messages: calls.get(i + 1) ?? 0,
      law: choose(cuts, i),
    }));
    return {
      checks: [
        sizes('recv gives the planned fragments, in lock step', splits, step.received),
        restored('all messages restored, in lock step', splits.length, step.said),
        {
          law: 'a stream keeps no boundaries: without lock step, calls are not messages',
          holds: free.kinds.exact < free.sent,
          measured: `${free.kinds.exact} exact, ${free.kinds.merged} merged, ${free.kinds.torn} torn`,
          otherwise: 'boundaries-kept',
        },
        restored('all messages restored, without lock step', free.sent, free.said),
        ...(await under_strace(bench, splits)),
      ],
      conclusion: [
        `recv gave HELLO-WORLD in 1 to ${cuts + 1} calls, exactly as it was cut: ${splits.length} splits, all restored.`,
        `Unpaced, ${free.kinds.exact} of ${sum(Object.values(free.kinds))} calls gave exactly one message: TCP keeps bytes in order, not their grouping.`,
        'So count bytes, not calls: a length before each message, and a decoder that waits for the rest (FrameDecoder, recv_frame).',
      ],
      chart: [
        `  calls of recv(2) for one message, over all ${splits.length} splits`,
        ...bars(rows.map((row) => ({ name: String(row.calls), value: row.messages, law: row.law }))),
      ],
      figure: {
        title: `recv(2) calls that one message of ${frame.length} bytes takes, over all ${splits.length} splits`,
        x: { label: 'calls of recv(2) for one message', tickFormat: 'd' },
        y: { label: 'messages', grid: true },
        marks: [
          Plot.barY(rows, { x: 'calls', y: 'messages', fill: colour.sky }),
          Plot.lineY(rows, { x: 'calls', y: 'law', ...law_style }),
          Plot.dot(rows, { x: 'calls', y: 'law', fill: law_style.stroke }),
          Plot.text([`law: (${cuts} over k - 1) ways to cut into k`], {
            frameAnchor: 'top-right',
            fill: law_style.stroke,
          }),
          Plot.ruleY([0]),
        ],
      },
    };
  },
};
export default lab;

/** The lengths of the fragments: behind byte i from the end, there is a cut where bit i of `cut_at` says so. */
function split(cut_at: number): number[] {
  const places = Array.from({ length: frame.length - 1 }, (_, i) => i + 1);
  const cut = places.filter((at) => (cut_at >> (frame.length - 1 - at)) & 1);
  return [...cut, frame.length].map((to, i) => to - (cut[i - 1] ?? 0));
}

/** A fragment must not wait for the ACK of the one before. */
function no_delay(fd: Fd): void {
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
}

/** What the program said until it ended: every line is a message. */
async function said_by(program: Program): Promise<string[]> {
  const said: string[] = [];
  for await (const line of program.lines()) said.push(JSON.parse(line));
  await program.ended();
  return said;
}

/** Sends each split, fragment by fragment, each when the one before has been received. */
async function lock_step(bench: Bench, splits: readonly number[][], under?: string) {
  const program = bench.start({ trace: 'recvfrom', strace: under && bench.strace });
  const peer = connect_to(await program.port(), no_delay);
  const progress = bench.phase(under ?? `${splits.length} splits, in lock step`);
  const received: number[][] = [];
  for (const [i, fragments] of splits.entries()) {
    const sizes: number[] = [];
    let sent = 0;
    for (const length of fragments) {
      unwrap(send_all(peer, frame.subarray(sent, sent + length)));
      sent += length;
      sizes.push((await program.call())?.result ?? -1);
    }
    received.push(sizes);
    if (under === undefined)
      bench.event({ phase: 'lock-step', message: i, sent: fragments.join(' '), received: sizes.join(' ') });
    progress((i + 1) / splits.length);
  }
  unwrap(close(peer));
  return { received, said: await said_by(program) };
}

/** Sends messages alone, two in one call and one in two calls, by turns of the dice, and does not wait for the program. */
async function free_run(bench: Bench, messages: number) {
  const program = bench.start({ trace: 'recvfrom' });
  const peer = connect_to(await program.port(), no_delay);
  const progress = bench.phase(`${messages} messages, without waiting`);
  const dice = random(11);
  let sent = 0;
  while (sent < messages) {
    const turn = Math.floor(dice() * 3);
    const cut = Math.ceil(dice() * (frame.length - 1));
    const sends = [[frame], [Buffer.concat([frame, frame])], [frame.subarray(0, cut), frame.subarray(cut)]][turn] ?? [];
    for (const bytes of sends) {
      unwrap(send_all(peer, bytes, { deadline: 5000 }));
      if (dice() < 0.3) await sleep(1); // the program comes in between, now and then
    }
    sent += turn === 1 ? 2 : 1;
    progress(Math.min(sent / messages, 1));
  }
  unwrap(close(peer));

  const kinds = { exact: 0, merged: 0, torn: 0 };
  let from = 0;
  for await (const call of program.calls()) {
    if (call.result <= 0) break;
    const to = from + call.result;
    const merged = Math.floor(from / frame.length) < Math.floor((to - 1) / frame.length);
    const kind = merged ? 'merged' : call.result === frame.length ? 'exact' : 'torn';
    kinds[kind] += 1;
    bench.event({ phase: 'free', message: Math.floor(from / frame.length), sent: '', received: call.result });
    from = to;
  }
  return { sent, kinds, said: await said_by(program) };
}

/** The same sizes, told by the real strace, where there is one; and the packets, where they may be captured. */
async function under_strace(bench: Bench, splits: readonly number[][]): Promise<Check[]> {
  const some = splits.filter((_, i) => i % Math.ceil(splits.length / 24) === 0);
  const stop_capture = await bench.capture();
  await lock_step(bench, some, 'some of them, under strace');
  await stop_capture();
  if (bench.strace === undefined) return [];
  const told = calls_of(readFileSync(bench.strace, 'utf8'))
    .filter(({ name, result }) => name === 'recvfrom' && result > 0)
    .map(({ result }) => [result]);
  return [
    sizes(
      'strace tells the same sizes',
      some.flat().map((size) => [size]),
      told,
    ),
  ];
}

function sizes(law: string, planned: readonly number[][], received: readonly number[][]): Check {
  const equal = planned.filter((fragments, i) => fragments.join() === received[i]?.join()).length;
  const fragments = sum(planned.map(({ length }) => length));
  const measured = `${equal} of ${planned.length} as planned, ${fragments} fragments`;
  return { law, holds: equal === planned.length, measured, otherwise: 'recv-is-not-the-plan' };
}

function restored(law: string, sent: number, said: readonly string[]): Check {
  const right = said.filter((text) => text === message).length;
  const measured = `${right} of ${sent}, and ${said.length - right} that nobody sent`;
  return { law, holds: right === sent && said.length === sent, measured, otherwise: 'boundaries-lost' };
}

function count(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
