import { number_of } from './children.js';
import { frames_of_an_example, in_service, in_turns, life_of, servers_here } from './servers.js';
import { markdown, type Row, row } from './statistics.js';

/** How many connections ask, and how many are open beside them and say nothing. */
const asking = 10;
const idle = 10_000;

/** The examples drop a client that says nothing for five seconds. */
const patient: Readonly<Record<string, readonly string[]>> = {
  [in_service]: ['--clients', '20000', '--deadline', '600000'],
  [frames_of_an_example]: ['600000'],
};

type Pair = readonly [alone: Row, beside: Row];

/** What one server does for the connections that ask, alone and beside those that are idle. */
export interface Beside {
  readonly server: string;
  /** Requests a second. */
  readonly requests: Pair;
  /** The processor time of a request, in ns. */
  readonly cpu: Pair;
  /** The processor time of a second in which none of them asks, in ns. */
  readonly rest: Row;
}

export interface Idle {
  readonly measured: readonly Beside[];
  /** The measurements that could not be made, with the reasons. */
  readonly absent: readonly string[];
}

/** The same load alone and beside connections that say nothing. The servers take turns. */
export async function measure_idle(): Promise<Idle> {
  console.error(`idle connections: ${idle} beside ${asking}`);
  const both = async (command: readonly string[], name: string) => {
    const waits = [...command, ...(patient[name] ?? [])];
    return { alone: await life_of(waits, asking), beside: await life_of(waits, asking, idle) };
  };
  const absent: string[] = [];
  const lines = await in_turns(servers_here().commands, both, absent, (name) => name);
  const measured = [...lines].flatMap(([server, told]) => {
    if (told.length === 0) return [];
    const of = (how: 'alone' | 'beside', measure: string) => row(told.map((one) => number_of(one[how], measure)));
    const pair = (measure: string): Pair => [of('alone', measure), of('beside', measure)];
    return [{ server, requests: pair('requests'), cpu: pair('cpu'), rest: of('beside', 'rest') }];
  });
  return { measured, absent };
}

export function idle_table({ measured, absent }: Idle): string {
  const ratio = ([alone, beside]: Pair) => (beside.median / alone.median).toFixed(2);
  const cells = measured.map(({ server, requests, cpu, rest }) => [
    server,
    (requests[1].median / 1000).toFixed(1),
    ratio(requests),
    (cpu[1].median / 1000).toFixed(1),
    ratio(cpu),
    (rest.median / 1e6).toFixed(2),
  ]);
  const head = ['', '1000 requests/s', '/ alone', 'CPU a request, µs', '/ alone', 'CPU of a second of rest, ms'];
  return [markdown([head, ...cells]), ...absent.map((one) => `- not measured: ${one}`)].join('\n');
}
