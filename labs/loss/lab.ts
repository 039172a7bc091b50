// Throughput under reno for several shares of lost segments, against MSS / (RTT √p); and under what does not take a loss as reno does.
import { readFileSync } from 'node:fs';
import * as Plot from '@observablehq/plot';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Check, Figure, Lab } from '../kit/lab.js';
import { type Link, needs_of_link, payload, start_link } from '../kit/link/link.js';
import { median, sum } from '../kit/statistics.js';

/** The rate is no limit for reno, and the queue drops nothing: what is lost is lost by chance. */
const path = { rate: 60e6, delay: 10, queue: 4e6 };
/** At this share the others are compared. */
const compared = 0.01;
const list = '/proc/sys/net/ipv4/tcp_available_congestion_control';

const lab: Lab = {
  asks: 'how fast is TCP on a path that loses packets?',
  tier: 1,
  needs: needs_of_link,
  twin: {
    mistake: 'misspells the congestion control, and does not look at what setsockopt(2) returned',
    diagnosis: 'another-congestion-control',
  },

  async experiment(bench) {
    const there = readFileSync(list, 'utf8').trim().split(/\s+/);
    const others = bench.pick(['cubic', 'bbr'], ['bbr']).filter((name) => there.includes(name));
    const reno: Measured[] = [];
    for (const loss of bench.pick([0.005, 0.01, 0.02, 0.04], [0.005, 0.01, 0.03])) {
      reno.push(await measure(bench, 'reno', loss));
    }
    const beside: Measured[] = [];
    for (const name of others) beside.push(await measure(bench, name, compared));
    await under_strace(bench);
    const bbr = beside.find(({ asked }) => asked === 'bbr');
    const readings = reno.map(({ loss, mbits }) => `${percent(loss)} ${mbits.toFixed(1)}`).join(', ');
    const said = beside.map(({ asked, mbits }) => `${asked} ${mbits.toFixed(1)}`).join(', ');
    const without = bbr === undefined ? ' This kernel has no bbr' : '';
    return {
      checks: checks_of(reno, beside),
      conclusion: [
        `One reno connection over ${median_rtt(reno).toFixed(0)} ms, Mbit/s at each loss: ${readings}; log-log slope ${slope(reno).toFixed(2)}.`,
        `reno halves its window at a loss and adds a segment each RTT: MSS / (RTT √p).${said === '' ? '' : ` At ${percent(compared)}: ${said} Mbit/s`}${without}.`,
        bbr === undefined
          ? 'A loss costs a sender who believes that it means a full queue. Repair the path, or shorten its RTT.'
          : 'bbr measures rate and RTT, and does not take one loss for a full queue: it leaves the formula. TCP_CONGESTION chooses; look at what it returns.',
      ],
      chart: [
        '  throughput of one connection (law: MSS / (RTT √p))',
        ...bars(
          [...reno, ...beside].map((row) => ({
            name: `${row.asked} ${percent(row.loss)}`,
            value: row.mbits,
            law: formula(row),
          })),
          'Mbit/s',
        ),
      ],
      figure: figure_of(reno, beside),
    };
  },
};
export default lab;

interface Measured {
  /** The congestion control that was asked for, and the one that getsockopt named. */
  readonly asked: string;
  readonly ran: string;
  /** The share of frames that the link has lost, by its own count, and those that it missed. */
  readonly loss: number;
  readonly missed: number;
  /** Of one connection. */
  readonly mbits: number;
  /** ms */
  readonly rtt: number;
}

/** What the formula says, Mbit/s. Mathis and others (1997) have √(3/2) in front, 1.22, when each segment is counted, as Linux does. */
function formula({ rtt, loss }: Measured): number {
  return (payload * 8) / 1000 / (rtt * Math.sqrt(loss));
}

/** The program sends from this side, under `asked`, on a link of its own; a peer receives on the other. */
async function measure(bench: Bench, asked: string, loss: number): Promise<Measured> {
  const progress = bench.phase(`${asked}, ${percent(loss)} lost`);
  const link = await start_link({ ...path, loss, seed: 1 });
  // They must not meet: all together take about half of the link. bbr takes all of it, alone.
  const connections = asked === 'bbr' ? 1 : Math.min(6, Math.floor(45 * Math.sqrt(loss)));
  const [warm_up, time] = bench.pick([1000, 4000], [800, 1500]); // ms
  const rows = await talk(bench, link, [asked, connections, warm_up, time]);
  const { data, lost, missed } = link.counts();
  await link.end();
  progress(1);
  const mean = (values: readonly number[]) => sum(values) / values.length;
  const found: Measured = {
    asked,
    ran: rows[0]?.algorithm ?? '',
    loss: lost / data,
    missed,
    mbits: mean(rows.map(({ mbits }) => mbits)),
    rtt: mean(rows.map(({ rtt }) => rtt)),
  };
  bench.event({ ...found });
  return found;
}

