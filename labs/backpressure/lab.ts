// A peer that does not read, and then does. The program says after each send(2) what its kernel says of the bytes; the lab is the
// peer, and asks its own kernel for the rest.
import { setTimeout as sleep } from 'node:timers/promises';
import * as Plot from '@observablehq/plot';
import { accept, close, type Fd, ioctl, SIOCINQ, unwrap } from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import { bars, short, sparkline } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Check, Figure, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { start_listening } from '../kit/sockets.js';
import { type Received, read_all, small_queue } from './reader.js';

/** More than all queues together may hold. */
const total = 16 << 20;
const KiB = 1024;
const light = '#d9d9d9';

/** What the program says after each call. */
interface Told {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Bytes that send(2) has taken, as the program counts. */
  readonly accepted: number;
  /** SIOCOUTQ: in the send queue, sent or not, and not acknowledged. */
  readonly queued: number;
  /** By TCP_INFO: acknowledged, so in the peer's receive queue at least. */
  readonly acked: number;
  /** By TCP_INFO: of the queued, those that have not left. */
  readonly unsent: number;
  /** The code of a refusal. */
  readonly refused: string;
}

interface Sample extends Told {
  /** Bytes that the peer had read by then. */
  readonly read: number;
}

interface Rest extends Told {
  /** SIOCINQ: in the receive queue of the peer. */
  readonly waiting: number;
}

/** A sample, in milliseconds since the first. */
type Row = Omit<Sample, 'time'> & { readonly ms: number };

const lab: Lab = {
  asks: 'send(2) said yes: who has the bytes, when the peer does not read?',
  tier: 0,
  twin: { mistake: 'counts what it gave to send(2), not what send(2) took', diagnosis: 'counts-what-was-refused' },

  async experiment(bench) {
    const hold = bench.pick(1000, 300);
    const { samples, rest, received } = await non_blocking(bench, hold);
    const longest = await blocking(bench, hold);
    await under_strace(bench);

    const began = samples[0]?.time ?? 0;
    const rows = samples.map(({ time, refused, ...bytes }) => ({ ms: time - began, refused, ...bytes }));
    for (const row of rows) bench.event(row);
    const broken = samples.filter(({ accepted, queued, acked }) => accepted !== queued + acked);
    const refusals = samples.filter(({ refused }) => refused === 'EAGAIN');
    const last = samples.at(-1);
    return {
      checks: [
        {
          law: 'accepted = SIOCOUTQ + acknowledged, at every sample',
          holds: samples.length > 0 && broken.length === 0,
          measured: `in ${samples.length - broken.length} of ${samples.length} samples`,
          otherwise: 'counts-what-was-refused',
        },
        {
          law: 'a non-blocking send says EAGAIN when the queues are full',
          holds: refusals.length > 0,
          measured: `${refusals.length} times, first at ${share(refusals[0]?.accepted)}`,
          otherwise: 'refusal-not-noticed',
        },
        {
          law: 'at rest, acknowledged = SIOCINQ of the peer: its kernel took them, its program did not',
          holds: rest !== undefined && rest.acked === rest.waiting,
          measured: rest === undefined ? 'never at rest' : `${rest.acked} and ${rest.waiting} bytes`,
          otherwise: 'acknowledged-but-not-there',
        },
        {
          law: 'once the peer reads, both queues drain to 0, and every byte arrives',
          holds: last?.queued === 0 && received.bytes === last.accepted && received.wrong === 0,
          measured: `${received.bytes} of ${last?.accepted ?? 0} bytes read, ${received.wrong} of them wrong, ${last?.queued} queued`,
          otherwise: 'counts-what-was-refused',
        },
        blocked(longest, hold),
      ],
      conclusion: [
        `Nobody read a byte, and send took ${share(rest?.accepted)}: ${share(rest?.waiting)} in the peer's receive queue, ${share(rest?.queued)} in our send queue.`,
        `Then a non-blocking send said EAGAIN, and a blocking one slept for ${short(longest)} ms: backpressure, until the peer read.`,
        'What send accepted is in a queue, not with the reader: count what it returns, wait for POLLOUT, and let the peer answer for the rest.',
      ],
      chart: [
        '  at rest, KiB',
        ...bars(
          [
            { name: "peer's receive queue", value: Math.round((rest?.waiting ?? 0) / KiB) },
            { name: 'in flight', value: Math.round(((rest?.queued ?? 0) - (rest?.unsent ?? 0)) / KiB) },
            { name: 'unsent', value: Math.round((rest?.unsent ?? 0) / KiB) },
          ],
          'KiB',
        ),
        '  from sample to sample',
        sparkline(
          '      SIOCOUTQ',
          rows.map(({ queued }) => Math.round(queued / KiB)),
          'KiB',
        ),
        sparkline(
          'acked - read  ',
          rows.map(({ acked, read }) => Math.max(0, Math.round((acked - read) / KiB))),
          'KiB',
        ),
      ],
      figure: figure_of(rows),
    };
  },
};
export default lab;

function share(bytes = 0): string {
  return `${short(Math.round(bytes / KiB))} KiB`;
}

