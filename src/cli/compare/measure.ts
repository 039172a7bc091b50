import type { StraceCall, StraceEvent } from '../../strace/event.js';
import { moved_by } from '../../strace/rules/transfer.js';
import { median } from '../statistics.js';
import { findings_of } from '../strace/findings.js';
import { shown } from '../strace/shown.js';
import type { Finding } from '../trace/format.js';
import { type Client, client_of } from './conversation.js';
import { type Command, start, start_traced } from './server.js';

/** The traffic that both servers get. */
export interface Question {
  readonly messages: number;
  /** The length of a payload, in bytes. */
  readonly size: number;
  readonly large: number;
}

/** The measurement of a server. */
export interface Measured {
  readonly name: string;
  readonly answered: number;
  /** The reason why no more messages were answered. */
  readonly refused?: string;
  /** The average number of calls per message, by name. */
  readonly calls: Readonly<Record<string, number>>;
  /** The different lengths that its receives requested, in bytes. */
  readonly room: readonly number[];
  /** The calls of one message. */
  readonly one: readonly string[];
  /** The number of calls of a large message, by name. */
  readonly large: Readonly<Record<string, number>>;
  /** The calls after the client has ended its sending direction. */
  readonly end: readonly string[];
  readonly findings: readonly Finding[];
}

/** The number of warm-up messages, during which the runtime compiles the code. */
const warm = 20;

/** The time that a server has to close its end after the client has ended its direction, in milliseconds. */
const patience = 2000;

/** Measures a server under strace. */
export async function measure(command: Command, { messages, size, large }: Question): Promise<Measured> {
  const { addr, events, stop } = await start_traced(command);
  const marks: number[] = [];
  let refused: string | undefined;
  let ends = 0;
  try {
    const client = await client_of(addr);
    const payload = new Uint8Array(size).fill(0x61);
    for (let i = -warm; i < messages + 1 && refused === undefined; i += 1) {
      if (i >= 0) marks.push(now());
      const answer = await client.ask(i < messages ? payload : new Uint8Array(large).fill(0x62));
      if (typeof answer === 'string') refused = answer;
    }
    ends = now();
    client.finish();
    await until(() => calls_of(events).some((call) => call.name === 'close' && ended(call) >= ends));
    client.close();
  } finally {
    await stop();
  }
  const calls = calls_of(events);
  const within = (from = 0, to = Number.POSITIVE_INFINITY) =>
    calls.filter(({ start = 0 }) => start >= from && start < to);
  const answered = Math.max(0, refused === undefined ? messages : marks.length - 1);
  const [first, last] = [marks[0], marks[messages] ?? ends];
  const middle = Math.floor(answered / 2);
  return {
    name: command.name,
    answered,
    ...(refused !== undefined && { refused }),
    calls: counted(within(first, last), Math.max(1, answered)),
    room: room_of(within(first, last)),
    one: within(marks[middle], marks[middle + 1] ?? last).map(line_of),
    large: counted(within(marks[messages] ?? ends, ends), 1),
    end: calls_after(calls, ends).map(line_of),
    findings: findings_of(events, { name: command.name, pid: 0, where: () => undefined }),
  };
}

/** Round trips without strace. */
export interface Trips {
  /** The median of each server, in milliseconds. */
  readonly medians: readonly [number, number];
  /** The time of the second server divided by that of the first: the median of the turns. */
  readonly ratio: number;
}

/** The duration of one turn of one server, in milliseconds. */
const turn = 100;
const turns = 7;

/** Measures the servers in turns, so that both see the same load of the machine. @returns undefined if an answer is missing */
export async function trips(commands: readonly [Command, Command], { size }: Question): Promise<Trips | undefined> {
  const servers = [];
  const clients = [];
  try {
    for (const command of commands) servers.push(await start(command));
    for (const { addr } of servers) clients.push(await client_of(addr));
    const [one, other] = clients;
    if (one === undefined || other === undefined) return undefined;
    const payload = new Uint8Array(size).fill(0x61);
    const pairs: [number, number][] = [];
    for (let i = -1; i < turns; i += 1) {
      const pair = [await trip(one, payload), await trip(other, payload)] as const;
      if (pair[0] === undefined || pair[1] === undefined) return undefined;
      if (i >= 0) pairs.push([pair[0], pair[1]]);
    }
    const medians = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))] as const;
    return { medians, ratio: median(pairs.map(([a, b]) => b / a)) };
  } finally {
    for (const client of clients) client.close();
    for (const { stop } of servers) await stop();
  }
}

/** The median round trip of one turn, in milliseconds. */
async function trip(client: Client, payload: Uint8Array): Promise<number | undefined> {
  const all: number[] = [];
  for (const began = performance.now(); performance.now() - began < turn; ) {
    const took = await client.ask(payload);
    if (typeof took === 'string') return undefined;
    all.push(took);
  }
  return median(all);
}

/** Milliseconds since the epoch, like strace's times. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

const of_sockets = shown(undefined, false);

function calls_of(events: readonly StraceEvent[]): StraceCall[] {
  const calls = events.filter((event): event is StraceCall => event.kind === 'call' && of_sockets(event));
  return calls.sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}

function counted(calls: readonly StraceCall[], messages: number): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of calls) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sorted.map(([name, count]) => [name, count / messages]));
}

function room_of(calls: readonly StraceCall[]): number[] {
  const asked = calls.flatMap((call) => {
    const moved = moved_by(call);
    return moved?.direction === 'in' ? [moved.asked] : [];
  });
  return [...new Set(asked)].sort((a, b) => a - b);
}

/** The line of a call without the annotations of descriptors, which would make it too long. */
function line_of({ line }: StraceCall): string {
  return line.replaceAll(/(\b\d+)<[A-Za-z-]+:\[[^\]]*\]>/g, '$1').replaceAll(/ {2,}/g, ' ');
}

/** The time at which a call returned: a blocking call may have begun long before. */
function ended({ start = 0, duration = 0 }: StraceCall): number {
  return start + duration;
}

/**
 * The calls of the time after the last answer. A call that receives or waits may have begun long before. A call that sends has then sent that
 * answer, even if the client has it before the call returns.
 */
export function calls_after(calls: readonly StraceCall[], time: number): StraceCall[] {
  const sends = (call: StraceCall) => moved_by(call)?.direction === 'out';
  return calls.filter((call) => (sends(call) ? (call.start ?? 0) : ended(call)) >= time);
}

/** Waits until a condition holds, for at most {@link patience}. */
async function until(done: () => boolean): Promise<void> {
  for (const began = performance.now(); !done() && performance.now() - began < patience; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
