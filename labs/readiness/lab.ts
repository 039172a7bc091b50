// Two experiments: five ways to ask about one connection, after each event of a script; and an edge-triggered echo server, to which
// the lab sends messages that fit into its buffer, and messages that do not.
import { setTimeout as sleep } from 'node:timers/promises';
import { close, type Fd, MSG_DONTWAIT, recv, send_all, unwrap } from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import type { Call } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { type Cell, grid_figure, grid_lines, wrong_cells } from '../kit/grid.js';
import type { Check, Lab } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';

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

/** Bytes of each message: the server's buffer has 1024. */
const messages = [100, 1024, 4000, 16384];

const lab: Lab = {
  asks: 'when does each call say that there is something to read, and which of them say it only once?',
  tier: 0,
  twin: { mistake: 'receives once for each edge, not until EAGAIN', diagnosis: 'stops-before-EAGAIN' },

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
          law: 'after each edge, the last recv says EAGAIN, or 0 at the end',
          holds: wakes.length >= messages.length && drained.length === wakes.length,
          measured: `${drained.length} of ${wakes.length}`,
          otherwise: 'stops-before-EAGAIN',
        },
        {
          law: 'every byte comes back',
          holds: whole.length === messages.length,
          measured: echoes.map(({ size, echoed }) => `${echoed} of ${size}`).join(', '),
          otherwise: 'hangs',
        },
      ],
      conclusion: [
        `Of ${law.length} times, poll and epoll LT returned ${returns('LT')} times, ET ${returns('ET')} and ONESHOT ${returns('ONESHOT')}. The bytes were the same.`,
        'Level-triggered asks whether there is something; edge-triggered, whether something came since; ONESHOT is silent until EPOLL_CTL_MOD.',
        `With ET, receive until EAGAIN: so the server answered ${whole.length} of ${messages.length} messages whole, with a buffer of 1024 bytes.`,
      ],
      chart: [
        ...grid_lines(cells),
        '',
        '  bytes that came back from the edge-triggered server',
        ...bars(
          echoes.map(({ size, echoed }) => ({ name: `${size} sent`, value: echoed, law: size })),
          'bytes',
        ),
      ],
      figure: grid_figure(cells, {
        title: 'What each call returned, after each event on one connection',
        rows: 'event',
        columns: 'call, or how epoll watches',
        marginLeft: 170,
      }),
    };
  },
};
export default lab;

/** Runs the script: a cell for each event and way. */
async function table(bench: Bench): Promise<Cell[]> {
  const progress = bench.phase('one script of events, asked in five ways');
  const program = bench.start({ other: 'table' });
  const cells: Cell[] = [];
  for (const [row = '', ...laws] of law) {
    const line = await program.line();
    const told: { event: string; answers: Record<string, string> } = JSON.parse(line ?? '{"answers":{}}');
    if (told.event !== row) throw new Error(`the table told of ${told.event} where ${row} is the law`);
    for (const [i, column] of ways.entries()) {
      const measured = told.answers[column] ?? 'nothing';
      cells.push({ row, column, measured, law: laws[i] ?? '', lit: measured !== 'sleeps' });
      bench.event({ event: row, way: column, measured, law: laws[i] ?? '' });
    }
    progress(cells.length / law.length / ways.length);
  }
  await program.ended();
  return cells;
}

function check_of(cells: readonly Cell[], way: string): Check {
  const own = cells.filter(({ column }) => column === way);
  const wrong = wrong_cells(own);
  const says = wrong.map(({ row, measured, law }) => `; ${row}: ${measured}, not ${law}`);
  return {
    law: `${way === way.toUpperCase() ? 'epoll ' : ''}${way} returns when the table says so, with what it says`,
    holds: wrong.length === 0,
    measured: `${own.length - wrong.length} of ${own.length} cells${says.join('')}`,
    otherwise: 'not-the-truth-table',
  };
}

/** Sends each message on a connection of its own, and counts what comes back. */
async function serve(bench: Bench, strace?: string) {
  const progress = bench.phase(strace === undefined ? 'the edge-triggered server' : 'the same under strace');
  const trace = strace === undefined ? 'epoll_wait,recvfrom' : undefined;
  const program = bench.start({ args: [String(messages.length)], trace, strace });
  const port = await program.port();
  const echoes: { size: number; echoed: number }[] = [];
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
  for (let last = performance.now(); received < size && performance.now() < last + patience; ) {
    const got = recv(fd, room, MSG_DONTWAIT);
    if (!got.ok && got.error.code === 'EAGAIN') {
      await sleep(1);
      continue;
    }
    const length = unwrap(got);
    if (length === 0) break; // the server is gone
    received += length;
    last = performance.now();
  }
  return received;
}

/** How long the server may be silent, in ms, before it counts as hung. */
const patience = 1500;

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
