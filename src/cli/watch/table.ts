import type { Paint } from '../colour.js';
import type { History } from './history.js';
import type { Sample } from './sample.js';

const blocks = [...' ▁▂▃▄▅▆▇█'];

/** A line of bars: the highest bar is the maximum; 0 is a space. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => blocks[value <= 0 ? 0 : Math.max(1, Math.round((value / most) * 8))]).join('');
}

/** The number of samples that a sparkline shows. */
const spark = 16;

type Column = readonly [title: string, cell: (sample: Sample) => string, align: 'left' | 'right'];

const number = (value: number | undefined) => (value === undefined ? '' : String(value));

const columns: readonly Column[] = [
  ['fd', ({ fd }) => number(fd), 'right'],
  ['proto', ({ protocol }) => protocol, 'left'],
  ['state', ({ state }) => state, 'left'],
  ['Recv-Q', ({ recv_q }) => String(recv_q), 'right'],
  ['Send-Q', ({ send_q }) => String(send_q), 'right'],
  ['unacked', ({ unacked }) => number(unacked), 'right'],
  ['not sent', ({ notsent }) => number(notsent), 'right'],
  ['rtt', ({ rtt }) => (rtt === undefined ? '' : `${(rtt / 1000).toFixed(2)} ms`), 'right'],
  ['cwnd', ({ cwnd }) => number(cwnd), 'right'],
  ['retrans', ({ retrans }) => number(retrans), 'right'],
  ['local', ({ local }) => local, 'left'],
  ['peer', ({ peer }) => peer, 'left'],
];

/** A line for each socket, with the history of its queues. */
export function table(samples: readonly Sample[], history: History, paint: Paint): string[] {
  if (samples.length === 0) return [paint('dim', 'no sockets')];
  const sparks: readonly Column[] = (['recv_q', 'send_q'] as const).map((name) => [
    `${name === 'recv_q' ? 'Recv' : 'Send'}-Q over time`,
    ({ id }) => sparkline(history.of(id, name).slice(-spark)).padStart(spark),
    'left',
  ]);
  const shown = [...columns.slice(0, -2), ...sparks, ...columns.slice(-2)].filter(
    ([title]) => title !== 'fd' || samples.some(({ fd }) => fd !== undefined),
  );
  const cells = [shown.map(([title]) => title), ...samples.map((sample) => shown.map(([, cell]) => cell(sample)))];
  const widths = shown.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (shown[i]?.[2] === 'left' ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line, i) => {
    if (i === 0) return paint('bold', line);
    const { recv_q = 0, send_q = 0, state = '' } = samples[i - 1] ?? {};
    return state !== 'LISTEN' && recv_q + send_q > 0 ? paint('yellow', line) : line;
  });
}
