// Three sizes through three networks: the loopback as it is, with the MTU of an Ethernet, and the same without GSO. The capture says
// what the kernel handed to the device, TCP_INFO into how many segments that is cut.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { check_each } from '../kit/check.js';
import { ip } from '../kit/ip.js';
import type { Check, Lab } from '../kit/lab.js';
import { type Segment, segments_of } from '../kit/packets.js';
import { sum } from '../kit/statistics.js';
import { type Carried, carried_by, is_whole, segments_in } from './carried.js';
import { figure_of } from './figure.js';

const sizes = [10, 1024, 65536];

interface Network {
  readonly name: string;
  /** What `ip link set lo` makes it by. */
  readonly link: string;
}

const networks: readonly Network[] = [
  { name: say('loopback', '루프백'), link: 'mtu 65536' },
  { name: 'MTU 1500, GSO', link: 'mtu 1500' },
  { name: say('MTU 1500, no GSO', 'MTU 1500, GSO 없음'), link: 'mtu 1500 gso_max_segs 1' },
];
const [loopback, with_gso] = networks;

const lab: Lab = {
  asks: say(
    'into how many segments is one send(2) of 10 B, 1 KiB or 64 KiB divided, and how many of them does a capture show?',
    '10 B, 1 KiB, 64 KiB를 send(2) 한 번에 보내면 세그먼트는 몇 개이고, 캡처에는 몇 개가 보이는가?',
  ),
  section: '0.10.1',
  tier: 1,
  twin: {
    mistake: say('divides the message itself, into pieces of 1460 bytes', '메시지를 스스로 1460바이트씩 자른다'),
    diagnosis: 'cut-by-hand',
  },

  async experiment(bench) {
    const peer = bench.start({ other: 'peer' });
    const port = await peer.port();
    const rounds = bench.pick(5, 3);
    const progress = bench.phase(
      say(
        `${sizes.length} sizes through ${networks.length} networks, ${rounds} times`,
        `크기 ${sizes.length}가지를 네트워크 ${networks.length}가지에, ${rounds}번`,
      ),
    );
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

    const shown = networks.flatMap((network) => sizes.map((size) => usual(messages, network, size)));
    const largest = (network: Network | undefined) =>
      shown.find((one) => one.network === network && one.size === 65536);
    const [plain, gso] = [largest(loopback), largest(with_gso)];
    const rows = shown.map((one) => ({ ...one, name: name_of(one) }));
    return {
      checks: [
        check_each(
          messages,
          say('the packets carry exactly the bytes that were sent', '패킷은 보낸 것을 한 바이트도 빠짐없이 나른다'),
          'bytes-lost',
          (one) => ({
            holds: is_whole(one, one.size),
            measured: say(
              `${one.size} bytes in ${one.packets.length}, ${one.again.length} sent again`,
              `${one.size}바이트를 ${one.packets.length}개에, 다시 보낸 것 ${one.again.length}개`,
            ),
          }),
        ),
        ...networks.map((network) =>
          check_each(
            shown.filter((one) => one.network === network),
            `${network.name}: ${say('segments', '세그먼트')} = ⌈${say('bytes', '바이트')} / ${network === loopback ? say("half of the peer's window", '상대 윈도우의 절반') : 'MSS'}⌉`,
            'cut-by-hand',
            ({ size, most, segments }) => ({
              holds: segments === Math.ceil(size / most),
              measured: `⌈${size} / ${most}⌉: ${segments}`,
            }),
          ),
        ),
        ...networks.map((network) => of_packets(shown, network)),
        ...calls,
      ],
      conclusion: [
        say(
          `One send(2) of 64 KiB: ${plain?.segments} segments on the default loopback; ${gso?.segments} of at most ${gso?.most} bytes at MTU 1500, which a capture shows as ${gso?.packets.length} packets.`,
          `64 KiB를 send(2) 한 번에: 있는 그대로의 루프백에서 세그먼트 ${plain?.segments}개, MTU 1500에서 ${gso?.most}바이트 이하로 ${gso?.segments}개. 캡처에는 패킷 ${gso?.packets.length}개로 보인다.`,
        ),
        say(
          `Loopback: MTU 65536, but no segment is larger than half of the peer's window (${plain?.most} bytes). GSO: one packet of many segments, divided as late as possible, or never.`,
          `루프백: MTU는 65536이지만 세그먼트는 상대 윈도우의 절반(${plain?.most}바이트)을 넘지 않는다. GSO: 여러 세그먼트가 패킷 하나로 내려가고, 맨 나중에 잘리거나 끝까지 잘리지 않는다.`,
        ),
        say(
          'So pass the kernel as much as you have and let it divide the data; and do not mistake the packets of a capture on the sending machine for the segments on the wire.',
          '그러니 가진 만큼 커널에 넘기고 자르는 일은 커널에 맡겨라. 그리고 보내는 기계에서 캡처한 패킷을 선 위의 세그먼트로 여기지 마라.',
        ),
      ],
      chart: [
        say(
          '  packets in the capture (law: the segments that they are divided into)',
          '  캡처의 패킷 (법칙: 그것이 잘려 나갈 세그먼트)',
        ),
        ...bars(
          rows.map(({ name, packets, size, most }) => ({
            name,
            value: packets.length,
            law: Math.ceil(size / most),
          })),
        ),
      ],
      figure: figure_of(rows),
    };
  },
};
export default lab;

