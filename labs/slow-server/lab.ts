// A server that needs 20 ms for each piece, watched as one would: with ss, from outside.

import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { short, sparkline } from '../kit/chart.js';
import type { Lab } from '../kit/lab.js';
import type { Program } from '../kit/program.js';
import { type SsRow, sample_ss, ss_tool } from '../kit/ss.js';
import { median } from '../kit/statistics.js';
import { elsewhere, figure_of, type Row } from './figure.js';

const chunk = 16 * 1024;
/** What the server needs for a piece, in ms. */
const work = 20;
/** Between two looks, in ms; ss itself takes some more. */
const every = 2;
const KiB = 1024;

const lab: Lab = {
  asks: say(
    'a server needs 20 ms for each read: where do the bytes of the client wait, and what does ss show?',
    '읽을 때마다 20 ms가 걸리는 서버: 클라이언트는 어디서 기다리고, ss에는 무엇이 보이는가?',
  ),
  section: '0.10.2',
  tier: 0,
  needs: [ss_tool],
  twin: {
    mistake: say('reads everything into a list of its own', '오는 대로 모두 읽어 자기 목록에 쌓는다'),
    diagnosis: 'queue-in-user-space',
  },

  async experiment(bench) {
    const total = bench.pick(3 << 20, 1 << 20);
    const stop_capture = await bench.capture(128);
    const { rows, pauses } = await watch(bench, total);
    await stop_capture();
    await under_strace(bench);
    for (const row of rows) bench.event({ ...row });

    const under_way = rows.filter(({ accepted, done }) => accepted > 0 && done < accepted);
    const inside = median(under_way.map(elsewhere));
    const pause = median(pauses);
    const waiting = median(under_way.map(({ recv_q }) => recv_q));
    const queued = median(under_way.map(({ recv_q, send_q }) => recv_q + send_q));
    const speed = rate((chunk / pause) * 1000);
    const looks = under_way.length;
    return {
      checks: [
        {
          law: say(
            'accepted - done = Send-Q + Recv-Q, except for the piece being processed: waiting bytes are in the kernel',
            'accepted - done = Send-Q + Recv-Q, 처리 중인 것만 빼고: 기다리는 것은 커널에서 기다린다',
          ),
          // A piece in work; and what changes in the time that ss takes, on a busy machine some more.
          holds: Math.abs(inside) <= 6 * chunk,
          measured: say(
            `half of ${looks} samples have at most ${short(inside / KiB)} KiB elsewhere; a piece is ${chunk / KiB} KiB`,
            `${looks}번 가운데 절반은 다른 곳에 있는 것이 ${short(inside / KiB)} KiB 이하. 한 조각은 ${chunk / KiB} KiB`,
          ),
          otherwise: 'queue-in-user-space',
        },
        {
          law: say('throughput = chunk / 20 ms, and no more', '처리량 = chunk / 20 ms, 그보다 많지는 않다'),
          holds: pause >= 0.98 * work && pause <= 5 * work,
          measured: say(
            `a piece of ${chunk / KiB} KiB every ${short(pause)} ms: ${speed} of ${rate((chunk / work) * 1000)}`,
            `${chunk / KiB} KiB 한 조각에 ${short(pause)} ms: ${rate((chunk / work) * 1000)} 가운데 ${speed}`,
          ),
          otherwise: 'other-than-20-ms',
        },
        {
          law: say(
            'at least half of the time, a whole piece waits in Recv-Q',
            '절반이 넘는 시간 동안 온전한 조각이 Recv-Q에서 기다린다',
          ),
          holds: waiting >= chunk,
          measured: say(`median ${short(waiting / KiB)} KiB`, `중앙값 ${short(waiting / KiB)} KiB`),
          otherwise: 'queue-in-user-space',
        },
      ],
      conclusion: [
        say(
          `The server processed ${speed}, and the client sent no faster: at least half of the time, ${short(queued / KiB)} KiB waited in Send-Q and Recv-Q.`,
          `서버는 ${speed}로 처리했고 클라이언트도 그 속도로 보냈다: 절반이 넘는 시간 동안 ${short(queued / KiB)} KiB가 Send-Q와 Recv-Q에 있었다.`,
        ),
        say(
          `Recv-Q falls by ${chunk / KiB} KiB at each read, and fills when the window opens again; meanwhile Send-Q stays full, and send(2) waits.`,
          `Recv-Q는 읽을 때마다 ${chunk / KiB} KiB씩 줄고, 윈도우가 다시 열리면 찬다. 그 뒤에서 Send-Q는 가득 차 있고 send(2)는 기다린다.`,
        ),
        say(
          'A large Recv-Q means a slow reader on this host; a large Send-Q means a slow path or a slow reader at the other end. ss shows both.',
          'Recv-Q가 크면 읽는 쪽이 느린 것이고, Send-Q가 크면 경로나 그 끝의 독자가 느린 것이다: ss가 그 둘을 가려 준다.',
        ),
      ],
      chart: [
        sparkline(
          'Recv-Q',
          rows.map(({ recv_q }) => Math.round(recv_q / KiB)),
          'KiB',
        ),
        sparkline(
          'Send-Q',
          rows.map(({ send_q }) => Math.round(send_q / KiB)),
          'KiB',
        ),
      ],
      figure: figure_of(rows),
    };
  },
};
export default lab;