interface Row {
  readonly algorithm: string;
  readonly mbits: number;
  readonly rtt: number;
}

/** Runs the program against a peer: a row for each connection. */
async function talk(bench: Bench, link: Link, how: readonly [string, number, number, number], strace?: string) {
  const peer = bench.start({ other: 'peer', args: [link.far, String(how[1])], namespace: link.pid });
  const [, port = ''] = await peer.says(/^listening on [\d.]+:(\d+)$/);
  const program = bench.start({ args: [link.far, port, ...how].map(String), strace });
  const rows: Row[] = [];
  for await (const line of program.lines(30_000)) {
    rows.push(JSON.parse(line));
  }
  await program.ended();
  peer.end();
  return rows;
}

/** A little of it under strace and a capture. */
async function under_strace(bench: Bench): Promise<void> {
  const progress = bench.phase('the same under strace');
  const link = await start_link({ ...path, loss: compared, seed: 1 });
  const stop_capture = await bench.capture(128);
  await talk(bench, link, ['reno', 1, 100, 200], bench.strace);
  await stop_capture();
  await link.end();
  progress(1);
}

function checks_of(reno: readonly Measured[], beside: readonly Measured[]): Check[] {
  const all = [...reno, ...beside];
  const ratios = reno.map((row) => row.mbits / formula(row));
  const bbr = beside.find(({ asked }) => asked === 'bbr');
  const exponent = slope(reno);
  const checks: Check[] = [
    {
      law: 'the congestion control is the one that was asked for',
      holds: all.every(({ asked, ran }) => asked === ran),
      measured: all.map(({ asked, ran }) => `${asked}: ${ran}`).join(', '),
      otherwise: 'another-congestion-control',
    },
    {
      law: 'reno: throughput ~ p^-0.5',
      holds: exponent > -0.85 && exponent < -0.25,
      measured: `log-log slope ${exponent.toFixed(2)}`,
      otherwise: 'another-slope',
    },
    {
      law: 'reno: throughput is MSS / (RTT √p), within a factor of 2.5',
      holds: median(ratios) > 0.4 && median(ratios) < 2.5,
      measured: `ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
      otherwise: 'off-the-formula',
    },
  ];
  if (bbr !== undefined) {
    const ratio = bbr.mbits / formula(bbr);
    checks.push({
      law: 'bbr leaves the formula: more than twice of it',
      holds: ratio > 2,
      measured: `${ratio.toFixed(1)} times`,
      otherwise: 'bbr-takes-a-loss-as-reno-does',
    });
  }
  return checks;
}

/** Of the straight line through the logarithms, by least squares. */
function slope(rows: readonly Measured[]): number {
  const xs = rows.map(({ loss }) => Math.log(loss));
  // The machine stretches the RTT of some points: with it, the formula has only p left.
  const ys = rows.map(({ mbits, rtt }) => Math.log(mbits * rtt));
  const x = sum(xs) / xs.length;
  const y = sum(ys) / ys.length;
  return sum(xs.map((at, i) => (at - x) * ((ys[i] ?? 0) - y))) / sum(xs.map((at) => (at - x) ** 2));
}

function median_rtt(rows: readonly Measured[]): number {
  return median(rows.map(({ rtt }) => rtt));
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(2)}%`;
}

function figure_of(reno: readonly Measured[], beside: readonly Measured[]): Figure {
  const law = [...reno].sort((a, b) => a.loss - b.loss);
  const x = ({ loss }: Measured) => loss * 100;
  return {
    title: `Throughput of one connection on a path that loses, RTT ${median_rtt(reno).toFixed(0)} ms`,
    x: { label: 'lost segments, %', type: 'log', tickFormat: '~g', grid: true },
    y: { label: 'throughput, Mbit/s', type: 'log', tickFormat: '~g', grid: true },
    marks: [
      Plot.line(law, { x, y: formula, ...law_style }),
      Plot.dot(reno, { x, y: 'mbits', fill: colour.blue, r: 5 }),
      Plot.dot(beside, { x, y: 'mbits', fill: colour.green, r: 5 }),
      Plot.text(beside, { x, y: 'mbits', text: 'asked', fill: colour.green, dx: 10, textAnchor: 'start' }),
      ...key(
        [
          { text: '● reno', fill: colour.blue },
          { text: '┅ law: MSS / (RTT √p)', fill: law_style.stroke },
        ],
        'bottom-left',
      ),
    ],
  };
}
