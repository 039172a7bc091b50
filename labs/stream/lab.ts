// HELLO-WORLD in every split. The peer sends a fragment, waits until the program's recv(2) has returned, and sends the next: so
// the sizes that recv gives are the planned ones, whatever the machine is busy with. Then the same without waiting.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { close, type Fd, frame_header, IPPROTO_TCP, send_all, setsockopt, TCP_NODELAY, unwrap } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { calls_of } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import type { Check, Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { connect_to } from '../kit/sockets.js';
import { choose, random, sum } from '../kit/statistics.js';
import { figures_of, type Kinds, type Restored } from './figure.js';
import { without_nodelay } from './patient.js';

const message = 'HELLO-WORLD';
const frame = Buffer.concat([frame_header(message.length), Buffer.from(message)]);

const lab: Lab = {
  asks: say(
    'what does recv(2) return of HELLO-WORLD, and what restores the message?',
    'recv(2)는 HELLO-WORLD에서 무엇을 주며, 메시지는 누가 복원하는가?',
  ),
  section: '0.3.2',
  tier: 0,
  twin: {
    mistake: say('treats one recv(2) as one message', 'recv(2) 한 번이 준 것을 메시지 하나로 여긴다'),
    diagnosis: 'boundaries-lost',
  },

  async experiment(bench) {
    // A cut may be behind each byte but the last: 14 places in header and payload; a quick run cuts the payload alone.
    const cuts = bench.pick(frame.length - 1, message.length - 1);
    const splits = Array.from({ length: 2 ** cuts }, (_, cut_at) => split(cut_at));
    const step = await lock_step(bench, splits);
    const free = await free_run(bench, bench.pick(5000, 1000));
    const patient = await without_nodelay(bench, bench.pick(1000, 200));
    const calls = count(step.received.map(({ length }) => length));
    const rows = Array.from({ length: cuts + 1 }, (_, i) => ({
      calls: i + 1,
      messages: calls.get(i + 1) ?? 0,
      law: choose(cuts, i),
    }));
    const { exact, merged, torn } = free.kinds;
    const messages = [
      restored(say('in lock step', '한 걸음씩'), splits.length, step.said),
      restored(say('without waiting', '기다리지 않고'), free.sent, free.said),
    ];
    return {
      checks: [
        sizes(
          say('in lock step, recv returns the planned fragments', '한 걸음씩 보내면 recv는 계획한 조각을 준다'),
          splits,
          step.received,
        ),
        ...messages.map(check_of),
        {
          law: say(
            'a stream keeps no boundaries: without lock step, calls are not messages',
            '스트림은 경계를 지키지 않는다: 기다리지 않고 보내면 호출은 메시지가 아니다',
          ),
          holds: exact < free.sent,
          measured: `exact ${exact}, merged ${merged}, torn ${torn}`,
          otherwise: 'boundaries-kept',
        },
        ...patient,
        ...(await under_strace(bench, splits)),
      ],
      conclusion: [
        say(
          `recv returned HELLO-WORLD in 1 to ${cuts + 1} calls, exactly as it was cut: ${splits.length} splits, all restored.`,
          `recv는 HELLO-WORLD를 자른 그대로 1번에서 ${cuts + 1}번의 호출에 나누어 주었고, ${splits.length}가지 분할을 모두 복원했다.`,
        ),
        say(
          `Without lock step, ${exact} of ${exact + merged + torn} calls returned exactly one message: TCP keeps the order of bytes, not their grouping.`,
          `기다리지 않으면 호출 ${exact + merged + torn}번 가운데 ${exact}번만 메시지 하나를 주었다: TCP는 바이트의 순서를 지킬 뿐, 묶음은 지키지 않는다.`,
        ),
        say(
          'So count bytes, not calls: send a length before each message, and use a decoder that waits for the rest (FrameDecoder, recv_frame).',
          '그러니 호출이 아니라 바이트를 세라: 메시지마다 길이를 앞에 두고, 나머지를 기다리는 디코더를 쓴다(FrameDecoder, recv_frame).',
        ),
      ],
      chart: [
        say(
          `  calls of recv(2) for one message, over all ${splits.length} splits`,
          `  메시지 하나에 드는 recv(2) 호출: ${splits.length}가지 분할 모두`,
        ),
        ...bars(rows.map((row) => ({ name: String(row.calls), value: row.messages, law: row.law }))),
        say('  what one call returned, without waiting', '  기다리지 않을 때 호출 하나가 준 것'),
        ...bars(Object.entries(free.kinds).map(([name, value]) => ({ name, value }))),
      ],
      figure: figures_of(frame.length, splits.length, rows, free.kinds, messages),
    };
  },
};
export default lab;

/** The lengths of the fragments: behind byte i from the end, there is a cut where bit i of `cut_at` says so. */
function split(cut_at: number): number[] {
  const places = Array.from({ length: frame.length - 1 }, (_, i) => i + 1);
  const cut = places.filter((at) => (cut_at >> (frame.length - 1 - at)) & 1);
  return [...cut, frame.length].map((to, i) => to - (cut[i - 1] ?? 0));
}

