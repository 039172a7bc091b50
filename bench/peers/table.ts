import { execFileSync } from 'node:child_process';
import { trips } from '../cases.js';
import { number_of, start_pair } from '../children.js';
import { micro_rows, subjects_of } from '../micro.js';
import { commands, rounds_of, type Subjects } from '../rounds.js';
import { markdown, type Row, row } from '../statistics.js';
import { type Absent, type Peer, peers_here } from './peers.js';

/** A row of the micro table, or the round trip, for all peers that can do it. */
export interface Column {
  readonly title: string;
  /** In ns. */
  readonly c: Row;
  readonly peers: Readonly<Record<string, Row>>;
}

export interface Compared {
  readonly peers: readonly Peer[];
  readonly absent: readonly Absent[];
  readonly columns: readonly Column[];
}

const compared = ['pair', 'eagain', 'udp', 'poll-1', 'getsockopt-int'];
const seconds = 8;
const lives = 2;

/** The rows that a peer can do, as it prints them itself. */
function rows_known({ command: [file = '', ...args] }: Peer): readonly string[] {
  return JSON.parse(execFileSync(file, [...args, 'rows'], { encoding: 'utf8' }));
}

async function column(title: string, subjects: Subjects, measure: string, base: string): Promise<Column> {
  const rounds = await rounds_of(subjects, seconds, lives);
  const rows = Object.entries(rounds).map(
    ([name, lines]) => [name, row(lines.map((line) => number_of(line, measure)))] as const,
  );
  const { [base]: c = row([]), ...peers } = Object.fromEntries(rows);
  return { title, c, peers };
}

export async function compare_peers(): Promise<Compared> {
  const { here, absent } = peers_here();
  const known = new Map(here.map((peer) => [peer, rows_known(peer)]));
  const columns: Column[] = [];
  for (const one of micro_rows.filter(({ name }) => compared.includes(name))) {
    console.error(`peers: ${one.title}`);
    const able = here.filter((peer) => known.get(peer)?.includes(one.name));
    const theirs = able.map(({ name, command }) => [name, [...command, one.name, String(one.steps)]] as const);
    const subjects = commands({ ...subjects_of(one, {}), ...Object.fromEntries(theirs) });
    columns.push(await column(one.title, subjects, 'ns', 'C'));
  }
  console.error('peers: round trip');
  const [size, count] = ['64', '300'];
  const { 'C, 2 threads': c, package: ours, net } = trips(size, count);
  const pairs = here
    .filter(({ echoes }) => echoes)
    .map(({ name, command }) => {
      const client = (port: string) => [...command, 'echo-client', port, count, size];
      return [name, () => start_pair([...command, 'echo-server'], client)] as const;
    });
  const subjects = { C: c, 'this package on Node': ours, 'net, dgram: one way': net, ...Object.fromEntries(pairs) };
  columns.push(await column('framed round trip over TCP, p50', subjects, 'p50', 'C'));
  return { peers: here, absent, columns };
}

/** Ratios of the minima, and of the medians in brackets. */
export function peer_table({ peers, absent, columns }: Compared): string {
  const cell = (name: string, { c, peers: rows }: Column) => {
    const one = rows[name];
    return one === undefined ? '' : `${(one.min / c.min).toFixed(2)} (${(one.median / c.median).toFixed(2)})`;
  };
  const first = columns[0];
  const pair = ({ name }: Peer) => first?.peers[name]?.min ?? Number.POSITIVE_INFINITY;
  const cells = [
    ['', 'version', ...columns.map(({ title }) => title)],
    ['C, ns', '', ...columns.map(({ c }) => c.min.toFixed(0))],
    ...[...peers]
      .sort((a, b) => pair(a) - pair(b))
      .map((peer) => [peer.name, peer.version, ...columns.map((one) => cell(peer.name, one))]),
  ];
  const missing = absent.map(({ name, why }) => `- not here: ${name}, since ${why}`);
  return [markdown(cells), ...(missing.length > 0 ? ['', ...missing] : [])].join('\n');
}
