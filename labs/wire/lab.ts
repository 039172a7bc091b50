// A framed echo, seen from both programs (the package's own trace) and from between them (a capture), put on one clock. Then the
// same under the real strace, which must tell the same calls.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../kit/bench.js';
import { type Call, calls_of } from '../kit/call.js';
import { root } from '../kit/catalogue.js';
import { check_each } from '../kit/check.js';
import type { Check, Lab } from '../kit/lab.js';
import { tool } from '../kit/needs.js';
import { type Segment, segments_of } from '../kit/packets.js';
import type { Program } from '../kit/program.js';
import { sum } from '../kit/statistics.js';
import { on_one_clock, type Shift } from './clock.js';
import { chart_of, figure_of, hex, ladder_of } from './ladder.js';

const message = 'HELLO-WORLD';
/** What must go over the wire: not by the package's own function, which is on trial here. */
const frame = Buffer.from(`\x00\x00\x00\x0b${message}`, 'latin1');

const tshark = tool('tshark');

const lab: Lab = {
  asks: 'what goes over the wire for one framed echo, and which syscall sends what?',
  tier: 1,
  helps: [tshark],
  twin: { mistake: 'sends the length in the order of its own memory', diagnosis: 'not-network-byte-order' },

  async experiment(bench) {
    const count = bench.pick(5, 2);
    const progress = bench.phase(`${count} connections, with both ends traced`);
    const stop_capture = await bench.capture();
    const told: Told[] = [];
    for (let i = 0; i < count; i += 1) {
      told.push(await echo(bench));
      progress((i + 1) / (count + 1));
    }
    await stop_capture();
    progress(1);
    const straced = await under_strace(bench, told);

    const all = segments_of(join(bench.folder, 'capture.pcap'));
    const echoes = told.map((one) => seen(one, all));
    const ladders = echoes.map(({ client, server, segments }) => ladder_of(client, server, segments));
    for (const [i, { steps }] of ladders.entries()) {
      for (const { at, from, to, text } of steps) bench.event({ connection: i, at, from, to, text });
    }
    const shifts = echoes.flatMap(({ shifts }) => shifts);
    const shown = ladders.at(-1) ?? { steps: [], waits: [] };
    const [last] = echoes.slice(-1);
    return {
      checks: [
        check_each(echoes, 'it begins with SYN, SYN+ACK, ACK', 'no-handshake', ({ segments }) => {
          const first = segments.slice(0, 3).map(({ flags, length }) => `${flags}${length > 0 ? ` ${length}` : ''}`);
          return { holds: first.join() === 'SYN,SYN+ACK,ACK', measured: first.join(', ') };
        }),
        check_each(
          echoes,
          `the request is ${hex(frame.subarray(0, 4))} ${message}`,
          'not-network-byte-order',
          ({ up }) => ({
            holds: up.bytes.equals(frame),
            measured: `${hex(up.bytes.subarray(0, 4))} ${up.bytes.subarray(4).toString('latin1')}`,
          }),
        ),
        check_each(echoes, 'the echo is the same bytes', 'echo-differs', ({ up, down }) => ({
          holds: down.bytes.equals(up.bytes),
          measured: `${down.bytes.length} bytes back`,
        })),
        check_each(echoes, 'sent by syscalls = on the wire = received by syscalls', 'bytes-lost', ({ up, down }) => ({
          holds: [up, down].every(({ sent, bytes, received }) => sent === bytes.length && received === bytes.length),
          measured: [up, down]
            .map(({ sent, bytes, received }) => `${sent} = ${bytes.length} = ${received}`)
            .join(', back '),
        })),
        check_each(
          echoes,
          'SYN and FIN count as a byte each: FIN = SYN + 1 + bytes, acked by FIN + 1',
          'no-clean-end',
          ({ up, down }) => ({
            holds: up.ended && down.ended,
            measured: [up, down].map(({ fin }) => `FIN = SYN + ${fin}`).join(', back '),
          }),
        ),
        {
          law: 'on one clock: a call begins, its segment goes, and the call that waits for it returns',
          holds: shifts.every(({ low, high, by }) => low <= high && Math.abs(by) < grain),
          measured: `${shifts.length} programs; clocks moved by up to ${(Math.max(...shifts.map(({ by }) => Math.abs(by))) * 1e6).toFixed(0)} µs`,
          otherwise: 'clocks-apart',
        },
        ...straced,
        ...dissected(bench, told),
      ],
      conclusion: [
        `One echo of ${message}: ${last?.segments.length} segments, of which ${last?.segments.filter(({ length }) => length > 0).length} carry data, ${frame.length} bytes each: ${hex(frame.subarray(0, 4))} and the text.`,
        `connect(2) returns when SYN+ACK is there; the server's program hears of nothing but accept(2), bytes, and the 0 that FIN becomes.`,
        'The length goes highest byte first (htonl(3), frame_header): two ends that share a mistake agree with each other, so look at the wire.',
      ],
      chart: chart_of(shown),
      figure: figure_of(shown),
    };
  },
};
export default lab;

