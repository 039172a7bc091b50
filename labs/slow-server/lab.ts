// A server that needs 20 ms for each piece, watched as one would: with ss, from outside.
import * as Plot from '@observablehq/plot';
import type { Bench } from '../kit/bench.js';
import { short, sparkline } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { type SsRow, sample_ss, ss_tool } from '../kit/ss.js';
import { median } from '../kit/statistics.js';

const chunk = 16 * 1024;
/** What the server needs for a piece, in ms. */
const work = 20;
/** Between two looks, in ms; ss itself takes some more. */
const every = 2;
const KiB = 1024;

interface Row {
  /** Milliseconds since the first look. */
  readonly ms: number;
  /** Bytes that the client's send(2) has taken. */
  readonly accepted: number;
  /** Bytes that the server has worked on. */
  readonly done: number;
  readonly recv_q: number;
  readonly send_q: number;
}

const lab: Lab = {
  asks: 'a server that needs 20 ms for each read: where does the client wait, and what does ss show of it?',
  tier: 0,
  needs: [ss_tool],
  twin: { mistake: 'reads all that comes into a list of its own', diagnosis: 'queue-in-user-space' },

  async experiment(bench) {
    const total = bench.pick(4 << 20, 1 << 20);
    const stop_capture = await bench.capture(128);
    const { rows, pauses } = await watch(bench, total);
    await stop_capture();
    await under_strace(bench);
    for (const row of rows) bench.event({ ...row });

    const under_way = rows.filter(({ accepted, done }) => accepted > 0 && done < accepted);
    const inside = median(under_way.map(({ accepted, done, recv_q, send_q }) => accepted - done - recv_q - send_q));
    const pause = median(pauses);
    const falls = falls_of(rows.map(({ recv_q }) => recv_q));
    const whole = falls.filter((fall) => fall % chunk === 0).length;
    const queued = median(under_way.map(({ recv_q, send_q }) => recv_q + send_q));
    const law = (chunk / work) * 1000;
    return {
      checks: [
        {
          law: 'accepted - done = Send-Q + Recv-Q, but for the piece in work: what waits, waits in the kernel',
          holds: Math.abs(inside) <= 2 * chunk,
          measured: `half of ${under_way.length} looks have at most ${short(inside / KiB)} KiB elsewhere; a piece is ${chunk / KiB}`,
          otherwise: 'queue-in-user-space',
        },
        {
          law: 'throughput = chunk / 20 ms',
          holds: pause >= 0.98 * work && pause <= 2 * work,
          measured: `a piece of ${chunk / KiB} KiB each ${short(pause)} ms: ${rate((chunk / pause) * 1000)} of ${rate(law)}`,
          otherwise: 'other-than-20-ms',
        },
        {
          law: 'Recv-Q is a saw: each fall is a whole number of pieces',
          holds: falls.length >= 4 && whole >= falls.length / 2,
          measured: `${whole} of ${falls.length} falls`,
          otherwise: 'queue-in-user-space',
        },
      ],
      conclusion: [
        `The server did ${rate((chunk / pause) * 1000)}, and so did the client: ${short(queued / KiB)} KiB lay in Send-Q and Recv-Q, half of the time or more.`,
        `Recv-Q falls by ${chunk / KiB} KiB at each read, and is filled when the window opens again; behind it Send-Q stays full, and send(2) waits.`,
        'A large Recv-Q is a slow reader, a large Send-Q a slow path or a slow reader there: ss tells them apart.',
      ],
      chart: [
        sparkline(
          'Recv-Q',
          rows.map(({ recv_q }) => Math.round(recv_q / KiB)),
          'KiB',
        ),
        sparkline(
          'Send-Q',
          rows.map(({ send_q }) => Math.round(send_q / KiB)),
          'KiB',
        ),
      ],
      figure: figure_of(rows),
    };
  },
};
export default lab;

function rate(bytes_per_second: number): string {
  return `${short(bytes_per_second / KiB)} KiB/s`;
}

/** By how much it falls, where it does. */
function falls_of(values: readonly number[]): number[] {
  return values.flatMap((value, i) => {
    const before = values[i - 1] ?? 0;
    return value < before ? [before - value] : [];
  });
}

