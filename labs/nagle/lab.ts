// The same exchange in seven ways. In each, the next message goes out when the answer to the last one has come.
import { readFileSync } from 'node:fs';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { type Call, calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import type { Check, Lab } from '../kit/lab.js';
import { median, quantile } from '../kit/statistics.js';
import { delayed_ack, figure_of, type Measured, type Way } from './figure.js';

const two_writes = say('two writes', '두 번 쓰기');
const one_sendmsg = say('one sendmsg', 'sendmsg 한 번');

const ways: readonly Way[] = [
  { name: say('two writes, both ends', '두 번 쓰기, 양쪽 모두'), client: 'two writes', peer: 'two writes', delays: 2 },
  { name: two_writes, client: 'two writes', peer: 'one write', delays: 1 },
  {
    name: say('TCP_QUICKACK at the peer', '상대의 TCP_QUICKACK'),
    client: 'two writes',
    peer: 'TCP_QUICKACK',
    delays: 0,
  },
  { name: 'TCP_NODELAY', client: 'TCP_NODELAY', peer: 'one write', delays: 0 },
  { name: one_sendmsg, client: 'one sendmsg', peer: 'one write', delays: 0 },
  { name: 'MSG_MORE', client: 'MSG_MORE', peer: 'one write', delays: 0 },
  { name: 'TCP_CORK', client: 'TCP_CORK', peer: 'one write', delays: 0 },
];

/** As the chapter's client does it, against a peer that does better. */
const chapter = { client: 'two writes', peer: 'one write' };

/** What a busy machine may add to a median, and a coarse kernel clock (4 ms at 250 Hz) to a delay. */
const slack = 30;

const lab: Lab = {
  asks: say(
    'why does a small message take 40 ms, and what avoids the delay?',
    '작은 메시지의 40 ms는 어디서 오며, 무엇이 그것을 없애는가?',
  ),
  section: '0.9.2',
  tier: 0,
  twin: {
    mistake: say(
      'sends header and payload in two calls, and sets no option',
      '헤더와 페이로드를 호출 두 번에 보내고, 아무 옵션도 켜지 않는다',
    ),
    diagnosis: 'waits-for-delayed-acks',
  },

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
          law: say(
            'the first exchange of a connection does not wait: its ACKs are sent at once',
            '연결의 첫 교환은 기다리지 않는다: 그 ACK는 빠르다',
          ),
          holds: first.first < delayed_ack / 2,
          measured: say(
            `first p50 ${ms(first.first)}, later p50 ${ms(first.later)}`,
            `첫 교환 p50 ${ms(first.first)}, 그 뒤 p50 ${ms(first.later)}`,
          ),
          otherwise: 'first-exchange-waits',
        },
      ],
      conclusion: [
        say(
          `Header and payload in two writes: p50 ${ms(p50(two_writes))} per exchange; in one write: ${ms(p50(one_sendmsg))}. The first exchange hides the delay: ${ms(first.first)}.`,
          `헤더와 페이로드를 두 번에 쓰면 교환 한 번에 p50 ${ms(p50(two_writes))}, 한 번에 쓰면 ${ms(p50(one_sendmsg))}. 첫 교환만 보면 드러나지 않는다: ${ms(first.first)}.`,
        ),
        say(
          "Nagle's algorithm holds the payload until the header is acknowledged, and the peer delays that ACK for 40 ms, to send it with data.",
          'Nagle 알고리즘은 헤더의 ACK가 올 때까지 페이로드를 붙들고, 상대는 데이터에 실어 보내려고 그 ACK를 40 ms 붙든다.',
        ),
        say(
          'Send a message in one call (send_frame does), or use MSG_MORE or TCP_CORK; use TCP_NODELAY if the writes cannot be joined.',
          '메시지는 호출 한 번에 보내라(send_frame이 그렇게 한다). 아니면 MSG_MORE나 TCP_CORK를, 쓰기를 합칠 수 없으면 TCP_NODELAY를.',
        ),
      ],
      chart: [
        say(
          `  p50 of one exchange, ms (law: ${delayed_ack} for each delayed ACK)`,
          `  교환 한 번의 p50, ms (법칙: 기다리는 지연 ACK마다 ${delayed_ack})`,
        ),
        ...bars(
          measured.map(({ way, p50 }) => ({ name: way.name, value: p50, law: way.delays * delayed_ack })),
          'ms',
        ),
        ...gap,
      ],
      figure: figure_of(
        measured,
        ways.map(({ name }) => name),
      ),
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
        ? `${way.name}: ${say('no delay', '기다리지 않는다')}`
        : `${way.name}: ${law} ms, ${say(`${way.delays} delayed ACK${way.delays > 1 ? 's' : ''}`, `지연 ACK ${way.delays}번`)}`,
    // A kernel's clock may tick early by its grain. What does not wait takes less than half of a delayed ACK, on a busy machine too.
    holds: way.delays === 0 ? p50 < delayed_ack / 2 : p50 > law - 4 && p50 < law + slack,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    otherwise: p50 > law ? 'waits-for-delayed-acks' : 'does-not-wait',
  };
}

/** The first exchange of several connections, against those that follow on the same one. */
async function first_exchanges(bench: Bench, peers: Peers) {
  const progress = bench.phase(say('the first exchange of a connection', '연결의 첫 교환'));
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
  const progress = bench.phase(say('the same under strace', '같은 일을 strace 아래에서'));
  const stop_capture = await bench.capture();
  await talk(bench, peers, { ...chapter, exchanges: 4, connections: 1, strace: bench.strace });
  await stop_capture();
  progress(1);
  if (bench.strace === undefined) return [];
  const calls = calls_of(readFileSync(bench.strace, 'utf8')).filter(({ name }) => /^(sendto|recvfrom)$/.test(name));
  const longest = calls.reduce((most, { duration }) => Math.max(most, duration), 0);
  const at = calls.findIndex(({ duration }) => duration === longest);
  const lines = calls.slice(Math.max(at - 2, 0), at + 1).map(line_of);
  return [
    '',
    say('  the gap in the trace:', '  trace 속의 빈 시간:'),
    ...lines,
    say('    ^ the payload waited for the ACK of the header', '    ^ 페이로드가 헤더의 ACK를 기다렸다'),
  ];
}

function line_of({ name, args, result, duration }: Call): string {
  return `    ${name}(${args}) = ${result} <${duration.toFixed(6)}>`;
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;
}
