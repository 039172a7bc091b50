// Throughput over a link of known rate and delay, for receive buffers from far below the product of the two to far above.

import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import type { Check, Lab } from '../kit/lab.js';
import { type Link, needs_of_link, start_link } from '../kit/link/link.js';
import { median, quantile } from '../kit/statistics.js';
import { figure_of, full, kib, law_of, link_shape, type Measured } from './figure.js';

const lab: Lab = {
  asks: say(
    'how large must the receive buffer be for a path of this rate and delay?',
    '이만한 대역폭과 지연의 경로에 수신 버퍼는 얼마나 커야 하는가?',
  ),
  section: '0.3.4',
  tier: 1,
  needs: needs_of_link,
  twin: {
    mistake: say('sets a receive buffer of 32 KiB for every path', '어떤 경로든 수신 버퍼를 32 KiB로 정한다'),
    diagnosis: 'buffer-smaller-than-the-path',
  },

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
    const product = (bdp / kib).toFixed(0);
    return {
      checks: checks_of(measured, bdp),
      conclusion: [
        say(
          `On a path of ${link_shape.rate / 1e6} Mbit/s and ${rtt.toFixed(0)} ms, the throughput in Mbit/s for each SO_RCVBUF: ${readings}.`,
          `${link_shape.rate / 1e6} Mbit/s, ${rtt.toFixed(0)} ms 경로에서 SO_RCVBUF에 따른 처리량(Mbit/s): ${readings}.`,
        ),
        say(
          `At most one window is in flight per round trip, so the throughput is window / RTT until rate × RTT = ${product} KiB fill the path.`,
          `왕복 한 번에 윈도우보다 많은 바이트가 가는 중일 수 없다: 대역폭 × RTT = ${product} KiB가 경로를 채울 때까지 처리량은 윈도우 / RTT다.`,
        ),
        say(
          `Set SO_RCVBUF to rate × RTT, or do not set it: the kernel's autotuning reached ${own?.mbits.toFixed(1)} Mbit/s, ${times(bench)[0]} ms after the start.`,
          `SO_RCVBUF에는 경로의 그 곱을 주거나, 아예 손대지 마라: 커널의 자동 조정은 시작 ${times(bench)[0]} ms 뒤에 ${own?.mbits.toFixed(1)} Mbit/s를 냈다.`,
        ),
      ],
      chart: [
        say(
          `  throughput for each SO_RCVBUF (law: the smaller of window / RTT and the link's ${full.toFixed(1)} Mbit/s)`,
          `  SO_RCVBUF에 따른 처리량 (법칙: 윈도우 / RTT와 링크의 ${full.toFixed(1)} Mbit/s 가운데 작은 것)`,
        ),
        ...bars(
          measured.map(({ size, mbits }) => ({
            name: `${size / kib} KiB`,
            value: mbits,
            law: law_of(size, measured),
          })),
          'Mbit/s',
        ),
      ],
      figure: figure_of(measured, rtt, bdp),
    };
  },
};
export default lab;

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
    const progress = bench.phase(
      size === 0 ? say("the kernel's autotuning", '커널의 자동 조정') : `SO_RCVBUF ${size / kib} KiB`,
    );
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
  const progress = bench.phase(say('the same under strace', '같은 일을 strace 아래에서'));
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
  // With the RTT, which a busy machine stretches at one size and not at the next.
  const carried = below.map(({ mbits, rtt }) => mbits * rtt);
  const ratios = carried.slice(1).map((bits, i) => bits / (carried[i] ?? Number.NaN));
  const shares = above.map(({ mbits }) => mbits / full);
  // Whatever waits in a queue waits in the RTT too.
  const on_its_way = measured.map(({ mbits, rtt, window }) => (mbits * rtt * 1000) / 8 / window);
  return [
    {
      law: say(
        'getsockopt returns twice what SO_RCVBUF was set to, socket(7)',
        'getsockopt는 SO_RCVBUF에 정한 것의 두 배를 말한다, socket(7)',
      ),
      holds: measured.every(({ size, buffer }) => buffer === 2 * size),
      measured: measured.map(({ size, buffer }) => `${size}: ${buffer}`).join(', '),
      otherwise: 'another-buffer',
    },
    {
      law: say('throughput × RTT = window, at every size', '어느 크기에서나 처리량 × RTT = 윈도우'),
      holds: on_its_way.every((share) => share > 0.55) && median(on_its_way) > 0.7 && median(on_its_way) < 1.35,
      measured: say(`shares of the window: ${numbers(on_its_way)}`, `윈도우에 대한 비: ${numbers(on_its_way)}`),
      otherwise: 'window-not-used',
    },
    {
      law: say(
        'below rate × RTT, twice the buffer gives twice the throughput, at the same RTT',
        '대역폭 × RTT보다 작으면, 버퍼가 두 배면 같은 RTT에서 처리량도 두 배다',
      ),
      holds: median(ratios) > 1.5 && median(ratios) < 2.6,
      measured: say(`ratios ${numbers(ratios)}`, `비 ${numbers(ratios)}`),
      otherwise: 'does-not-double',
    },
    {
      law: say(
        'above it, the throughput is that of the link, for every buffer size',
        '그보다 크면, 버퍼가 얼마든 처리량은 링크가 나르는 만큼이다',
      ),
      holds: above.length > 0 && median(shares) > 0.7 && median(shares) < 1.1,
      measured: say(
        `${numbers(shares)} of ${full.toFixed(1)} Mbit/s`,
        `${full.toFixed(1)} Mbit/s의 ${numbers(shares)}`,
      ),
      otherwise: 'buffer-smaller-than-the-path',
    },
  ];
}

function numbers(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(', ');
}
