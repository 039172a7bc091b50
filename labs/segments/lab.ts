// Three sizes through three networks: the loopback as it is, with the MTU of an Ethernet, and the same without GSO. The capture says
// what the kernel handed to the device, TCP_INFO into how many segments that is cut.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import type { Bench } from '../kit/bench.js';
import { calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { check_each } from '../kit/check.js';
import { colour, law_style } from '../kit/figure.js';
import { ip } from '../kit/ip.js';
import type { Check, Lab } from '../kit/lab.js';
import { type Segment, segments_of } from '../kit/packets.js';
import { sum } from '../kit/statistics.js';

const sizes = [10, 1024, 65536];

interface Network {
  readonly name: string;
  /** What `ip link set lo` makes it by. */
  readonly link: string;
}

const networks: readonly Network[] = [
  { name: 'loopback', link: 'mtu 65536' },
  { name: 'MTU 1500, GSO', link: 'mtu 1500' },
  { name: 'MTU 1500, no GSO', link: 'mtu 1500 gso_max_segs 1' },
];
const [loopback, with_gso] = networks;

const lab: Lab = {
  asks: 'into how many segments does one send(2) of 10 B, 1 KiB, 64 KiB go, and how many of them does a capture see?',
  tier: 1,
  twin: { mistake: 'cuts the message itself, into pieces of 1460 bytes', diagnosis: 'cut-by-hand' },

  async experiment(bench) {
    const peer = bench.start({ other: 'peer' });
    const port = await peer.port();
    const rounds = bench.pick(5, 1);
    const progress = bench.phase(`${sizes.length} sizes through ${networks.length} networks, ${rounds} times`);
    const stop_capture = await bench.capture(128);
    const told: Told[] = [];
    for (const [i, network] of networks.entries()) {
      ip(`link set lo ${network.link}`); // of the lab's own network: nobody else's changes
      for (let round = 0; round < rounds; round += 1) {
        told.push(...(await send_sizes(bench, port, network)));
        progress((i * rounds + round + 1) / (networks.length * rounds + 1));
      }
    }
    await stop_capture();
    progress(1);
    const messages = join_packets(told, segments_of(join(bench.folder, 'capture.pcap')), port);
    for (const [i, { network, size, packets }] of messages.entries()) {
      for (const { from, to } of packets)
        bench.event({ message: i, network: network.name, size, from, bytes: to - from });
    }
    const calls = await under_strace(bench, port);

    const shown = networks.flatMap(({ name }) =>
      sizes.flatMap((size) => messages.find((one) => one.network.name === name && one.size === size) ?? []),
    );
    const largest = (name: string | undefined) => shown.find((one) => one.network.name === name && one.size === 65536);
    const [plain, gso] = [largest(loopback?.name), largest(with_gso?.name)];
    const rows = shown.map((one) => ({ ...one, row: row_of(one) }));
    return {
      checks: [
        check_each(messages, 'the packets carry what was sent, each byte once', 'bytes-lost', ({ size, packets }) => ({
          holds: packets.at(-1)?.to === size && packets.every(({ from }, i) => from === (packets[i - 1]?.to ?? 0)),
          measured: `${size} bytes in ${packets.length}`,
        })),
        ...networks.map((network) =>
          check_each(
            messages.filter((one) => one.network === network),
            `${network.name}: segments = ⌈bytes / ${network === loopback ? "half of the peer's window" : 'MSS'}⌉`,
            'cut-by-hand',
            ({ size, most, segments }) => ({
              holds: segments === Math.ceil(size / most),
              measured: `⌈${size} / ${most}⌉: ${segments}`,
            }),
          ),
        ),
        ...networks.map((network) =>
          check_each(
            messages.filter((one) => one.network === network),
            network === with_gso
              ? `${network.name}: packets of many whole segments`
              : `${network.name}: a packet is a segment`,
            network === with_gso ? 'no-super-packets' : 'super-packets',
            ({ packets, segments, most, size }) => {
              const whole = packets.slice(0, -1).every(({ from, to }) => (to - from) % most === 0);
              const fewer =
                network === with_gso && size > 2 * most
                  ? packets.length < segments && whole
                  : packets.length === segments;
              return { holds: fewer, measured: `${packets.length} packets, ${segments} segments` };
            },
          ),
        ),
        ...calls,
      ],
      conclusion: [
        `One send(2) of 64 KiB: ${plain?.segments} segments on the loopback as it is, ${gso?.segments} of at most ${gso?.most} bytes at MTU 1500, of which a capture sees ${gso?.packets.length} packets.`,
        `Loopback: MTU 65536, but no segment above half of the peer's window (${plain?.most} bytes). GSO: one packet of many segments, which is cut last, or never.`,
        'So hand the kernel as much as you have, and let it cut; and do not take the packets of a capture on the sending machine for the segments of the wire.',
      ],
      chart: [
        '  packets in the capture (law: segments that they are cut into)',
        ...bars(
          rows.map(({ row, packets, size, most }) => ({
            name: row,
            value: packets.length,
            law: Math.ceil(size / most),
          })),
        ),
      ],
      figure: {
        title: 'One send(2): the packets of the capture, and where the law cuts them into segments',
        marginLeft: 172,
        marginRight: 160,
        height: 400,
        x: { label: 'share of the message, %', domain: [0, 100] },
        y: { label: null, domain: rows.map(({ row }) => row) },
        marks: [
          Plot.barX(rows.flatMap(bars_of), { x1: 'x1', x2: 'x2', y: 'row', fill: 'fill', insetTop: 4, insetBottom: 4 }),
          Plot.tickX(rows.flatMap(cuts_of), { x: 'at', y: 'row', ...law_style, strokeWidth: 1 }),
          Plot.text(rows, {
            x: 100,
            y: 'row',
            dx: 8,
            textAnchor: 'start',
            text: ({ packets, segments }) => `packets ${packets.length}, segments ${segments}`,
          }),
          Plot.text(['┅ law: here a segment ends'], { frameAnchor: 'top-right', dy: -14, fill: law_style.stroke }),
        ],
      },
    };
  },
};
export default lab;

/** What the program said of a message. */
interface Told {
  readonly network: Network;
  readonly size: number;
  /** That carried data, without those that were sent again. */
  readonly segments: number;
  readonly mss: number;
}

interface Message extends Told {
  /** The most bytes that a segment may have. */
  readonly most: number;
  /** The bytes of the message that each packet carries: `from` the one, up to the other and not including it. */
  readonly packets: readonly { readonly from: number; readonly to: number }[];
}

async function send_sizes(bench: Bench, port: number, network: Network, strace?: string): Promise<Told[]> {
  const program = bench.start({ args: [port, ...sizes].map(String), strace });
  const told: Told[] = [];
  for await (const line of program.lines()) {
    const [size = 0, segments = 0, again = 0, mss = 0] = line.match(/\d+/g)?.map(Number) ?? [];
    told.push({ network, size, segments: segments - again, mss });
  }
  await program.ended();
  return told;
}

/** The connections of the capture, in the order of their SYNs, are those of the program. */
function join_packets(told: readonly Told[], all: readonly Segment[], port: number): Message[] {
  const clients = all.filter(({ to, flags }) => to === port && flags === 'SYN').map(({ from }) => from);
  return told.map((one, i) => {
    const mine = all.filter(({ from, to }) => from === clients[i] && to === port);
    const start = ((mine[0]?.seq ?? 0) + 1) >>> 0;
    // Two processors may show them out of order, and what was sent again is there twice.
    const carried = mine
      .map(({ seq, length }) => ({ from: (seq - start) >>> 0, to: ((seq - start) >>> 0) + length }))
      .filter(({ from, to }) => to > from)
      .sort((one, other) => one.from - other.from);
    const packets = carried.filter(({ from }, i) => from !== carried[i - 1]?.from);
    const window = all.find(({ to, flags }) => to === clients[i] && flags === 'SYN+ACK')?.window ?? 0;
    // tcp_bound_to_half_wnd() of the kernel: who fills a window by one segment hears of it when it is empty.
    return { ...one, packets, most: one.network === loopback ? Math.floor(window / 2) : one.mss };
  });
}

/** The program's calls, by the real strace, where there is one. */
async function under_strace(bench: Bench, port: number): Promise<Check[]> {
  if (bench.strace === undefined) return [];
  await send_sizes(bench, port, networks[0] ?? { name: '', link: '' }, bench.strace);
  const sent = calls_of(readFileSync(bench.strace, 'utf8')).filter(({ name }) => /^send/.test(name));
  const bytes = sum(sent.map(({ result }) => result));
  return [
    {
      law: 'one send(2) for each message, by strace',
      holds: sent.length === sizes.length && bytes === sum(sizes),
      measured: `${sent.length} calls, ${bytes} bytes`,
      otherwise: 'cut-by-hand',
    },
  ];
}

function row_of({ network, size }: Message): string {
  return `${network.name}, ${size < 1024 ? `${size} B` : `${size / 1024} KiB`}`;
}

function bars_of({ packets, size, row }: Message & { readonly row: string }) {
  return packets.map(({ from, to }, i) => ({
    x1: (100 * from) / size,
    x2: (100 * to) / size,
    row,
    fill: i % 2 === 0 ? colour.blue : colour.sky,
  }));
}

function cuts_of({ size, most, row }: Message & { readonly row: string }) {
  const cuts = Array.from({ length: Math.ceil(size / most) - 1 }, (_, i) => (100 * (i + 1) * most) / size);
  return cuts.map((at) => ({ at, row }));
}
