import { escaped } from '../markup.js';
import type { History, Seen, Series } from './history.js';

const width = 720;
const [left, right] = [84, 16];
const names = { recv_q: 'Recv-Q', send_q: 'Send-Q' } as const;

/** The heights within a panel: its name, a strip for each queue, and the time axis below. */
const [name_height, strip_height, gap, axis_height] = [24, 52, 12, 34];
const panel_height = name_height + 2 * strip_height + gap + axis_height;

/** A panel for each socket: each queue over time, with a separate scale. Light or dark according to the reader's preference. */
export function svg(history: History): string {
  const sockets = history.all().filter(({ last }) => last.state !== 'LISTEN');
  const times = sockets.flatMap(({ points }) => points.map(({ at }) => at));
  const began = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const end = largest(times);
  const x = (at: number) => left + ((at - began) / Math.max(1, end - began)) * (width - left - right);
  const ticks = ticks_to(end - began).map((ms) => ({ x: x(began + ms).toFixed(1), text: seconds(ms) }));
  const panels = sockets.map((socket, i) => panel(socket, 28 + i * panel_height, ticks, x));
  const tall = 28 + Math.max(40, sockets.length * panel_height);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" width="${width}" height="${tall}" role="img">
<title>Socket queues over time</title>
<style>
svg { font: 11px system-ui, sans-serif; background: #fff; } text { fill: #333; } .faint { fill: #777; } .axis { stroke: #999; } .grid { stroke: #e4e4e4; }
.recv_q { stroke: #0b6bcb; } .send_q { stroke: #b3541e; } polyline { fill: none; stroke-width: 1.6; stroke-linecap: round; }
text.recv_q { fill: #0b6bcb; stroke: none; } text.send_q { fill: #b3541e; stroke: none; }
@media (prefers-color-scheme: dark) {
svg { background: #16181b; } text { fill: #ddd; } .faint { fill: #999; } .axis { stroke: #777; } .grid { stroke: #33373c; }
.recv_q { stroke: #6cb3f5; } .send_q { stroke: #f0a06a; } text.recv_q { fill: #6cb3f5; } text.send_q { fill: #f0a06a; }
}
</style>
<text x="${left}" y="16" class="faint">bytes waiting in each queue over time; each queue has its own scale</text>
${sockets.length === 0 ? `<text x="${left}" y="44">no connection was seen</text>` : panels.join('\n')}
</svg>
`;
}

/** The x coordinate of a time, in px. */
type Scale = (at: number) => number;

function panel({ last, points }: Seen, offset: number, ticks: readonly Tick[], x: Scale): string {
  const bottom = name_height + 2 * strip_height + gap;
  const grid = ticks.map(
    (tick) => `<line class="grid" x1="${tick.x}" x2="${tick.x}" y1="${name_height}" y2="${bottom}"/>
<text class="faint" x="${tick.x}" y="${bottom + 14}" text-anchor="middle">${tick.text}</text>`,
  );
  const name = `${last.protocol} ${last.fd === undefined ? '' : `fd ${last.fd} `}${last.local} → ${last.peer}`;
  return `<g transform="translate(0 ${offset})">
<text x="${left}" y="14">${escaped(name)}</text>
${grid.join('\n')}
${strip('recv_q', points, name_height, x)}
${strip('send_q', points, name_height + strip_height + gap, x)}
<text class="faint" x="${width - right}" y="${bottom + 27}" text-anchor="end">time, s</text>
</g>`;
}

/** The line of a queue, between 0 and its maximum. */
function strip(series: Series, points: Seen['points'], top: number, x: Scale): string {
  const most = largest(points.map((point) => point[series]));
  const base = top + strip_height;
  const y = (bytes: number) => (base - (bytes / Math.max(1, most)) * strip_height).toFixed(1);
  const steps = points.map((point) => `${x(point.at).toFixed(1)},${y(point[series])}`);
  const line = steps.length === 1 ? [...steps, ...steps] : steps; // a line with one point is not drawn; one of zero length is drawn as a dot
  const scale = most === 0 ? '' : `<text class="faint" x="${left - 6}" y="${top + 8}" text-anchor="end">${most}</text>`;
  return `<line class="axis" x1="${left}" x2="${width - right}" y1="${base}" y2="${base}"/>
<text class="${series}" x="${left - 6}" y="${top + strip_height / 2 + 4}" text-anchor="end">${names[series]}</text>
${scale}<text class="faint" x="${left - 6}" y="${base}" text-anchor="end">0</text>
<polyline class="${series}" points="${line.join(' ')}"/>`;
}

interface Tick {
  readonly x: string;
  readonly text: string;
}

function seconds(ms: number): string {
  return String(Number((ms / 1000).toPrecision(6)));
}

/** The maximum. Math.max(...values) would put all values on the stack, and may exceed it. */
function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** At most nine round times from 0 to the end, in ms, at intervals of 1, 2 or 5 times a power of ten. */
function ticks_to(end: number): number[] {
  const least = Math.max(1, end) / 8;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}
