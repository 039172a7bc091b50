import type { Paint } from '../colour.js';
import { span } from '../trace/format.js';
import type { Measured, Question, Trips } from './measure.js';

export interface Compared {
  readonly asked: Question;
  readonly servers: readonly [Measured, Measured];
  /** Undefined if the round trips were not measured. */
  readonly trips: Trips | undefined;
}

/** Both servers side by side, as text. */
export function table({ asked, servers, trips }: Compared, paint: Paint): string {
  const rows: (readonly [what: string, cell: (server: Measured, i: number) => string])[] = [
    ['answers', ({ answered, refused }) => `${answered} of ${asked.messages}${refused ? `: ${refused}` : ''}`],
    [`calls, ${asked.size} bytes`, ({ calls }) => listed(calls)],
    [`calls, ${asked.large} bytes`, ({ large }) => listed(large)],
    ['receives ask for', ({ room }) => (room.length === 0 ? '' : `${room.join(' and ')} bytes`)],
    ['round trip, A = 1', (_server, i) => of_first(trips, i)],
  ];
  const cells = [['', ...servers.map(({ name }, i) => `${'AB'[i]}: ${name}`)]];
  for (const [what, cell] of rows) cells.push([what, ...servers.map(cell)]);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  const parts = servers.map((server, i) => part(server, 'AB'[i] ?? '', paint));
  return `${[paint('bold', head), ...body].join('\n')}\n${parts.join('')}`;
}

function part({ name, one, end, findings }: Measured, letter: string, paint: Paint): string {
  const found = findings.flatMap(({ line, expected }) => [line, `  expected: ${expected}`]);
  const blocks = [
    ['one message', one],
    ['when the client has no more to send', end],
    ['findings', found],
  ] as const;
  const told = blocks.flatMap(([title, lines]) =>
    lines.length === 0 ? [] : [paint('dim', title), ...lines.map((line) => `  ${line}`)],
  );
  return `\n${paint('bold', `${letter}: ${name}`)}\n${told.map((line) => `${line}\n`).join('')}`;
}

function of_first(trips: Trips | undefined, i: number): string {
  if (trips === undefined) return '';
  return `${i === 0 ? '1' : String(Number(trips.ratio.toPrecision(2)))} (${span(trips.medians[i] ?? 0)})`;
}

/** The calls of the server itself: rare calls are those of its runtime. */
function listed(calls: Readonly<Record<string, number>>): string {
  const regular = Object.entries(calls).filter(([, count]) => count >= 0.05);
  return regular.map(([name, count]) => `${count.toFixed(2).replace(/\.?0+$/, '')} ${name}`).join(', ');
}
