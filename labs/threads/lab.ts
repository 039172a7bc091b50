// More clients than threads: four are served, the others wait. Then one thread stops, and the others serve whoever is left.
import { setTimeout as sleep } from 'node:timers/promises';
import { close, type Fd, MSG_DONTWAIT, MSG_NOSIGNAL, send, unwrap } from 'sys-socket';
import { recv } from 'sys-socket/promises';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { bars } from '../kit/chart.js';
import type { Lab } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';
import { ss, ss_tool } from '../kit/ss.js';
import { answered, figure_of, got, names, reset, type Share, threads } from './figure.js';

const lab: Lab = {
  asks: say(
    'threads share a port: which thread gets which connection, and what is lost when one stops?',
    '스레드들이 포트 하나를 나누어 쓸 때 누가 어느 연결을 받으며, 하나가 멈추면 무엇을 잃는가?',
  ),
  section: '7',
  tier: 0,
  needs: [ss_tool],
  twin: {
    mistake: say('gives each thread its own queue, and closes it', '스레드마다 자기 큐를 주고, 그 큐를 닫는다'),
    diagnosis: 'a-queue-is-lost',
  },

  async experiment(bench) {
    const own = await serve(bench, {});
    const queues = bench.twin ? own : await serve(bench, { other: 'twin' });
    if (bench.strace !== undefined) await serve(bench, { strace: bench.strace });
    const [few, many] = [Math.min(...queues.waiting), Math.max(...queues.waiting)];
    const total = (waiting: readonly number[]) => waiting.reduce((sum, count) => sum + count, 0);
    const plus = (waiting: readonly number[]) => waiting.join(' + ');
    return {
      checks: [
        ...[own, queues].map((run) => ({
          law: say(
            `${run.name}: connected = in service + Recv-Q of the listeners`,
            `${run.name}: 연결된 수 = 서비스 중 + 리스너들의 Recv-Q`,
          ),
          holds: run.connected === run.served + total(run.waiting),
          measured: `${run.connected} = ${run.served} + ${plus(run.waiting)}`,
          otherwise: 'connections-unaccounted',
        })),
        {
          law: say(
            'every established connection is answered, although a thread stops',
            '스레드가 멈추어도, 맺어진 연결은 모두 응답을 받는다',
          ),
          holds: reset(own) === 0 && answered(own) === own.connected,
          measured: say(
            `${answered(own)} of ${own.connected}, ${reset(own)} reset`,
            `${own.connected}개 가운데 ${answered(own)}개, RST ${reset(own)}개`,
          ),
          otherwise: 'a-queue-is-lost',
        },
        {
          law: say(
            'with one queue per thread, exactly the connections waiting for the stopped thread are reset',
            '스레드마다 큐가 있으면, 멈추는 스레드를 기다리던 것이 RST를 받는다. 더도 덜도 아니다',
          ),
          holds: reset(queues) === queues.left_behind && answered(queues) + reset(queues) === queues.connected,
          measured: say(
            `${queues.left_behind} waited, ${reset(queues)} reset`,
            `기다린 것 ${queues.left_behind}개, RST ${reset(queues)}개`,
          ),
          otherwise: 'connections-unaccounted',
        },
        {
          law: say('a stopped thread answers no further connection', '멈춘 스레드는 더는 누구에게도 응답하지 않는다'),
          holds: [own, queues].every((run) => got(run, 1) === 1),
          measured: [own, queues].map((run) => got(run, 1)).join(', '),
          otherwise: 'answers-after-the-end',
        },
      ],
      conclusion: [
        say(
          `${own.connected} connections, ${threads} threads, one of which stops: with one queue, ${reset(own)} were reset; with one queue per thread, ${reset(queues)}.`,
          `연결 ${own.connected}개, 스레드 ${threads}개, 그중 하나가 멈춘다: 큐가 하나면 RST ${reset(own)}개, 스레드마다 큐가 있으면 ${reset(queues)}개.`,
        ),
        say(
          `With SO_REUSEPORT, a hash of the addresses chose the queue when the SYN arrived: ${few} to ${many} waited in each, whichever thread was free.`,
          `SO_REUSEPORT에서는 SYN이 올 때 주소의 해시가 큐를 고른다: 누가 한가하든 ${few}개에서 ${many}개까지 기다렸다.`,
        ),
        say(
          'A queue belongs to its listener: share one listener, or accept until EAGAIN before you close it, and set net.ipv4.tcp_migrate_req for connections that arrive meanwhile.',
          '큐는 리스너의 것이다: 스레드들이 하나를 나누어 쓰거나, 닫기 전에 EAGAIN까지 accept하고, 그사이에 오는 것을 위해 net.ipv4.tcp_migrate_req를 켜라.',
        ),
      ],
      chart: [own, ...(bench.twin ? [] : [queues])].flatMap((run) => [
        `  ${run.name}`,
        ...bars(
          names().map((name, i) => ({ name, value: got(run, i) })),
          say('connections', '연결'),
        ),
      ]),
      figure: figure_of(bench.twin ? [own] : [own, queues]),
    };
  },
};
export default lab;

