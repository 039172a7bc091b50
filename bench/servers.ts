import { in_c, root, subject } from './cases.js';
import { core, type Line, number_of, other_core, run } from './children.js';
import { installed } from './peers/install.js';
import { bun_program } from './peers/peers.js';
import { markdown, type Row, row } from './statistics.js';

/** The ratio of two servers that is to be reached at every number of connections from `from` on. */
interface Goal {
  readonly title: string;
  readonly measure: Measure;
  readonly over: string;
  readonly at: 'most' | 'least';
  readonly ratio: number;
  readonly from: number;
}

const measures = ['requests', 'p50', 'p99', 'cpu', 'memory'] as const;
type Measure = (typeof measures)[number];

/** The results of one server with a number of connections. */
export interface Served {
  readonly server: string;
  readonly connections: number;
  readonly rows: Readonly<Record<Measure, Row>>;
}

export interface Servers {
  readonly served: readonly Served[];
  /** The measurements that could not be made, with the reasons. */
  readonly absent: readonly string[];
}

const counts = [1, 10, 100, 1000, 10_000];
/** How often each server is started. */
const lives = 3;
const seconds = 1;
/** The smallest number of connections for which memory is reported. With fewer, the server's own heap dominates. */
const tells_memory = 1000;

export const in_cxx = 'C++, epoll';
export const in_net = 'net';
const in_promises = 'sys-socket/promises, await recv and send';
const in_on_ready = 'sys-socket/promises, on_ready';
export const in_service = 'the same, with deadlines and limits (examples/echo-service.ts)';
export const frames_of_an_example = 'sys-socket/promises, frames (examples/await-server.ts)';

const goals: readonly Goal[] = [
  { title: 'requests', measure: 'requests', over: in_net, at: 'least', ratio: 1.3, from: 10 },
  { title: 'CPU a request', measure: 'cpu', over: in_cxx, at: 'most', ratio: 1.25, from: 10 },
  { title: 'memory a connection', measure: 'memory', over: in_net, at: 'most', ratio: 1 / 3, from: tells_memory },
];

export function servers_here(): { commands: Readonly<Record<string, readonly string[]>>; absent: readonly string[] } {
  const ours = {
    [in_cxx]: [...in_c, 'epoll-server'],
    'sys-socket, epoll_wait blocks': subject('servers/epoll'),
    [in_on_ready]: subject('servers/on-ready'),
    [in_service]: [process.execPath, `${root}out/examples/echo-service.js`, '127.0.0.1:0'],
    [in_promises]: subject('servers/promises'),
    [frames_of_an_example]: [process.execPath, `${root}out/examples/await-server.js`, '0'],
    [in_net]: subject('servers/net'),
  };
  const bun = bun_program();
  const uws = installed('uWebSockets.js');
  const absent = [
    'absent' in uws
      ? `uWebSockets.js: ${uws.absent}. Bun.listen is made of the same uSockets`
      : 'uWebSockets.js: it serves HTTP and WebSocket, and no bytes of TCP. Bun.listen is made of the same uSockets',
  ];
  if ('absent' in bun) return { commands: ours, absent: [...absent, `Bun.listen: ${bun.absent}`] };
  const program = bun.command[0] ?? '';
  return { commands: { ...ours, 'Bun.listen': [program, `${root}out/bench/subjects/servers/bun.js`] }, absent };
}

/**
 * The result of bench/floor/load.cc for one server with a number of connections, beside others that are idle. The port is the last number of the
 * server's first line.
 */
export async function life_of(command: readonly string[], connections: number, idle = 0): Promise<Line> {
  const server = run(command, core);
  try {
    const port = /(\d+)\D*$/.exec(await server.line())?.[1];
    if (port === undefined) throw new Error(`${command.join(' ')}: no port`);
    const load = ['load', port, String(server.pid), String(connections), String(seconds), String(idle)];
    const asking = run([...in_c, ...load], other_core);
    return JSON.parse(await asking.line());
  } finally {
    server.stop();
  }
}

