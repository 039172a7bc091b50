// Throughput over a link of known rate and delay, for receive buffers from far below the product of the two to far above.
import * as Plot from '@observablehq/plot';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Check, Figure, Lab } from '../kit/lab.js';
import { frame, type Link, needs_of_link, payload, start_link } from '../kit/link/link.js';
import { median, quantile } from '../kit/statistics.js';

const link_shape = { rate: 20e6, delay: 20, queue: 64e6 }; // the queue takes the largest window: nothing is dropped
/** What the rate leaves for data: the rest of each frame is headers. */
const full = (link_shape.rate * payload) / frame / 1e6; // Mbit/s
const kib = 1024;

const lab: Lab = {
  asks: 'how large must a receive buffer be, for a path of this rate and delay?',
  tier: 1,
  needs: needs_of_link,
  twin: { mistake: 'sets a receive buffer of 32 KiB, whatever the path', diagnosis: 'buffer-smaller-than-the-path' },

  async experiment(bench) {
    const sizes = bench.pick([8, 16, 32, 64, 128, 256, 512], [8, 16, 32, 256]).map((size) => size * kib);
    const link = await start_link(link_shape);
    const rows = await measure(bench, link, [...sizes, 0]);
    await under_strace(bench, link);
    await link.end();
    const measured = rows.slice(0, -1);
    const own = rows.at(-1);
    // The smallest window waits in no queue.
    const rtt = quantile(
      measured.map((row) => row.rtt),
      0,
    );
    const bdp = (full * 1e6 * rtt) / 8000; // bytes
    const readings = measured.map(({ size, mbits }) => `${size / kib} KiB ${mbits.toFixed(1)}`).join(', ');
    return {
      checks: checks_of(measured, bdp),
      conclusion: [
        `Over ${link_shape.rate / 1e6} Mbit/s and ${rtt.toFixed(0)} ms, SO_RCVBUF gave, in Mbit/s: ${readings}.`,
        `No more than a window may be on its way in a round trip: window / RTT, until rate × RTT = ${(bdp / kib).toFixed(0)} KiB fill the path.`,
        `Give SO_RCVBUF the product of the path, or leave it alone: the kernel's own tuning got ${own?.mbits.toFixed(1)} Mbit/s, ${times(bench)[0]} ms after the start.`,
      ],
      chart: [
        `  throughput for each SO_RCVBUF (law: the smaller of window / RTT and what the link carries, ${full.toFixed(1)} Mbit/s)`,
        ...bars(
          measured.map(({ size, mbits, window }) => ({
            name: `${size / kib} KiB`,
            value: mbits,
            law: law(window, rtt),
          })),
          'Mbit/s',
        ),
      ],
      figure: figure_of(measured, rtt, bdp),
    };
  },
};
export default lab;

interface Measured {
  /** What SO_RCVBUF was set to, 0 if it was not, and what getsockopt said then: bytes. */
  readonly size: number;
  readonly buffer: number;
  /** The window that the peer was given, bytes, and the round trip, ms. */
  readonly window: number;
  readonly rtt: number;
  readonly mbits: number;
}

/** What the law says, in Mbit/s: a window each round trip, and no more than the link carries. */
function law(window: number, rtt: number): number {
  return Math.min((window * 8) / rtt / 1000, full);
}

/** Slow start, and what is measured, in ms. */
function times(bench: Bench): [number, number] {
  return bench.pick([1000, 2000], [500, 700]);
}

/** The program receives on this side, once for each size; a peer sends from the other. */
async function measure(bench: Bench, link: Link, sizes: readonly number[]): Promise<Measured[]> {
  const [warm_up, time] = times(bench);
  const program = bench.start({ args: [link.near, warm_up, time, ...sizes].map(String) });
  const measured: Measured[] = [];
  for (const size of sizes) {
    const progress = bench.phase(size === 0 ? "the kernel's own tuning" : `SO_RCVBUF ${size / kib} KiB`);
    const peer = await start_peer(bench, link, program);
    const { buffer, bits_per_second } = JSON.parse((await program.line(20_000)) ?? '{}');
    const { window, rtt } = JSON.parse((await peer.line(20_000)) ?? '{}');
    await peer.ended();
    progress(1);
    const row = { size, buffer, window, rtt, mbits: bits_per_second / 1e6 };
    bench.event({ ...row });
    measured.push(row);
  }
  await program.ended();
  return measured;
}

