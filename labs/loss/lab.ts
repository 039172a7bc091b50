// Throughput under reno for several shares of lost segments, against √(3/2) · MSS / (RTT √p); and under what does not take a loss as
// reno does.
import { readFileSync } from 'node:fs';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import type { Lab } from '../kit/lab.js';
import { type Link, needs_of_link, start_link } from '../kit/link/link.js';
import { sum } from '../kit/statistics.js';
import { figure_of, formula, type Measured, mathis, median_rtt } from './figure.js';
import { checks_of, slope } from './laws.js';

/** The rate is no limit for reno, and the queue drops nothing: what is lost is lost by chance. */
const path = { rate: 60e6, delay: 10, queue: 4e6 };
/**
 * At every loss as many: more of them where more is lost would share what bbr takes by the very law that is on trial. Three under reno
 * take half of the link, at the least loss; bbr takes all of it, alone.
 */
const connections = { reno: 3, cubic: 3, bbr: 1 };
/** At this share others stand beside reno. */
const compared = 0.01;
const list = '/proc/sys/net/ipv4/tcp_available_congestion_control';

const lab: Lab = {
  asks: say('how fast is TCP on a path that loses packets?', '패킷을 잃는 경로에서 TCP는 얼마나 빠른가?'),
  section: '0.3.4',
  tier: 1,
  needs: needs_of_link,
  twin: {
    mistake: say(
      'misspells the congestion control, and ignores the result of setsockopt(2)',
      '혼잡 제어의 이름을 잘못 쓰고, setsockopt(2)가 돌려준 것을 보지 않는다',
    ),
    diagnosis: 'another-congestion-control',
  },

  async experiment(bench) {
    const there = readFileSync(list, 'utf8').trim().split(/\s+/);
    const losses = bench.pick([0.005, 0.01, 0.02, 0.04], [0.005, 0.01, 0.03]);
    const reno: Measured[] = [];
    for (const loss of losses) reno.push(await measure(bench, 'reno', loss));
    const beside: Measured[] = [];
    if (bench.pick(true, false) && there.includes('cubic')) beside.push(await measure(bench, 'cubic', compared));
    if (there.includes('bbr')) {
      for (const loss of [losses[0] ?? compared, losses.at(-1) ?? compared]) {
        beside.push(await measure(bench, 'bbr', loss));
      }
    }
    await under_strace(bench);
    const list_of = (rows: readonly Measured[]) =>
      rows.map(({ asked, loss, mbits }) => `${asked} ${percent(loss)} ${mbits.toFixed(1)}`).join(', ');
    const without = there.includes('bbr') ? '' : say(' This kernel has no bbr.', ' 이 커널에는 bbr이 없다.');
    const rtt = median_rtt(reno).toFixed(0);
    return {
      checks: checks_of(reno, beside),
      conclusion: [
        say(
          `One reno connection, RTT ${rtt} ms, Mbit/s at each loss: ${list_of(reno)}; log-log slope ${slope(reno).toFixed(2)}.`,
          `${rtt} ms 경로의 reno 연결 하나, 손실률에 따른 Mbit/s: ${list_of(reno)}. 로그-로그 기울기 ${slope(reno).toFixed(2)}.`,
        ),
        say(
          `reno halves its window at a loss and adds one segment per RTT: √(3/2) · MSS / (RTT √p). For comparison: ${list_of(beside) || '-'}.${without}`,
          `reno는 손실마다 윈도우를 반으로 줄이고 RTT마다 세그먼트 하나를 더한다: √(3/2) · MSS / (RTT √p). 그 곁에: ${list_of(beside) || '-'}.${without}`,
        ),
        say(
          'A loss slows a sender that takes it as a sign of a full queue; bbr measures rate and RTT instead. TCP_CONGESTION selects one: check what setsockopt returns.',
          '손실을 가득 찬 큐로 여기는 송신자는 그 값을 치른다. bbr은 대신 대역폭과 RTT를 잰다. TCP_CONGESTION으로 고르되, 돌려준 값을 보라.',
        ),
      ],
      chart: [
        say(
          '  throughput of one connection (law: √(3/2) · MSS / (RTT √p))',
          '  연결 하나의 처리량 (법칙: √(3/2) · MSS / (RTT √p))',
        ),
        ...bars(
          [...reno, ...beside].map((row) => ({
            name: `${row.asked} ${percent(row.loss)}`,
            value: row.mbits,
            law: mathis * formula(row),
          })),
          'Mbit/s',
        ),
      ],
      figure: figure_of(reno, beside),
    };
  },
};
export default lab;

/** The program sends from this side, under `asked`, on a link of its own; a peer receives on the other. */
async function measure(bench: Bench, asked: keyof typeof connections, loss: number): Promise<Measured> {
  const progress = bench.phase(say(`${asked}, ${percent(loss)} lost`, `${asked}, 손실 ${percent(loss)}`));
  const link = await start_link({ ...path, loss, seed: 1 });
  const [warm_up, time] = bench.pick([1000, 4000], [800, 1500]); // ms
  const rows = await talk(bench, link, [asked, connections[asked], warm_up, time]);
  const { data, lost, missed } = link.counts();
  await link.end();
  progress(1);
  const mean = (values: readonly number[]) => sum(values) / values.length;
  const found: Measured = {
    asked,
    ran: rows[0]?.algorithm ?? '',
    loss: (lost + missed) / (data + missed), // what a busy machine did not see in time is lost too
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
  const progress = bench.phase(say('the same under strace', '같은 일을 strace 아래에서'));
  const link = await start_link({ ...path, loss: compared, seed: 1 });
  const stop_capture = await bench.capture(128);
  await talk(bench, link, ['reno', 1, 100, 200], bench.strace);
  await stop_capture();
  await link.end();
  progress(1);
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(2)}%`;
}
