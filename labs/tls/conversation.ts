// The connections of one client: what it told, what its calls were, and what went over the wire.
import { readFileSync } from 'node:fs';
import type { Bench } from '../kit/bench.js';
import { type Call, calls_of } from '../kit/call.js';
import type { Segment } from '../kit/packets.js';
import { records_of, stream_of, type TlsRecord } from './records.js';

/** What the client says of a connection. */
export interface Told {
  readonly from: string;
  readonly protocol: string;
  readonly resumed: boolean;
  /** How many bytes it had received when the handshake was over for it. */
  readonly before: number;
  readonly answer: string;
}

export interface Conversation {
  readonly port: number;
  readonly told: readonly Told[];
  /** The client's calls: by the package's own trace, or by strace. */
  readonly calls: readonly Call[];
}

/** A server, and a client that asks it so many times: both traced, or the client under strace. */
export async function converse(bench: Bench, times: number, files: Files, strace?: string): Promise<Conversation> {
  const env = { NODE_OPTIONS: `--tls-keylog=${files.keys}` };
  const trace =
    strace === undefined ? { trace: '%network,read,write,writev,close' } : { strace, also: 'read,write,writev' };
  const server = bench.start({ args: ['serve', files.cert, files.key] });
  const port = await server.port();
  const client = bench.start({ args: ['ask', String(port), files.cert, String(times)], env, ...trace });
  const told: Told[] = [];
  for await (const line of client.lines()) told.push(JSON.parse(line));
  const traced: Call[] = [];
  for await (const call of client.calls()) traced.push(call);
  await client.ended();
  server.end('SIGTERM');
  await server.ended();
  return { port, told, calls: strace === undefined ? traced : calls_of(readFileSync(strace, 'utf8')) };
}

export interface Files {
  readonly cert: string;
  readonly key: string;
  /** Where the client writes the keys of its connections. */
  readonly keys: string;
}

/** One connection. */
export interface Connection extends Told {
  /** The calls on its descriptor, from connect(2) to close(2). */
  readonly calls: readonly Call[];
  /** What went to the server, and what came back. */
  readonly up: Way;
  readonly down: Way;
  /** How often the client had to wait for the server before it could say anything. */
  readonly waits: number;
}

export interface Way {
  readonly bytes: Buffer;
  readonly records: readonly TlsRecord[];
}

export function connections_of({ told, calls }: Conversation, all: readonly Segment[]): Connection[] {
  const by_descriptor = on_descriptors(calls);
  return told.map((one, i) => {
    const port = Number(one.from.replace(/^.*:/, ''));
    const [up, down] = [all.filter(({ from }) => from === port), all.filter(({ to }) => to === port)];
    const [sent, came] = [stream_of(up), stream_of(down)];
    return {
      ...one,
      calls: by_descriptor[i] ?? [],
      up: { bytes: sent, records: records_of(sent) },
      down: { bytes: came, records: records_of(came) },
      waits: flights(all, port, one.before),
    };
  });
}

/** For each connect(2), the calls on its descriptor until that is closed. */
function on_descriptors(calls: readonly Call[]): Call[][] {
  return calls.flatMap((call, i) => {
    if (call.name !== 'connect' || !call.args.includes('sin_port')) return [];
    const fd = Number.parseInt(call.args, 10);
    const later = calls.slice(i).filter(({ args }) => Number.parseInt(args, 10) === fd);
    const end = later.findIndex(({ name }) => name === 'close');
    return [later.slice(0, end < 0 ? undefined : end + 1)];
  });
}

/** How many times the client stopped to send and the server began, until it had sent so many bytes. */
function flights(all: readonly Segment[], port: number, before: number): number {
  let [count, came, client] = [0, 0, false];
  for (const { from, to, length } of all) {
    if (length === 0 || (from !== port && to !== port)) continue;
    if (from === port) client = true;
    else if (came < before) {
      count += client ? 1 : 0;
      came += length;
      client = false;
    }
  }
  return count;
}
