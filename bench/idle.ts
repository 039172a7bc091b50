import { type Line, number_of } from './children.js';
import { life_of, lives, servers_here } from './servers.js';
import { markdown, type Row, row } from './statistics.js';

/** How many connections ask, and how many are open beside them and say nothing. */
const asking = 10;
const idle = 10_000;

/** What one server does for the connections that ask, alone and beside those that are idle. */
export interface Beside {
  readonly server: string;
  /** Requests a second, alone and beside them, and the CPU of each request, in ns. */
  readonly requests: readonly [alone: Row, beside: Row];
  readonly cpu: readonly [alone: Row, beside: Row];
  /** The processor time of a second in which none of them asks, in ns. */
  readonly rest: Row;
}

/** The same load twice in turns: alone, and beside connections that say nothing. */
export async function measure_idle(): Promise<readonly Beside[]> {
  const measured: Beside[] = [];
  for (const [server, command] of Object.entries(servers_here().commands)) {
    console.error(`idle connections: ${server}`);
    const alone: Line[] = [];
    const beside: Line[] = [];
    for (let life = 0; life < lives; life++) {
      alone.push(await life_of(command, asking));
      beside.push(await life_of(command, asking, idle));
    }
    const of = (measure: string) =>
      [alone, beside].map((lines) => row(lines.map((line) => number_of(line, measure)))) as [Row, Row];
    measured.push({ server, requests: of('requests'), cpu: of('cpu'), rest: of('rest')[1] });
  }
  return measured;
}

export function idle_table(measured: readonly Beside[]): string {
  const ratio = ([alone, beside]: readonly [Row, Row]) => (beside.median / alone.median).toFixed(2);
  const cells = measured.map(({ server, requests, cpu, rest }) => [
    server,
    (requests[1].median / 1000).toFixed(1),
    ratio(requests),
    (cpu[1].median / 1000).toFixed(1),
    ratio(cpu),
    (rest.median / 1e6).toFixed(2),
  ]);
  const head = ['', '1000 requests/s', '/ alone', 'CPU a request, µs', '/ alone', 'CPU of a second of rest, ms'];
  return markdown([head, ...cells]);
}