/** Layers from below: read, in the peer's queue, in flight, unsent. Their sum must be what was accepted, the dashed line. */
function figure_of(rows: readonly Row[]): Figure {
  const layers = [
    { name: 'read by the peer', fill: light, of: (row: Row) => row.read },
    { name: "peer's receive queue", fill: colour.sky, of: (row: Row) => row.acked - row.read },
    { name: 'in flight', fill: colour.green, of: (row: Row) => row.queued - row.unsent },
    { name: 'unsent', fill: colour.orange, of: (row: Row) => row.unsent },
  ];
  const cells = layers.flatMap(({ name, of }) => rows.map((row) => ({ name, ms: row.ms, MiB: of(row) / KiB / KiB })));
  return {
    title: 'Who has the bytes that send(2) accepted',
    x: { label: 'time, ms', grid: true },
    y: { label: 'bytes, MiB', grid: true },
    color: { domain: layers.map(({ name }) => name), range: layers.map(({ fill }) => fill) },
    marks: [
      Plot.areaY(cells, Plot.stackY({ x: 'ms', y: 'MiB', fill: 'name', order: layers.map(({ name }) => name) })),
      Plot.lineY(rows, { x: 'ms', y: ({ accepted }) => accepted / KiB / KiB, ...law_style }),
      Plot.tickX(
        rows.filter(({ refused }) => refused !== ''),
        { x: 'ms', y: null, insetTop: 300, stroke: '#1b1b1b', strokeOpacity: 0.5 },
      ),
      ...key(
        [
          ...layers
            .map(({ name, fill }) => ({ text: `■ ${name}`, fill: fill === light ? colour.grey : fill }))
            .reverse(),
          { text: '┅ law: accepted, the sum', fill: law_style.stroke },
          { text: '| EAGAIN', fill: '#1b1b1b' },
        ],
        'top-left',
      ),
    ],
  };
}

/** Everything that the program says goes into `told`; `full` is told when it was refused, or has no more to give. */
async function listen_to(program: Program, told: Told[], full: () => void): Promise<void> {
  for await (const line of program.lines()) {
    const sample: Told = JSON.parse(line);
    told.push(sample);
    if (sample.refused !== '' || sample.accepted === total) full();
  }
  full();
}

/** What the program and the peer's kernel say when nothing moves: the same twice, 50 ms apart. Or what they say after 3 s. */
async function at_rest(conn: Fd, told: readonly Told[]): Promise<Rest | undefined> {
  for (let tries = 0, calm = 0; ; tries += 1) {
    const waiting = unwrap(ioctl(conn, SIOCINQ));
    const last = told.at(-1);
    calm = last?.acked === waiting ? calm + 1 : 0;
    if (calm === 2 || tries === 60) return last && { ...last, waiting };
    await sleep(50);
  }
}

/** The program does not block. The peer reads nothing until it was refused, and for `hold` ms more. */
async function non_blocking(bench: Bench, hold: number, strace?: string) {
  const progress = bench.phase(strace === undefined ? 'a peer that does not read, then does' : 'the same under strace');
  const { listener, port } = start_listening(1, small_queue);
  const program = bench.start({ args: [String(port), String(total), 'non-blocking'], strace });
  const received: Received = { bytes: 0, wrong: 0, steps: [] };
  const told: Told[] = [];
  let talk: Promise<void> = Promise.resolve();
  await new Promise<void>((full) => {
    talk = listen_to(program, told, full);
  });
  const conn = unwrap(accept(listener)); // it has sent: so it waits here
  progress(0.3);
  await sleep(hold);
  const rest = await at_rest(conn, told);
  await read_all(conn, received);
  await talk;
  await program.ended();
  unwrap(close(conn));
  unwrap(close(listener));
  progress(1);
  const samples = told.map((sample) => ({
    ...sample,
    read: received.steps.findLast(({ time }) => time <= sample.time)?.bytes ?? 0,
  }));
  return { samples, rest, received };
}

/** The same program, blocking: how long its longest send took, in ms. The peer reads when it has been silent for `hold` ms. */
async function blocking(bench: Bench, hold: number): Promise<number> {
  const progress = bench.phase('the same, blocking');
  const { listener, port } = start_listening(1, small_queue);
  const program = bench.start({ args: [String(port), String(total), 'blocking'], trace: 'sendto' });
  const calls = [await program.call()];
  const conn = unwrap(accept(listener));
  for (;;) {
    const call = await program.call(hold).catch(() => 'silent' as const);
    if (call === 'silent' || call === undefined) break;
    calls.push(call);
  }
  progress(0.5);
  await read_all(conn, { bytes: 0, wrong: 0, steps: [] });
  for await (const call of program.calls()) calls.push(call);
  await program.ended();
  unwrap(close(conn));
  unwrap(close(listener));
  progress(1);
  return Math.max(...calls.map((call) => (call?.duration ?? 0) * 1000));
}

function blocked(longest: number, hold: number): Check {
  return {
    law: 'a blocking send sleeps as long as the peer does not read',
    holds: longest >= 0.9 * hold,
    measured: `the longest took ${short(longest)} ms; the peer read after ${hold} ms of silence`,
    otherwise: 'does-not-block',
  };
}

async function under_strace(bench: Bench): Promise<void> {
  const stop_capture = await bench.capture(128);
  await non_blocking(bench, 100, bench.strace);
  await stop_capture();
}
