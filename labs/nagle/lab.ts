// The same exchange in seven ways. In each, the next message goes out when the answer to the last one has come.
import { readFileSync } from 'node:fs';
import * as Plot from '@observablehq/plot';
import type { Bench } from '../kit/bench.js';
import { type Call, calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Check, Lab } from '../kit/lab.js';
import { median, quantile } from '../kit/statistics.js';

/** How client and peer send, and how many delayed ACKs an exchange must wait for. */
interface Way {
  readonly name: string;
  readonly client: string;
  readonly peer: string;
  readonly delays: number;
}

const ways: readonly Way[] = [
  { name: 'two writes, both ends', client: 'two writes', peer: 'two writes', delays: 2 },
  { name: 'two writes', client: 'two writes', peer: 'one write', delays: 1 },
  { name: 'TCP_QUICKACK at the peer', client: 'two writes', peer: 'TCP_QUICKACK', delays: 0 },
  { name: 'TCP_NODELAY', client: 'TCP_NODELAY', peer: 'one write', delays: 0 },
  { name: 'one sendmsg', client: 'one sendmsg', peer: 'one write', delays: 0 },
  { name: 'MSG_MORE', client: 'MSG_MORE', peer: 'one write', delays: 0 },
  { name: 'TCP_CORK', client: 'TCP_CORK', peer: 'one write', delays: 0 },
];

/** As the chapter's client does it, against a peer that does better. */
const chapter = { client: 'two writes', peer: 'one write' };

/** TCP_DELACK_MIN of the kernel, in ms: how long an ACK is kept back, for data to carry it. */
const delayed_ack = 40;
/** What a busy machine may add to a median, and a coarse kernel clock (4 ms at 250 Hz) to a delay. */
const slack = 30;

const lab: Lab = {
  asks: 'where do the 40 ms of a small message come from, and what takes them away?',
  tier: 0,
  twin: { mistake: 'sends header and payload in two calls, and sets no option', diagnosis: 'waits-for-delayed-acks' },

  async experiment(bench) {
    const peers = await start_peers(bench);
    const measured: Measured[] = [];
    for (const way of ways) measured.push(await measure(bench, way, peers));
    const first = await first_exchanges(bench, peers);
    const gap = await under_strace(bench, peers);
    const p50 = (name: string) => measured.find(({ way }) => way.name === name)?.p50 ?? Number.NaN;
    return {
      checks: [
        ...measured.map(check_of),
        {
          law: 'the first exchange of a connection does not wait: its ACKs are quick ones',
          holds: first.first < delayed_ack / 2,
          measured: `first p50 ${ms(first.first)}, later p50 ${ms(first.later)}`,
          otherwise: 'first-exchange-waits',
        },
      ],
      conclusion: [
        `Header and payload in two writes: p50 ${ms(p50('two writes'))} an exchange; in one: ${ms(p50('one sendmsg'))}. The first exchange alone hides it: ${ms(first.first)}.`,
        "Nagle's algorithm keeps the payload until the header is acknowledged, and the peer keeps that ACK for data to carry it, 40 ms.",
        'Send a message in one call (send_frame does), or MSG_MORE, or TCP_CORK; TCP_NODELAY where writes cannot be joined.',
      ],
      chart: [
        `  p50 of one exchange, ms (law: ${delayed_ack} for each delayed ACK that is waited for)`,
        ...bars(
          measured.map(({ way, p50 }) => ({ name: way.name, value: p50, law: way.delays * delayed_ack })),
          'ms',
        ),
        ...gap,
      ],
      figure: {
        title: 'One exchange of 15 bytes: header and payload sent in different ways',
        marginLeft: 186,
        height: 380,
        x: { label: 'time of an exchange, ms', type: 'log', tickFormat: '~g', grid: true },
        y: { label: null, domain: ways.map(({ name }) => name) },
        marks: [
          Plot.tickX(
            measured.flatMap(({ way, took }) => took.map((ms) => ({ way: way.name, ms }))),
            { x: 'ms', y: 'way', stroke: colour.sky, strokeOpacity: 0.35 },
          ),
          Plot.dot(measured, { x: 'p50', y: ({ way }) => way.name, fill: colour.blue, r: 5 }),
          Plot.dot(measured, { x: 'p99', y: ({ way }) => way.name, stroke: colour.blue, r: 5 }),
          Plot.ruleX([1, 2], { x: (acks) => acks * delayed_ack, ...law_style }),
          Plot.text([1, 2], {
            x: (acks) => acks * delayed_ack,
            text: (acks) => `${acks * delayed_ack}`,
            frameAnchor: 'top',
            dy: -12,
            fill: law_style.stroke,
          }),
          ...key(
            [
              { text: '● p50   ○ p99', fill: colour.blue },
              { text: `┅ law: ${delayed_ack} ms for each delayed ACK`, fill: law_style.stroke },
            ],
            'top-left',
          ),
        ],
      },
    };
  },
};
export default lab;

