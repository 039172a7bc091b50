// What happens to those who listen: the port after a connection that they closed first, and the queue of those who were not accepted.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  type Fd,
  MSG_DONTWAIT,
  POLLIN,
  poll,
  recv,
  SO_REUSEADDR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  socket,
  unwrap,
} from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Check } from '../kit/lab.js';
import { connect_to, start_listening } from '../kit/sockets.js';
import { state_of, until } from './peer.js';

const reuse = (value: 0 | 1) => (fd: Fd) => {
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, value));
};

/** A listener closes a connection first and ends; another binds the same port. With SO_REUSEADDR on none, one, or both. */
export async function restart(bench: Bench): Promise<{ check: Check; lines: string[] }> {
  const progress = bench.phase(say('TIME_WAIT and SO_REUSEADDR', 'TIME_WAIT와 SO_REUSEADDR'));
  const cells: { first: number; second: number; measured: string }[] = [];
  for (const first of [0, 1] as const) {
    for (const second of [0, 1] as const) {
      const measured = await rebind(first, second);
      cells.push({ first, second, measured });
      bench.event({ way: `SO_REUSEADDR ${first} then ${second}`, call: 'bind', measured, law: law_of(first, second) });
    }
  }
  progress(1);
  const right = cells.filter(({ first, second, measured }) => measured === law_of(first, second));
  const row = (first: number) =>
    cells.filter((cell) => cell.first === first).map(({ measured }) => measured.padEnd(12));
  return {
    check: {
      law: say(
        'with a connection in TIME_WAIT, bind fails unless both listeners have SO_REUSEADDR',
        'TIME_WAIT인 연결이 있으면, 두 리스너 모두 SO_REUSEADDR이 있어야 bind가 된다',
      ),
      holds: right.length === cells.length,
      measured: cells
        .map(({ first, second, measured }) =>
          say(`${first} then ${second}: ${measured}`, `${first} 다음 ${second}: ${measured}`),
        )
        .join(', '),
      otherwise: 'not-the-grid-of-reuse',
    },
    lines: [
      '  SO_REUSEADDR       second 0      second 1',
      `          first 0    ${row(0).join('  ')}`.trimEnd(),
      `          first 1    ${row(1).join('  ')}`.trimEnd(),
    ],
  };
}

function law_of(first: number, second: number): string {
  return first === 1 && second === 1 ? 'ok' : 'EADDRINUSE';
}

async function rebind(first: 0 | 1, second: 0 | 1): Promise<string> {
  const { listener, address, port } = start_listening(1, reuse(first));
  const client = connect_to(port);
  unwrap(close(unwrap(accept(listener)))); // closes first: TIME_WAIT will be on this side
  await until(() => unwrap(poll([{ fd: client, events: POLLIN }], 0)) > 0, 3000);
  unwrap(recv(client, Buffer.alloc(1), MSG_DONTWAIT)); // 0
  unwrap(close(client));
  unwrap(close(listener));
  await sleep(20);
  const again = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  reuse(second)(again);
  const bound = bind(again, address);
  unwrap(close(again));
  return bound.ok ? 'ok' : bound.error.code;
}

export interface Step {
  readonly backlog: number;
  readonly tried: number;
  readonly established: number;
}

/** How many connections listen(backlog) lets in while nobody accepts. */
export async function staircase(bench: Bench): Promise<Step[]> {
  const backlogs = bench.pick([0, 1, 2, 3, 4, 6, 8, 12, 16], [0, 1, 2, 4, 8]);
  const progress = bench.phase(say('the backlog of listen', 'listen의 백로그'));
  const steps: Step[] = [];
  for (const backlog of backlogs) {
    const { listener, address } = start_listening(backlog);
    const clients: Fd[] = [];
    for (let i = 0; i < backlog + 4; i += 1) {
      const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      clients.push(fd);
      const begun = connect(fd, address);
      if (!begun.ok && begun.error.code !== 'EINPROGRESS') unwrap(begun); // whatever becomes of it
      await until(() => state_of(fd) === 'ESTABLISHED', i > backlog ? 20 : 1000); // one after the other
    }
    await sleep(50);
    const established = clients.filter((fd) => state_of(fd) === 'ESTABLISHED').length;
    for (const fd of [...clients, listener]) unwrap(close(fd));
    steps.push({ backlog, tried: clients.length, established });
    bench.event({ way: `listen ${backlog}`, call: 'connect', measured: established, law: backlog + 1 });
    progress(steps.length / backlogs.length);
  }
  return steps;
}
