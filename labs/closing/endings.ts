// What the peer's calls return, after each way to end a connection; and what a sender's, after the peer has closed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { close, MSG_DONTWAIT, MSG_NOSIGNAL, recv, send } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { type Cell, wrong_cells } from '../kit/grid.js';
import type { Check } from '../kit/lab.js';
import { meet, state_of, until } from './peer.js';

const columns = [
  say('state', '상태'),
  'recv',
  say('recv again', '다시 recv'),
  'send',
  say('send again', '다시 send'),
  say('last recv', '마지막 recv'),
];

/** The ways as a reader reads them. */
const shown: Readonly<Record<string, string>> = {
  'SHUT_WR first': say('SHUT_WR first', 'SHUT_WR 먼저'),
  'close, unread': say('close, unread', '읽지 않고 close'),
};

/** By tcp(7), recv(2), send(2) and RFC 9293; the answer to a RST after a FIN is EPIPE, to another ECONNRESET. */
const laws: Readonly<Record<string, readonly string[]>> = {
  close: ['CLOSE_WAIT', '5', '0', '1', 'EPIPE', '0'],
  'SHUT_WR first': ['CLOSE_WAIT', '5', '0', '1', '1', '0'],
  'close, unread': ['CLOSE', '5', 'ECONNRESET', 'EPIPE', 'EPIPE', '0'],
  'close, SO_LINGER 0': ['CLOSE', '5', 'ECONNRESET', 'EPIPE', 'EPIPE', '0'],
};

/** A cell for each way and call. */
export async function endings(bench: Bench): Promise<Cell[]> {
  const progress = bench.phase(say('four ways to end a connection', '연결을 끝내는 네 가지 방법'));
  const cells: Cell[] = [];
  for (const [way, law] of Object.entries(laws)) {
    const told = await ending(bench, way);
    const row = shown[way] ?? way;
    for (const [i, column] of columns.entries()) {
      const measured = told[i] ?? '';
      cells.push({ row, column, measured, law: law[i] ?? '', lit: /^(E[A-Z]+|CLOSE)$/.test(measured) });
      bench.event({ way, call: column, measured, law: law[i] ?? '' });
    }
    progress(cells.length / columns.length / Object.keys(laws).length);
  }
  return cells;
}

async function ending(bench: Bench, way: string): Promise<string[]> {
  const { program, conn } = await meet(bench, way);
  const room = Buffer.alloc(64);
  const receive = () => told_by(recv(conn, room, MSG_DONTWAIT));
  const tell = (text: string) => told_by(send(conn, Buffer.from(text), MSG_NOSIGNAL | MSG_DONTWAIT));
  tell('request');
  await until(() => state_of(conn) !== 'ESTABLISHED', 5000);
  const told = [state_of(conn), receive(), receive(), tell('x')];
  await until(() => state_of(conn) === 'CLOSE', 300); // what comes back, if it is a RST
  told.push(tell('x'), receive());
  close(conn);
  await program.ended();
  return told;
}

type Returned = { ok: true; value: number } | { ok: false; error: { code: string } };

function told_by(returned: Returned): string {
  return returned.ok ? String(returned.value) : returned.error.code;
}

export function checks_of(cells: readonly Cell[]): Check[] {
  return Object.keys(laws).map((name) => {
    const way = shown[name] ?? name;
    const own = cells.filter(({ row }) => row === way);
    const wrong = wrong_cells(own).map(({ column, measured, law }) =>
      say(`${column} ${measured}, not ${law}`, `${column} ${law}이(가) 아니라 ${measured}`),
    );
    const unlike = wrong.length > 0 ? `; ${wrong.join('; ')}` : '';
    return {
      law: say(
        `${way}: the peer sees ${own.map(({ law }) => law).join(', ')}`,
        `${way}: 상대가 보는 것은 ${own.map(({ law }) => law).join(', ')}`,
      ),
      holds: wrong.length === 0,
      measured:
        say(
          `${own.length - wrong.length} of ${own.length} calls`,
          `호출 ${own.length}번 가운데 ${own.length - wrong.length}번`,
        ) + unlike,
      otherwise: 'not-the-truth-table',
    };
  });
}

/** Two sends to a peer that has closed: what they return, and how the program ends. */
export async function pipes(bench: Bench): Promise<Check[]> {
  const progress = bench.phase(say('EPIPE and SIGPIPE', 'EPIPE와 SIGPIPE'));
  const law = {
    MSG_NOSIGNAL: 'first 1, second EPIPE, exit status 0',
    'SIGPIPE ignored': 'first 1, second EPIPE, exit status 0',
    'SIGPIPE kills': 'first 1, exit status 141', // 128 + 13
  };
  const checks: Check[] = [];
  for (const [way, expected] of Object.entries(law)) {
    const { program, conn } = await meet(bench, way);
    close(conn);
    const told: string[] = [];
    for await (const line of program.lines()) told.push(line);
    const measured = [...told, `exit status ${await program.ended()}`].join(', ');
    bench.event({ way, call: 'send', measured: measured.replaceAll(',', ';'), law: expected.replaceAll(',', ';') });
    checks.push({
      law: say(`sending to a peer that has closed, ${way}: ${expected}`, `닫은 상대에게 보내기, ${way}: ${expected}`),
      holds: measured === expected,
      measured,
      otherwise: 'not-the-signal-of-a-broken-pipe',
    });
    progress(checks.length / 3);
  }
  return checks;
}

/** The death by SIGPIPE, as strace saw it: the send, and the signal. */
export async function sigpipe_under_strace(bench: Bench): Promise<string[]> {
  if (bench.strace === undefined) return [];
  const strace = join(bench.folder, 'sigpipe.strace');
  const { program, conn } = await meet(bench, 'SIGPIPE kills', { strace });
  close(conn);
  await program.ended();
  const lines = readFileSync(strace, 'utf8').split('\n');
  const told = lines.filter((line) => /sendto\(|--- SIGPIPE/.test(line));
  return told.length === 0 ? [] : ['', say('  SIGPIPE in the trace:', '  trace 속의 SIGPIPE:'), ...told.map(shorten)];
}

function shorten(line: string): string {
  return `    ${line.replace(/^\d+ +\d+\.\d+ /, '')}`;
}

/** Bytes that ways.ts sends to fill both queues. */
const filled = 1 << 17;

/** How long close(2) took, in ms, of a queue that the peer does not read for `hold` ms. */
export async function lingering(bench: Bench, hold: number): Promise<Record<'plain' | 'lingers', number>> {
  const progress = bench.phase(
    say('close with a full queue, with and without SO_LINGER', '큐가 찬 채 close, SO_LINGER가 있을 때와 없을 때'),
  );
  const took = { plain: 0, lingers: 0 };
  for (const [which, way] of [
    ['plain', 'full, close'],
    ['lingers', 'full, SO_LINGER'],
  ] as const) {
    const { program, conn } = await meet(bench, way, { trace: 'sendto,close' });
    for (let sent = 0; sent < filled; ) sent += (await program.call())?.result ?? filled;
    await sleep(hold);
    const room = Buffer.alloc(1 << 16);
    for (let got = recv(conn, room, MSG_DONTWAIT); ; got = recv(conn, room, MSG_DONTWAIT)) {
      if (got.ok ? got.value === 0 : got.error.code !== 'EAGAIN') break;
      if (!got.ok) await sleep(1);
    }
    close(conn);
    took[which] = ((await program.call())?.duration ?? Number.NaN) * 1000;
    await program.ended();
    progress(which === 'plain' ? 0.5 : 1);
  }
  return took;
}