/** The ports of the peers: one for each way to answer. They end with the lab. */
type Peers = ReadonlyMap<string, number>;

async function start_peers(bench: Bench): Promise<Peers> {
  const names = [...new Set(ways.map(({ peer }) => peer))];
  const peers = names.map((name) => bench.start({ other: 'peer', args: [name] }));
  const ports = await Promise.all(peers.map((peer) => peer.port()));
  return new Map(names.map((name, i) => [name, ports[i] ?? 0]));
}

/** How a program is to talk to a peer. */
interface Talk {
  readonly client: string;
  readonly peer: string;
  readonly exchanges: number;
  readonly connections: number;
  readonly strace?: string | undefined;
}

/** Runs the program against a peer: a list of milliseconds for each connection. */
async function talk(bench: Bench, peers: Peers, { client, peer, exchanges, connections, strace }: Talk) {
  const program = bench.start({ args: [peers.get(peer), client, exchanges, connections].map(String), strace });
  const took: number[][] = [];
  for await (const line of program.lines(30_000)) {
    took.push(line.split(' ').map(Number));
  }
  await program.ended();
  return took;
}

interface Measured {
  readonly way: Way;
  /** Milliseconds of every exchange but the first. */
  readonly took: readonly number[];
  readonly p50: number;
  readonly p99: number;
}

async function measure(bench: Bench, way: Way, peers: Peers): Promise<Measured> {
  const progress = bench.phase(way.name);
  // The slow ones need no more: there is nothing rare in them.
  const exchanges = way.delays > 0 ? bench.pick(60, 12) : bench.pick(2000, 25);
  const [took = []] = await talk(bench, peers, { ...way, exchanges, connections: 1 });
  progress(1);
  for (const [i, value] of took.entries()) bench.event({ way: way.name, connection: 0, exchange: i, ms: value });
  const later = took.slice(1); // the first one is of its own kind
  return { way, took: later, p50: median(later), p99: quantile(later, 0.99) };
}

function check_of({ way, p50, p99 }: Measured): Check {
  const law = way.delays * delayed_ack;
  return {
    law:
      way.delays === 0
        ? `${way.name}: no waiting`
        : `${way.name}: ${law} ms, ${way.delays} delayed ACK${way.delays > 1 ? 's' : ''}`,
    // A kernel's clock may tick early by its grain. What does not wait takes less than half of a delayed ACK, on a busy machine too.
    holds: way.delays === 0 ? p50 < delayed_ack / 2 : p50 > law - 4 && p50 < law + slack,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    otherwise: p50 > law ? 'waits-for-delayed-acks' : 'does-not-wait',
  };
}

/** The first exchange of several connections, against those that follow on the same one. */
async function first_exchanges(bench: Bench, peers: Peers) {
  const progress = bench.phase('the first exchange of a connection');
  const connections = await talk(bench, peers, { ...chapter, exchanges: 3, connections: bench.pick(15, 7) });
  progress(1);
  for (const [i, took] of connections.entries()) {
    for (const [j, value] of took.entries())
      bench.event({ way: 'first exchanges', connection: i, exchange: j, ms: value });
  }
  return {
    first: median(connections.map(([first = Number.NaN]) => first)),
    later: median(connections.flatMap(([, ...later]) => later)),
  };
}

/** A few exchanges under strace and a capture: the call that waited longest, behind the two that it waited for. */
async function under_strace(bench: Bench, peers: Peers): Promise<string[]> {
  const progress = bench.phase('the same under strace');
  const stop_capture = await bench.capture();
  await talk(bench, peers, { ...chapter, exchanges: 4, connections: 1, strace: bench.strace });
  await stop_capture();
  progress(1);
  if (bench.strace === undefined) return [];
  const calls = calls_of(readFileSync(bench.strace, 'utf8')).filter(({ name }) => /^(sendto|recvfrom)$/.test(name));
  const longest = calls.reduce((most, { duration }) => Math.max(most, duration), 0);
  const at = calls.findIndex(({ duration }) => duration === longest);
  const lines = calls.slice(Math.max(at - 2, 0), at + 1).map(line_of);
  return ['', '  the gap in the trace:', ...lines, '    ^ the payload waited for the ACK of the header'];
}

function line_of({ name, args, result, duration }: Call): string {
  return `    ${name}(${args}) = ${result} <${duration.toFixed(6)}>`;
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;
}