/** Measures each server some times; the servers take turns. @param failed what is added to if a measurement fails: `what`, and why */
export async function in_turns<T>(
  commands: Readonly<Record<string, readonly string[]>>,
  measure: (command: readonly string[], name: string) => Promise<T>,
  failed: string[],
  what: (name: string) => string,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const order = Object.entries(commands);
  const told = new Map<string, T[]>(order.map(([name]) => [name, []]));
  for (let life = 0; life < lives; life++) {
    for (const [name, command] of order) {
      try {
        told.get(name)?.push(await measure(command, name));
      } catch (error) {
        failed.push(`${what(name)}: ${error instanceof Error ? error.message : error}`);
      }
    }
    order.push(...order.splice(0, 1));
  }
  return told;
}

export async function measure_servers(): Promise<Servers> {
  const { commands, absent } = servers_here();
  const [served, failed] = [[] as Served[], [...absent]];
  for (const connections of counts) {
    console.error(`servers: ${connections} connections`);
    const load = (command: readonly string[]) => life_of(command, connections);
    const lines = await in_turns(commands, load, failed, (name) => `${name} with ${connections} connections`);
    for (const [server, told] of lines) {
      if (told.length === 0) continue;
      const of = (measure: Measure) => row(told.map((line) => number_of(line, measure)));
      const [requests, p50, p99, cpu, memory] = [of('requests'), of('p50'), of('p99'), of('cpu'), of('memory')];
      served.push({ server, connections, rows: { requests, p50, p99, cpu, memory } });
    }
  }
  return { served, absent: failed };
}

/** The ratio of the medians of two servers at a number of connections. */
function ratio(served: readonly Served[], connections: number, one: string, over: string, measure: Measure): number {
  const of = (name: string) =>
    served.find((each) => each.connections === connections && each.server === name)?.rows[measure].median;
  return (of(one) ?? Number.NaN) / (of(over) ?? Number.NaN);
}

function spread({ quartiles: [low, high], median }: Row, scale: number, digits: number): string {
  const text = (value: number) => (value / scale).toFixed(digits);
  return `${text(median)} (${text(low)}-${text(high)})`;
}

/** A table for each number of connections, the missing measurements, and the goals. */
export function server_tables({ served, absent }: Servers): string {
  const parts = [...new Set(served.map(({ connections }) => connections))].map((connections) => {
    const here = served.filter((one) => one.connections === connections);
    const memory = connections >= tells_memory;
    const cells = here.map(({ server, rows }) => [
      server,
      spread(rows.requests, 1000, 1),
      ratio(served, connections, server, in_net, 'requests').toFixed(2),
      spread(rows.p50, 1000, 0),
      spread(rows.p99, 1000, 0),
      spread(rows.cpu, 1000, 1),
      ratio(served, connections, server, in_cxx, 'cpu').toFixed(2),
      ...(memory ? [(rows.memory.median / 1024).toFixed(1)] : []),
    ]);
    const head = ['', '1000 requests/s', '/ net', 'p50, µs', 'p99, µs', 'CPU a request, µs', '/ C++'];
    const table = markdown([[...head, ...(memory ? ['KiB a connection'] : [])], ...cells]);
    return `#### ${connections} connection${connections === 1 ? '' : 's'}\n\n${table}`;
  });
  const missing = absent.map((one) => `- not measured: ${one}`);
  return [...parts, missing.join('\n'), verdicts(served).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** The goals are for the smallest servers on Node's event loop, as that of `net` is: the one with promises, and the one with its own epoll set. */
function verdicts(served: readonly Served[]): readonly string[] {
  return [in_promises, in_on_ready].flatMap((server) => goals.map((goal) => verdict(served, server, goal)));
}

/** A goal and the measured ratio at each number of connections. A goal that is missed at one of them is missed. */
function verdict(served: readonly Served[], server: string, goal: Goal): string {
  const { title, measure, over, at, ratio: wanted, from } = goal;
  const points = counts
    .filter((connections) => connections >= from)
    .map((connections) => ({ connections, value: ratio(served, connections, server, over, measure) }));
  const met = points.every(({ value }) => (at === 'most' ? value <= wanted : value >= wanted));
  const found = points.map(({ connections, value }) => `${value.toFixed(2)} (${connections})`).join(', ');
  const judged = `measured, with so many connections, ${found}: **${met ? 'met' : 'missed'}**`;
  return `- ${server}: ${title}, at ${at} ${wanted.toFixed(2)} of ${over}; ${judged}`;
}
