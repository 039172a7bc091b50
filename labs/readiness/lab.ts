// Two experiments: five ways to ask about one connection, after each event of a script; and an edge-triggered echo server, to which
// the lab sends messages that fit into its buffer, and messages that do not.
import { close, type Fd, MSG_DONTWAIT, recv, send_all, unwrap } from 'sys-socket';
import { readable } from 'sys-socket/promises';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Call } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { type Cell, grid_lines, wrong_cells } from '../kit/grid.js';
import type { Check, Lab } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';
import { type Echo, figures_of } from './figure.js';

const ways = ['recv', 'poll', 'LT', 'ET', 'ONESHOT'] as const;

/** What each way answers after each event, by recv(2), poll(2) and epoll(7). */
const law: readonly (readonly string[])[] = [
  ['1. nothing has come', 'sleeps', 'sleeps', 'sleeps', 'sleeps', 'sleeps'],
  ['2. 4000 bytes come', '4000', 'IN', 'IN', 'IN', 'IN'],
  ['3. asked again', '4000', 'IN', 'IN', 'sleeps', 'sleeps'],
  ['4. 1000 are read', '3000', 'IN', 'IN', 'sleeps', 'sleeps'],
  ['5. 1000 more come', '4000', 'IN', 'IN', 'IN', 'sleeps'],
  ['6. asked again', '4000', 'IN', 'IN', 'sleeps', 'sleeps'],
  ['7. EPOLL_CTL_MOD', '4000', 'IN', 'IN', 'IN', 'IN'],
  ['8. all is read', 'sleeps', 'sleeps', 'sleeps', 'sleeps', 'sleeps'],
  ['9. 1 byte comes', '1', 'IN', 'IN', 'IN', 'sleeps'],
  ['10. all is read', 'sleeps', 'sleeps', 'sleeps', 'sleeps', 'sleeps'],
  ['11. EPOLL_CTL_MOD', 'sleeps', 'sleeps', 'sleeps', 'sleeps', 'sleeps'],
  ['12. the peer shuts down', '0', 'IN|RDHUP', 'IN|RDHUP', 'IN|RDHUP', 'IN|RDHUP'],
  ['13. asked again', '0', 'IN|RDHUP', 'IN|RDHUP', 'sleeps', 'sleeps'],
];

/** The events in Korean, in the same order. */
const korean: readonly string[] = [
  '1. 아무것도 오지 않음',
  '2. 4000바이트가 옴',
  '3. 다시 물음',
  '4. 1000바이트를 읽음',
  '5. 1000바이트가 더 옴',
  '6. 다시 물음',
  '7. EPOLL_CTL_MOD',
  '8. 다 읽음',
  '9. 1바이트가 옴',
  '10. 다 읽음',
  '11. EPOLL_CTL_MOD',
  '12. 상대가 shutdown',
  '13. 다시 물음',
];

/** Bytes of each message: the server's buffer has 1024. */
const messages = [100, 1024, 4000, 16384];

const lab: Lab = {
  asks: say(
    'when does each call report that there is something to read, and which calls report it only once?',
    '읽을 것이 있다고 각 호출은 언제 말하며, 한 번만 말하는 것은 무엇인가?',
  ),
  section: '6',
  tier: 0,
  twin: {
    mistake: say('receives once per edge, not until EAGAIN', '엣지마다 한 번만 받고, EAGAIN까지 받지 않는다'),
    diagnosis: 'stops-before-EAGAIN',
  },

  async experiment(bench) {
    const cells = await table(bench);
    const { echoes, wakes } = await serve(bench);
    await under_strace(bench);
    const whole = echoes.filter(({ size, echoed }) => size === echoed);
    const drained = wakes.filter(drained_to_the_end);
    const sleeps = (way: string) => cells.filter((cell) => cell.column === way && cell.measured === 'sleeps').length;
    const returns = (way: string) => law.length - sleeps(way);
    return {
      checks: [
        ...ways.map((way) => check_of(cells, way)),
        {
          law: say(
            'after each edge, the last recv returns EAGAIN, or 0 at the end',
            '엣지마다 마지막 recv는 EAGAIN을, 끝에서는 0을 돌려준다',
          ),
          holds: wakes.length >= messages.length && drained.length === wakes.length,
          measured: say(`${drained.length} of ${wakes.length}`, `${wakes.length}번 가운데 ${drained.length}번`),
          otherwise: 'stops-before-EAGAIN',
        },
        {
          law: say('every byte comes back', '모든 바이트가 돌아온다'),
          holds: whole.length === messages.length,
          measured: echoes
            .map(({ size, echoed }) => say(`${echoed} of ${size}`, `${size} 가운데 ${echoed}`))
            .join(', '),
          otherwise: 'hangs',
        },
      ],
      conclusion: [
        say(
          `Of ${law.length} calls, poll and epoll LT returned ${returns('LT')} times, ET ${returns('ET')} and ONESHOT ${returns('ONESHOT')}, for the same bytes.`,
          `${law.length}번 가운데 poll과 epoll LT는 ${returns('LT')}번, ET는 ${returns('ET')}번, ONESHOT은 ${returns('ONESHOT')}번 돌아왔다. 바이트는 같았다.`,
        ),
        say(
          'Level-triggered reports that there is data; edge-triggered, that data has arrived since the last report; ONESHOT reports once, until EPOLL_CTL_MOD.',
          '레벨 트리거는 지금 있는지 묻고, 엣지 트리거는 그 뒤로 온 것이 있는지 묻는다. ONESHOT은 EPOLL_CTL_MOD까지 침묵한다.',
        ),
        say(
          `With ET, receive until EAGAIN: the server did, and answered ${whole.length} of ${messages.length} messages completely, with a buffer of 1024 bytes.`,
          `ET에서는 EAGAIN까지 받아라: 그래서 서버는 1024바이트 버퍼로도 메시지 ${messages.length}개 가운데 ${whole.length}개에 온전히 답했다.`,
        ),
      ],
      chart: [
        ...grid_lines(cells),
        '',
        say('  bytes that came back from the edge-triggered server', '  엣지 트리거 서버가 돌려준 바이트'),
        ...bars(
          echoes.map(({ size, echoed }) => ({ name: say(`${size} sent`, `${size} 보냄`), value: echoed, law: size })),
          say('bytes', '바이트'),
        ),
      ],
      figure: figures_of(cells, echoes),
    };
  },
};
export default lab;

