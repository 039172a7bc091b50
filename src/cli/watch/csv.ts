import type { Sample } from './sample.js';

const columns = [
  ...([
    'fd',
    'protocol',
    'state',
    'local',
    'peer',
    'recv_q',
    'send_q',
    'unacked',
    'notsent',
    'rtt',
    'cwnd',
    'retrans',
  ] as const),
] satisfies ReadonlyArray<keyof Sample>;

/** The names of the columns. `time` is in seconds since the epoch, `rtt` in microseconds. */
export const csv_head = `${['time', ...columns].join(',')}\n`;

/** A line for each socket. RFC 4180 */
export function csv(time: number, samples: readonly Sample[]): string {
  return samples
    .map((sample) => `${[time.toFixed(3), ...columns.map((name) => quoted(String(sample[name] ?? '')))].join(',')}\n`)
    .join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