/** A fragment must not wait for the ACK of the one before. */
function no_delay(fd: Fd): void {
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
}

/** What the program said until it ended: every line is a message. */
async function said_by(program: Program): Promise<string[]> {
  const said: string[] = [];
  for await (const line of program.lines()) said.push(JSON.parse(line));
  await program.ended();
  return said;
}

/** Sends each split, fragment by fragment, each when the one before has been received. */
async function lock_step(bench: Bench, splits: readonly number[][], under?: string) {
  const program = bench.start({ trace: 'recvfrom', strace: under && bench.strace });
  const peer = connect_to(await program.port(), no_delay);
  const progress = bench.phase(
    under ?? say(`${splits.length} splits, in lock step`, `분할 ${splits.length}가지, 한 걸음씩`),
  );
  const received: number[][] = [];
  for (const [i, fragments] of splits.entries()) {
    const sizes: number[] = [];
    let sent = 0;
    for (const length of fragments) {
      unwrap(send_all(peer, frame.subarray(sent, sent + length)));
      sent += length;
      sizes.push((await program.call())?.result ?? -1);
    }
    received.push(sizes);
    if (under === undefined)
      bench.event({ phase: 'lock-step', message: i, sent: fragments.join(' '), received: sizes.join(' ') });
    progress((i + 1) / splits.length);
  }
  unwrap(close(peer));
  return { received, said: await said_by(program) };
}

/** Sends messages alone, two in one call and one in two calls, by turns of the dice, and does not wait for the program. */
async function free_run(bench: Bench, messages: number) {
  const program = bench.start({ trace: 'recvfrom' });
  const peer = connect_to(await program.port(), no_delay);
  const progress = bench.phase(say(`${messages} messages, without waiting`, `메시지 ${messages}개, 기다리지 않고`));
  const dice = random(11);
  let sent = 0;
  while (sent < messages) {
    const turn = Math.floor(dice() * 3);
    const cut = Math.ceil(dice() * (frame.length - 1));
    const sends = [[frame], [Buffer.concat([frame, frame])], [frame.subarray(0, cut), frame.subarray(cut)]][turn] ?? [];
    for (const bytes of sends) {
      unwrap(send_all(peer, bytes, { deadline: 5000 }));
      if (dice() < 0.3) await sleep(1); // the program comes in between, now and then
    }
    sent += turn === 1 ? 2 : 1;
    progress(Math.min(sent / messages, 1));
  }
  unwrap(close(peer));

  const kinds: Kinds = { exact: 0, merged: 0, torn: 0 };
  let from = 0;
  for await (const call of program.calls()) {
    if (call.result <= 0) break;
    const to = from + call.result;
    const merged = Math.floor(from / frame.length) < Math.floor((to - 1) / frame.length);
    const kind = merged ? 'merged' : call.result === frame.length ? 'exact' : 'torn';
    kinds[kind] += 1;
    bench.event({ phase: 'free', message: Math.floor(from / frame.length), sent: '', received: call.result });
    from = to;
  }
  return { sent, kinds, said: await said_by(program) };
}

/** The same sizes, told by the real strace, where there is one; and the packets, where they may be captured. */
async function under_strace(bench: Bench, splits: readonly number[][]): Promise<Check[]> {
  const some = splits.filter((_, i) => i % Math.ceil(splits.length / 24) === 0);
  const stop_capture = await bench.capture();
  await lock_step(bench, some, say('some of them, under strace', '그중 일부를 strace 아래에서'));
  await stop_capture();
  if (bench.strace === undefined) return [];
  const told = calls_of(readFileSync(bench.strace, 'utf8'))
    .filter(({ name, result }) => name === 'recvfrom' && result > 0)
    .map(({ result }) => [result]);
  return [
    sizes(
      say('strace shows the same sizes', 'strace도 같은 크기를 보인다'),
      some.flat().map((size) => [size]),
      told,
    ),
  ];
}

function sizes(law: string, planned: readonly number[][], received: readonly number[][]): Check {
  const equal = planned.filter((fragments, i) => fragments.join() === received[i]?.join()).length;
  const fragments = sum(planned.map(({ length }) => length));
  const measured = say(
    `${equal} of ${planned.length} as planned, ${fragments} fragments`,
    `${planned.length}개 가운데 ${equal}개가 계획대로, 조각 ${fragments}개`,
  );
  return { law, holds: equal === planned.length, measured, otherwise: 'recv-is-not-the-plan' };
}

function restored(phase: string, sent: number, said: readonly string[]): Restored {
  const right = said.filter((text) => text === message).length;
  return { phase, sent, right, wrong: said.length - right };
}

function check_of({ phase, sent, right, wrong }: Restored): Check {
  return {
    law: say(`all messages restored, ${phase}`, `모든 메시지를 복원한다, ${phase}`),
    holds: right === sent && wrong === 0,
    measured: say(
      `${right} of ${sent}, and ${wrong} that were never sent`,
      `${sent}개 가운데 ${right}개, 아무도 보내지 않은 것 ${wrong}개`,
    ),
    otherwise: 'boundaries-lost',
  };
}

function count(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
