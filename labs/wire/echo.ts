// One connection: what its programs did, what went over the wire, and what each direction of it carried.

import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Call } from '../kit/call.js';
import type { Segment } from '../kit/packets.js';
import type { Program } from '../kit/program.js';
import { sum } from '../kit/statistics.js';
import { on_one_clock, type Shift } from './clock.js';

export const message = 'HELLO-WORLD';

/** What the two programs did. */
export interface Told {
  readonly port: number;
  readonly client: readonly Call[];
  readonly server: readonly Call[];
}

export async function echo(bench: Bench, strace?: string): Promise<Told> {
  const watch = strace === undefined ? { trace: '%network,close' } : {};
  const server = bench.start({ args: ['serve'], ...watch });
  const port = await server.port();
  const client = bench.start({ args: ['ask', String(port), message], strace, ...watch });
  const calls = { client: await calls_by(client), server: await calls_by(server) };
  await client.ended();
  await server.ended();
  return { port, client: conversation(calls.client, /^connect$/), server: conversation(calls.server, /^accept/) };
}

/** All calls of a program, to its end. */
async function calls_by(program: Program): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const call of program.calls()) calls.push(call);
  return calls;
}

/** From the call that makes the connection to the one that closes it: those of its descriptor alone. */
export function conversation(calls: readonly Call[], first: RegExp): Call[] {
  const from = calls.findIndex(({ name }) => first.test(name));
  const opened = calls[from];
  const fd = opened?.name === 'connect' ? Number.parseInt(opened.args, 10) : opened?.result;
  const later = calls.slice(from + 1).filter(({ args }) => Number.parseInt(args, 10) === fd);
  return opened === undefined ? [] : [opened, ...later];
}

/** One direction of a connection. */
interface Way {
  /** What went over the wire. */
  readonly bytes: Buffer;
  /** How many bytes the calls of the one end sent, and those of the other received. */
  readonly sent: number;
  readonly received: number;
  /** Numbers between SYN and FIN, and whether all of it is right and was acknowledged. */
  readonly fin: number;
  readonly ended: boolean;
}

export interface Echo extends Told {
  readonly segments: readonly Segment[];
  readonly shifts: readonly Shift[];
  readonly up: Way;
  readonly down: Way;
}

export function seen({ port, client, server }: Told, all: readonly Segment[]): Echo {
  const segments = all.filter(({ from, to }) => from === port || to === port);
  const [asked, answered] = [segments.filter(({ to }) => to === port), segments.filter(({ from }) => from === port)];
  const of_client = on_one_clock({ calls: client, sent: asked, came: answered });
  const of_server = on_one_clock({ calls: server, sent: answered, came: asked });
  return {
    port,
    client: of_client.calls,
    server: of_server.calls,
    segments,
    shifts: [of_client.shift, of_server.shift],
    up: way_of(client, server, asked, answered),
    down: way_of(server, client, answered, asked),
  };
}

/** @param mine the segments in this direction; `others` are those in the other one, which acknowledge them */
function way_of(
  sender: readonly Call[],
  receiver: readonly Call[],
  mine: readonly Segment[],
  others: readonly Segment[],
): Way {
  const bytes = Buffer.concat(mine.map(({ payload }) => payload));
  const [syn, fin] = ['SYN', 'FIN'].map((flag) => mine.find(({ flags }) => flags.includes(flag)));
  const distance = ((fin?.seq ?? 0) - (syn?.seq ?? 0)) >>> 0;
  const acked = ((fin?.seq ?? 0) + 1) >>> 0;
  const ended = fin !== undefined && distance === bytes.length + 1 && others.some(({ ack }) => ack === acked);
  return { bytes, sent: moved(sender, /^send/), received: moved(receiver, /^recv/), fin: distance, ended };
}

function moved(calls: readonly Call[], name: RegExp): number {
  return sum(calls.filter((call) => name.test(call.name)).map(({ result }) => result));
}

/** The server's last receive is the client's FIN; the client's last call is its close, which came before the server's FIN. */
export function fins_seen({ client, server, segments, port }: Echo): { holds: boolean; measured: string } {
  const zeros = (calls: readonly Call[]) =>
    calls.filter(({ name, result }) => /^recv/.test(name) && result === 0).length;
  const order = segments
    .filter(({ flags }) => flags.includes('FIN'))
    .map(({ from }) => (from === port ? 'server' : 'client'));
  const ends = [client, server].map((calls) => calls.at(-1)?.name);
  return {
    holds:
      zeros(server) === 1 &&
      zeros(client) === 0 &&
      order[0] === 'client' &&
      order.includes('server') &&
      ends.join() === 'close,close',
    measured: say(
      `recvfrom = 0: client ${zeros(client)}, server ${zeros(server)}; FIN of ${order.join(', ')}`,
      `recvfrom = 0: 클라이언트 ${zeros(client)}, 서버 ${zeros(server)}. FIN의 순서: ${order.join(', ')}`,
    ),
  };
}