/** Further off no clock of a process is, in seconds. */
const grain = 0.01;

/** What the two programs did. */
interface Told {
  readonly port: number;
  readonly client: readonly Call[];
  readonly server: readonly Call[];
}

async function echo(bench: Bench, strace?: string): Promise<Told> {
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
function conversation(calls: readonly Call[], first: RegExp): Call[] {
  const from = calls.findIndex(({ name }) => first.test(name));
  const opened = calls[from];
  const fd = opened?.name === 'connect' ? Number.parseInt(opened.args, 10) : opened?.result;
  const later = calls.slice(from + 1).filter(({ args }) => Number.parseInt(args, 10) === fd);
  return opened === undefined ? [] : [opened, ...later];
}

/** The client's calls by the real strace, where there is one, which stops it at each call: so its times are not used. */
async function under_strace(bench: Bench, told: readonly Told[]): Promise<Check[]> {
  if (bench.strace === undefined) return [];
  await echo(bench, bench.strace);
  const calls = conversation(calls_of(readFileSync(bench.strace, 'utf8')), /^connect$/);
  const [by_strace, by_trace] = [calls, told[0]?.client ?? []].map((all) =>
    all.map(({ name, result }) => `${name} = ${result}`),
  );
  return [
    {
      law: 'strace tells the same calls',
      holds: by_strace?.join() === by_trace?.join(),
      measured: by_strace?.join(', ') ?? '',
      otherwise: 'traces-differ',
    },
  ];
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

interface Echo extends Told {
  readonly segments: readonly Segment[];
  readonly shifts: readonly Shift[];
  readonly up: Way;
  readonly down: Way;
}

function seen({ port, client, server }: Told, all: readonly Segment[]): Echo {
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

/** The same bytes by Wireshark's eyes, with the dissector of this folder; nothing where there is no tshark, which the run then says. */
function dissected(bench: Bench, told: readonly Told[]): Check[] {
  if (tshark.missing()) return [];
  const read = ['-r', join(bench.folder, 'capture.pcap'), '-X', `lua_script:${join(root, 'labs/wire/frame.lua')}`];
  const ports = told.flatMap(({ port }) => ['-d', `tcp.port==${port},lpframe`]);
  const fields = ['-Y', 'lpframe', '-T', 'fields', '-e', 'lpframe.length', '-e', 'lpframe.text'];
  const { stdout } = spawnSync('tshark', [...read, ...ports, ...fields], { encoding: 'utf8', timeout: 20_000 });
  const frames = stdout.split('\n').filter((line) => line !== '');
  return [
    {
      law: 'tshark with frame.lua reads two frames of each connection',
      holds: frames.length === 2 * told.length && frames.every((line) => line === `${message.length}\t${message}`),
      measured: `${frames.length} frames, of length ${[...new Set(frames.map((line) => Number.parseInt(line, 10)))].join(', ')}`,
      otherwise: 'not-network-byte-order',
    },
  ];
}