/** On a network a packet is a segment, or, with GSO, many whole ones. */
function of_packets(shown: readonly Message[], network: Network): Check {
  const many = network === with_gso;
  return check_each(
    shown.filter((one) => one.network === network),
    many
      ? `${network.name}: ${say('packets of many whole segments', '패킷 하나에 온전한 세그먼트 여러 개')}`
      : `${network.name}: ${say('a packet is a segment', '패킷 하나가 세그먼트 하나')}`,
    many ? 'no-super-packets' : 'super-packets',
    ({ packets, segments, most, size }) => {
      const whole = packets.slice(0, -1).every(({ from, to }) => (to - from) % most === 0);
      return {
        holds: many && size > 2 * most ? packets.length < segments && whole : packets.length === segments,
        measured: say(
          `${packets.length} packets, ${segments} segments`,
          `패킷 ${packets.length}개, 세그먼트 ${segments}개`,
        ),
      };
    },
  );
}

/** Of the rounds the one with the middle number of segments: a busy reader may close its window, and a probe of it is one more. */
function usual(messages: readonly Message[], network: Network, size: number): Message {
  const rounds = messages.filter((one) => one.network === network && one.size === size);
  const middle = rounds.sort((a, b) => a.segments - b.segments)[rounds.length >> 1];
  if (middle === undefined) throw new Error(`no message of ${size} bytes was sent`);
  return middle;
}

/** What the program said of a message. */
interface Told {
  readonly network: Network;
  readonly size: number;
  /** All that carried data, those that were sent again too. */
  readonly sent: number;
  readonly mss: number;
}

interface Message extends Told, Carried {
  /** The most bytes that a segment may have. */
  readonly most: number;
  /** Without those that were sent again. */
  readonly segments: number;
}

async function send_sizes(bench: Bench, port: number, network: Network, strace?: string): Promise<Told[]> {
  const program = bench.start({ args: [port, ...sizes].map(String), strace });
  const told: Told[] = [];
  for await (const line of program.lines()) {
    const [size = 0, sent = 0, mss = 0] = line.match(/\d+/g)?.map(Number) ?? [];
    told.push({ network, size, sent, mss });
  }
  await program.ended();
  return told;
}

/** The connections of the capture, in the order of their SYNs, are those of the program. */
function join_packets(told: readonly Told[], all: readonly Segment[], port: number): Message[] {
  const clients = all.filter(({ to, flags }) => to === port && flags === 'SYN').map(({ from }) => from);
  return told.map((one, i) => {
    const mine = all.filter(({ from, to }) => from === clients[i] && to === port);
    const carried = carried_by(mine);
    const window = all.find(({ to, flags }) => to === clients[i] && flags === 'SYN+ACK')?.window ?? 0;
    // tcp_bound_to_half_wnd() of the kernel: who fills a window by one segment hears of it when it is empty.
    const most = one.network === loopback ? Math.floor(window / 2) : one.mss;
    return { ...one, ...carried, most, segments: one.sent - segments_in(carried.again, most) };
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
      law: say('one send(2) for each message, by strace', '메시지마다 send(2) 한 번, strace로 볼 때'),
      holds: sent.length === sizes.length && bytes === sum(sizes),
      measured: say(`${sent.length} calls, ${bytes} bytes`, `호출 ${sent.length}번, ${bytes}바이트`),
      otherwise: 'cut-by-hand',
    },
  ];
}

function name_of({ network, size }: Message): string {
  return `${network.name}, ${size < 1024 ? `${size} B` : `${size / 1024} KiB`}`;
}