/** Runs server and client, and asks ss of both sockets until the server has done everything. */
async function watch(bench: Bench, total: number): Promise<{ rows: Row[]; pauses: number[] }> {
  const progress = bench.phase('20 ms for each piece');
  const server = bench.start({ args: [String(chunk)] });
  const port = await server.port();
  const client = bench.start({ other: 'peer', args: [String(port), String(total)] });
  const done: Step[] = [];
  const accepted: Step[] = [];
  const hear = hear_steps(server, 'done', done, (bytes) => progress(Math.min(0.99, bytes / total)));
  const samples = sample_ss(port, every, hear);
  await Promise.all([hear, hear_steps(client, 'accepted', accepted), server.ended(60_000), client.ended(60_000)]);
  progress(1);

  const looks = (await samples).filter((sockets) =>
    sockets.some(({ state }) => state !== 'LISTEN' && state !== 'TIME-WAIT'),
  );
  const began = looks[0]?.[0]?.time ?? 0;
  const rows = looks.map((sockets) => {
    const time = sockets[0]?.time ?? 0;
    return { ms: time - began, accepted: at(accepted, time), done: at(done, time), ...queues(sockets, port) };
  });
  const pauses = done.slice(1).map(({ time }, i) => time - (done[i]?.time ?? 0));
  return { rows, pauses };
}

/** A short pass: strace stops the program at each call, so it is timed without. */
async function under_strace(bench: Bench): Promise<void> {
  const server = bench.start({ args: [String(chunk)], strace: bench.strace });
  const client = bench.start({ other: 'peer', args: [String(await server.port()), String(8 * chunk)] });
  await Promise.all([server.ended(), client.ended()]);
}

interface Step {
  readonly time: number;
  readonly bytes: number;
}

/** What a program says, a line of JSON each time. */
async function hear_steps(
  program: Program,
  field: 'done' | 'accepted',
  steps: Step[],
  heard?: (bytes: number) => void,
): Promise<void> {
  for await (const line of program.lines()) {
    const said: Record<'time' | 'done' | 'accepted', number> = JSON.parse(line);
    steps.push({ time: said.time, bytes: said[field] });
    heard?.(said[field]);
  }
}

/** The last that was said by then. */
function at(steps: readonly Step[], time: number): number {
  return steps.findLast((step) => step.time <= time)?.bytes ?? 0;
}

/** Recv-Q of the server's connection, and Send-Q of the client's. */
function queues(sockets: readonly SsRow[], port: number): { recv_q: number; send_q: number } {
  const end = `:${port}`;
  const talking = sockets.filter(({ state }) => state !== 'LISTEN');
  return {
    recv_q: talking.find(({ local }) => local.endsWith(end))?.recv_q ?? 0,
    send_q: talking.find(({ peer }) => peer.endsWith(end))?.send_q ?? 0,
  };
}

function figure_of(rows: readonly Row[]): Figure {
  const lines = rows.flatMap(({ ms, recv_q, send_q }) => [
    { ms, queue: 'Recv-Q', KiB: recv_q / KiB },
    { ms, queue: 'Send-Q', KiB: send_q / KiB },
  ]);
  const most = Math.max(...rows.map(({ accepted, done }) => accepted - done), 0);
  return {
    title: 'What waits for a server that needs 20 ms for each 16 KiB, by ss',
    x: { label: 'time, ms', grid: true },
    y: { label: 'bytes, KiB', grid: true, domain: [0, (1.3 * most) / KiB] }, // room for the names
    color: { domain: ['Recv-Q', 'Send-Q'], range: [colour.blue, colour.orange] },
    marks: [
      Plot.lineY(lines, { x: 'ms', y: 'KiB', stroke: 'queue', curve: 'step-after' }),
      Plot.lineY(rows, { x: 'ms', y: ({ accepted, done }) => (accepted - done) / KiB, ...law_style }),
      ...key(
        [
          { text: '— Recv-Q of the server', fill: colour.blue },
          { text: '— Send-Q of the client', fill: colour.orange },
          { text: '┅ law: the sum, accepted - done', fill: law_style.stroke },
        ],
        'top-right',
      ),
    ],
  };
}