function rate(bytes_per_second: number): string {
  return `${short(bytes_per_second / KiB)} KiB/s`;
}

/** Runs server and client, and asks ss of both sockets until the server has done everything. */
async function watch(bench: Bench, total: number): Promise<{ rows: Row[]; pauses: number[] }> {
  const progress = bench.phase(say('20 ms for each piece', '조각마다 20 ms'));
  const server = bench.start({ args: [String(chunk)] });
  const port = await server.port();
  const client = bench.start({ other: 'peer', args: [String(port), String(total)] });
  const done: Step[] = [];
  const accepted: Step[] = [];
  const hear = hear_steps(server, 'done', done, (bytes) => progress(Math.min(0.99, bytes / total)));
  const samples = sample_ss(port, every, hear);
  await Promise.all([hear, hear_steps(client, 'accepted', accepted), server.ended(60_000), client.ended(60_000)]);
  progress(1);

  const looks = (await samples).filter((sockets) =>
    sockets.some(({ state }) => state !== 'LISTEN' && state !== 'TIME-WAIT'),
  );
  const began = looks[0]?.[0]?.time ?? 0;
  const rows = looks.map((sockets) => {
    const time = sockets[0]?.time ?? 0;
    return { ms: time - began, accepted: at(accepted, time), done: at(done, time), ...queues(sockets, port) };
  });
  const pauses = done.slice(1).map(({ time }, i) => time - (done[i]?.time ?? 0));
  return { rows, pauses };
}

/** A short pass: strace stops the program at each call, so it is timed without. */
async function under_strace(bench: Bench): Promise<void> {
  const server = bench.start({ args: [String(chunk)], strace: bench.strace });
  const client = bench.start({ other: 'peer', args: [String(await server.port()), String(8 * chunk)] });
  await Promise.all([server.ended(), client.ended()]);
}

interface Step {
  readonly time: number;
  readonly bytes: number;
}

/** What a program says, a line of JSON each time. */
async function hear_steps(
  program: Program,
  field: 'done' | 'accepted',
  steps: Step[],
  heard?: (bytes: number) => void,
): Promise<void> {
  for await (const line of program.lines()) {
    const said: Record<'time' | 'done' | 'accepted', number> = JSON.parse(line);
    steps.push({ time: said.time, bytes: said[field] });
    heard?.(said[field]);
  }
}

/** The last that was said by then. */
function at(steps: readonly Step[], time: number): number {
  return steps.findLast((step) => step.time <= time)?.bytes ?? 0;
}

/** Recv-Q of the server's connection, and Send-Q of the client's. */
function queues(sockets: readonly SsRow[], port: number): { recv_q: number; send_q: number } {
  const end = `:${port}`;
  const talking = sockets.filter(({ state }) => state !== 'LISTEN');
  return {
    recv_q: talking.find(({ local }) => local.endsWith(end))?.recv_q ?? 0,
    send_q: talking.find(({ peer }) => peer.endsWith(end))?.send_q ?? 0,
  };
}
