// A peer that does not read, and then does. The program says after each send(2) what its kernel says of the bytes; the lab is the
// peer, and asks its own kernel for the rest.
import { setTimeout as sleep } from 'node:timers/promises';
import { accept, close, type Fd, ioctl, SIOCINQ, unwrap } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { bars, short, sparkline } from '../kit/chart.js';
import type { Check, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { start_listening } from '../kit/sockets.js';
import { figure_of, KiB, type Told } from './figure.js';
import { type Received, read_all, small_queue } from './reader.js';

/** More than all queues together may hold. */
const total = 16 << 20;

interface Rest extends Told {
  /** SIOCINQ: in the receive queue of the peer. */
  readonly waiting: number;
}

const lab: Lab = {
  asks: say(
    'send(2) succeeds: where are the bytes if the peer does not read?',
    'send(2)는 성공했다: 상대가 읽지 않으면 바이트는 누가 가지고 있는가?',
  ),
  section: '0.2.2',
  tier: 0,
  twin: {
    mistake: say(
      'counts the bytes passed to send(2), not the bytes that send(2) accepted',
      'send(2)가 받아들인 것이 아니라 send(2)에 준 것을 센다',
    ),
    diagnosis: 'counts-what-was-refused',
  },

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
          law: say(
            'accepted = SIOCOUTQ + acknowledged, in every sample',
            '모든 표본에서 accepted = SIOCOUTQ + 확인된 것',
          ),
          holds: samples.length > 0 && broken.length === 0,
          measured: say(
            `in ${samples.length - broken.length} of ${samples.length} samples`,
            `표본 ${samples.length}개 가운데 ${samples.length - broken.length}개에서`,
          ),
          otherwise: 'counts-what-was-refused',
        },
        {
          law: say(
            'a non-blocking send fails with EAGAIN when the queues are full',
            '큐가 차면 논블로킹 send는 EAGAIN을 말한다',
          ),
          holds: refusals.length > 0,
          measured: say(
            `${refusals.length} times, first at ${share(refusals[0]?.accepted)}`,
            `${refusals.length}번, 처음은 ${share(refusals[0]?.accepted)}에서`,
          ),
          otherwise: 'refusal-not-noticed',
        },
        {
          law: say(
            'at rest, acknowledged = SIOCINQ of the peer: its kernel has the bytes, its program does not',
            '멈추어 있을 때 확인된 것 = 상대의 SIOCINQ: 상대의 커널은 받았고 프로그램은 받지 않았다',
          ),
          holds: rest !== undefined && rest.acked === rest.waiting,
          measured:
            rest === undefined
              ? say('never at rest', '멈춘 적이 없음')
              : say(`${rest.acked} and ${rest.waiting} bytes`, `${rest.acked}바이트와 ${rest.waiting}바이트`),
          otherwise: 'acknowledged-but-not-there',
        },
        {
          law: say(
            'once the peer reads, both queues drain to 0, and every byte arrives',
            '상대가 읽으면 두 큐 모두 0으로 비고, 모든 바이트가 도착한다',
          ),
          holds: last?.queued === 0 && received.bytes === last.accepted && received.wrong === 0,
          measured: say(
            `${received.bytes} of ${last?.accepted ?? 0} bytes read, ${received.wrong} of them wrong, ${last?.queued} queued`,
            `${last?.accepted ?? 0}바이트 가운데 ${received.bytes}바이트를 읽음, 그중 틀린 것 ${received.wrong}, 큐에 ${last?.queued}`,
          ),
          otherwise: 'counts-what-was-refused',
        },
        blocked(longest, hold),
      ],
      conclusion: [
        say(
          `The peer read nothing, and send accepted ${share(rest?.accepted)}: ${share(rest?.waiting)} in the peer's receive queue, ${share(rest?.queued)} in the send queue.`,
          `아무도 한 바이트도 읽지 않았는데 send는 ${share(rest?.accepted)}를 받아들였다: 상대의 수신 큐에 ${share(rest?.waiting)}, 우리의 송신 큐에 ${share(rest?.queued)}.`,
        ),
        say(
          `Then a non-blocking send failed with EAGAIN, and a blocking send slept for ${short(longest)} ms, until the peer read: this is backpressure.`,
          `그러자 논블로킹 send는 EAGAIN을 말했고, 블로킹 send는 ${short(longest)} ms 동안 잤다: 상대가 읽을 때까지의 백프레셔다.`,
        ),
        say(
          'Accepted bytes are in a queue and may not have been read: count what send returns, wait for POLLOUT, and rely only on an answer from the peer.',
          'send가 받아들인 것은 큐에 있을 뿐 독자에게 있지 않다: 돌려준 값을 세고, POLLOUT을 기다리고, 나머지는 상대가 답하게 하라.',
        ),
      ],
      chart: [
        say('  at rest, KiB', '  멈추어 있을 때, KiB'),
        ...bars(
          [
            { name: say("peer's receive queue", '상대의 수신 큐'), value: Math.round((rest?.waiting ?? 0) / KiB) },
            { name: say('in flight', '가는 중'), value: Math.round(((rest?.queued ?? 0) - (rest?.unsent ?? 0)) / KiB) },
            { name: say('unsent', '아직 보내지 않음'), value: Math.round((rest?.unsent ?? 0) / KiB) },
          ],
          'KiB',
        ),
        say('  in each sample', '  표본마다'),
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
  const progress = bench.phase(
    strace === undefined
      ? say('a peer that reads late', '읽지 않다가 나중에 읽는 상대')
      : say('the same under strace', '같은 일을 strace 아래에서'),
  );
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
  const progress = bench.phase(say('the same with a blocking send', '같은 일을 블로킹으로'));
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
    law: say('a blocking send sleeps until the peer reads', '블로킹 send는 상대가 읽지 않는 동안 잔다'),
    holds: longest >= 0.9 * hold,
    measured: say(
      `the longest send took ${short(longest)} ms; the peer read after ${hold} ms of silence`,
      `가장 오래 걸린 것이 ${short(longest)} ms. 상대는 ${hold} ms의 침묵 뒤에 읽었다`,
    ),
    otherwise: 'does-not-block',
  };
}

async function under_strace(bench: Bench): Promise<void> {
  const stop_capture = await bench.capture(128);
  await non_blocking(bench, 100, bench.strace);
  await stop_capture();
}