async function start_peer(bench: Bench, link: Link, program: ReturnType<Bench['start']>) {
  const [, port = ''] = await program.says(/^listening on [\d.]+:(\d+)$/);
  return bench.start({ other: 'peer', args: [link.near, port], namespace: link.pid });
}

/** A little of it under strace and a capture. */
async function under_strace(bench: Bench, link: Link): Promise<void> {
  const progress = bench.phase('the same under strace');
  const stop_capture = await bench.capture(128);
  const program = bench.start({ args: [link.near, '200', '200', String(16 * kib)], strace: bench.strace });
  const peer = await start_peer(bench, link, program);
  await program.ended();
  await peer.ended();
  await stop_capture();
  progress(1);
}

function checks_of(measured: readonly Measured[], bdp: number): Check[] {
  const below = measured.filter(({ size }) => size < bdp / 2);
  const above = measured.filter(({ size }) => size > 2 * bdp);
  const ratios = below.slice(1).map(({ mbits }, i) => mbits / (below[i]?.mbits ?? Number.NaN));
  const shares = above.map(({ mbits }) => mbits / full);
  // Whatever waits in a queue waits in the RTT too.
  const on_its_way = measured.map(({ mbits, rtt, window }) => (mbits * rtt * 1000) / 8 / window);
  return [
    {
      law: 'getsockopt says twice what SO_RCVBUF was set to, socket(7)',
      holds: measured.every(({ size, buffer }) => buffer === 2 * size),
      measured: measured.map(({ size, buffer }) => `${size}: ${buffer}`).join(', '),
      otherwise: 'another-buffer',
    },
    {
      law: 'throughput × RTT = window, at every size',
      holds: on_its_way.every((share) => share > 0.55) && median(on_its_way) > 0.7 && median(on_its_way) < 1.35,
      measured: `shares of the window: ${numbers(on_its_way)}`,
      otherwise: 'window-not-used',
    },
    {
      law: 'below rate × RTT, twice the buffer is twice the throughput',
      holds: median(ratios) > 1.5 && median(ratios) < 2.6,
      measured: `ratios ${numbers(ratios)}`,
      otherwise: 'does-not-double',
    },
    {
      law: 'above it, throughput is what the link carries, whatever the buffer',
      holds: above.length > 0 && median(shares) > 0.7 && median(shares) < 1.1,
      measured: `${numbers(shares)} of ${full.toFixed(1)} Mbit/s`,
      otherwise: 'buffer-smaller-than-the-path',
    },
  ];
}

function numbers(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(', ');
}

function figure_of(measured: readonly Measured[], rtt: number, bdp: number): Figure {
  return {
    title: `Throughput over ${link_shape.rate / 1e6} Mbit/s and ${rtt.toFixed(0)} ms, for each receive buffer`,
    x: { label: 'SO_RCVBUF, KiB', type: 'log', base: 2, tickFormat: '~g', grid: true },
    y: {
      label: 'throughput, Mbit/s',
      type: 'log',
      domain: [1, 30],
      ticks: [1, 2, 5, 10, 20],
      tickFormat: '~g',
      grid: true,
    },
    marks: [
      Plot.line(measured, { x: ({ size }) => size / kib, y: ({ window }) => law(window, rtt), ...law_style }),
      Plot.ruleX([bdp / kib], { stroke: colour.grey, strokeDasharray: '2,3' }),
      Plot.text([bdp / kib], {
        x: (at) => at,
        text: (at) => `rate × RTT = ${at.toFixed(0)} KiB`,
        frameAnchor: 'top',
        dy: -12,
        fill: colour.grey,
      }),
      Plot.dot(measured, { x: ({ size }) => size / kib, y: 'mbits', fill: colour.blue, r: 5 }),
      ...key(
        [
          { text: '● measured', fill: colour.blue },
          { text: '┅ law: the smaller of window / RTT and the rate', fill: law_style.stroke },
        ],
        'bottom-right',
      ),
    ],
  };
}