interface How {
  /** The other kind of server than the one that is on trial. */
  readonly other?: 'twin';
  readonly strace?: string;
}

/** One server, all its clients, and what became of each of them. */
async function serve(bench: Bench, { other, strace }: How): Promise<Share> {
  const name =
    other === undefined && !bench.twin ? say('one queue', '큐 하나') : say('one queue per thread', '스레드마다 큐');
  const progress = bench.phase(strace === undefined ? name : say('the same under strace', '같은 일을 strace 아래에서'));
  const stop_capture = strace === undefined ? async () => {} : await bench.capture();
  const program = bench.start({ args: [String(threads)], ...(other && { other }), ...(strace && { strace }) });
  const port = await program.port();
  const connected = bench.pick(100, 60);
  const clients = Array.from({ length: connected }, () => connect_to(port));

  const told = new Map<number, Fd>();
  const outcomes: number[] = [];
  let all_told = () => {};
  const busy = new Promise<void>((resolve) => {
    all_told = resolve;
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ended = clients.map(async (fd) => {
    const room = Buffer.alloc(1);
    const came = await recv(fd, room, 0, { timeout: patience });
    const thread = came.ok && came.value === 1 ? (room[0] ?? 0) : 0;
    outcomes.push(thread);
    if (thread !== 0) {
      told.set(thread, fd);
      if (told.size === threads) all_told();
      await released;
    }
    unwrap(close(fd));
    progress(outcomes.length / connected);
  });
  // Each thread has one: a hash leaves one of four without any of 60 once in ten million runs.
  await Promise.race([busy, Promise.all(ended)]);
  const served = outcomes.length;
  const waiting = await queued(port, connected - served);
  const first = told.get(1);
  if (first === undefined) throw new Error('thread 1 has no connection');
  unwrap(send(first, Buffer.from('q'), MSG_NOSIGNAL | MSG_DONTWAIT));
  const [, left_behind] = await program.says(/^stopped with (\d+) waiting$/);
  release();
  await Promise.all(ended);
  program.end('SIGTERM');
  await program.ended();
  await stop_capture();
  if (strace === undefined) {
    for (const [i, thread] of outcomes.entries()) bench.event({ server: name, answer: i + 1, thread });
  }
  return { name, connected, served, waiting, left_behind: Number(left_behind), outcomes };
}

/** How long a server may be silent, in ms, before it counts as hung. */
const patience = 10_000;

/** Recv-Q of each listener of the port, once the last ACKs of the handshakes have come: connect(2) returns before that. */
async function queued(port: number, expected: number): Promise<number[]> {
  for (let i = 0; ; i += 1) {
    const listeners = (await ss(`sport = :${port}`)).filter(({ state }) => state === 'LISTEN');
    const waiting = listeners.map(({ recv_q }) => recv_q);
    if (i === 20 || waiting.reduce((sum, count) => sum + count, 0) === expected) return waiting;
    await sleep(50);
  }
}