/** Runs the script: a cell for each event and way. */
async function table(bench: Bench): Promise<Cell[]> {
  const progress = bench.phase(
    say('one sequence of events, watched in five ways', '사건 각본 하나를 다섯 가지로 묻기'),
  );
  const program = bench.start({ other: 'table' });
  const cells: Cell[] = [];
  for (const [at, [event = '', ...laws]] of law.entries()) {
    const line = await program.line();
    const told: { event: string; answers: Record<string, string> } = JSON.parse(line ?? '{"answers":{}}');
    if (told.event !== event) throw new Error(`the table told of ${told.event} where ${event} is the law`);
    const row = say(event, korean[at] ?? event);
    for (const [i, column] of ways.entries()) {
      const measured = told.answers[column] ?? 'nothing';
      cells.push({ row, column, measured, law: laws[i] ?? '', lit: measured !== 'sleeps' });
      bench.event({ event, way: column, measured, law: laws[i] ?? '' });
    }
    progress(cells.length / law.length / ways.length);
  }
  await program.ended();
  return cells;
}

function check_of(cells: readonly Cell[], way: string): Check {
  const own = cells.filter(({ column }) => column === way);
  const wrong = wrong_cells(own);
  const name = `${way === way.toUpperCase() ? 'epoll ' : ''}${way}`;
  const says = wrong.map(({ row, measured, law }) =>
    say(`; ${row}: ${measured}, not ${law}`, `; ${row}: ${law}이(가) 아니라 ${measured}`),
  );
  return {
    law: say(
      `${name} returns when, and what, the table says`,
      `${name}은(는) 표가 말하는 때에, 표가 말하는 것을 돌려준다`,
    ),
    holds: wrong.length === 0,
    measured:
      say(
        `${own.length - wrong.length} of ${own.length} cells`,
        `${own.length}칸 가운데 ${own.length - wrong.length}칸`,
      ) + says.join(''),
    otherwise: 'not-the-truth-table',
  };
}

/** Sends each message on a connection of its own, and counts what comes back. */
async function serve(bench: Bench, strace?: string) {
  const progress = bench.phase(
    strace === undefined
      ? say('the edge-triggered server', '엣지 트리거 서버')
      : say('the same under strace', '같은 일을 strace 아래에서'),
  );
  const trace = strace === undefined ? 'epoll_wait,recvfrom' : undefined;
  const program = bench.start({ args: [String(messages.length)], trace, strace });
  const port = await program.port();
  const echoes: Echo[] = [];
  const fds: Fd[] = [];
  for (const size of messages) {
    const fd = connect_to(port);
    fds.push(fd);
    unwrap(send_all(fd, Buffer.alloc(size, 'x'), { deadline: 1000 }));
    echoes.push({ size, echoed: await receive(fd, size) });
    progress(echoes.length / messages.length);
  }
  if (echoes.some(({ size, echoed }) => size !== echoed)) program.end('SIGTERM'); // it waits for what will not come
  for (const fd of fds) unwrap(close(fd)); // not before: a connection that hangs is to hang
  const calls: Call[] = [];
  for await (const call of program.calls()) calls.push(call);
  await program.ended();
  return { echoes, wakes: edges(calls) };
}

/** How many of so many bytes come. */
async function receive(fd: Fd, size: number): Promise<number> {
  const room = Buffer.alloc(size);
  let received = 0;
  while (received < size) {
    const ready = await readable(fd, { timeout: patience });
    if (!ready.ok) break;
    const length = unwrap(recv(fd, room, MSG_DONTWAIT));
    if (length === 0) break; // the server is gone
    received += length;
  }
  return received;
}

/** How long the server may be silent, in ms, before it counts as hung. */
const patience = 3000;

/** The receives after each return of epoll_wait. */
function edges(calls: readonly Call[]): Call[][] {
  const wakes: Call[][] = [];
  for (const call of calls) {
    if (call.name === 'epoll_wait') wakes.push([]);
    else wakes.at(-1)?.push(call);
  }
  return wakes.filter((received) => received.length > 0); // the others are of the listener
}

function drained_to_the_end(received: readonly Call[]): boolean {
  const last = received.at(-1);
  return last?.code === 'EAGAIN' || last?.result === 0;
}

async function under_strace(bench: Bench): Promise<void> {
  const stop_capture = await bench.capture();
  await serve(bench, bench.strace);
  await stop_capture();
}
