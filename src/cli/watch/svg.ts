import type { History, Seen, Series } from './history.js';

const width = 720;
const height = 110;
const [left, right, top, bottom] = [70, 12, 26, 20];

/** A panel for each socket: its queues over time. Light or dark, as the reader's. */
export function svg(history: History): string {
  const sockets = history.all().filter(({ last }) => last.state !== 'LISTEN');
  const end = Math.max(1, ...sockets.flatMap(({ points }) => points.map(({ at }) => at)));
  const panels = sockets.map((socket, i) => panel(socket, i * height, end));
  const tall = Math.max(1, sockets.length) * height + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" width="${width}" height="${tall}" role="img">
<title>Socket queues over time</title>
<style>
svg { font: 11px system-ui, sans-serif; background: #fff; } text { fill: #333; } .faint { fill: #777; } .axis { stroke: #ccc; }
.recv_q { stroke: #0b6bcb; fill: none; stroke-width: 1.6; } .send_q { stroke: #b3541e; fill: none; stroke-width: 1.6; }
text.recv_q { fill: #0b6bcb; stroke: none; } text.send_q { fill: #b3541e; stroke: none; }
@media (prefers-color-scheme: dark) {
svg { background: #16181b; } text { fill: #ddd; } .faint { fill: #999; } .axis { stroke: #444; }
.recv_q { stroke: #6cb3f5; } .send_q { stroke: #f0a06a; } text.recv_q { fill: #6cb3f5; } text.send_q { fill: #f0a06a; }
}
</style>
<text x="${left}" y="16" class="recv_q">Recv-Q</text><text x="${left + 56}" y="16" class="send_q">Send-Q</text>
<text x="${left + 112}" y="16" class="faint">bytes over ${(end / 1000).toFixed(1)} s</text>
${sockets.length === 0 ? `<text x="${left}" y="60">no connection was seen</text>` : panels.join('\n')}
</svg>
`;
}

function panel({ last, points }: Seen, offset: number, end: number): string {
  const most = Math.max(1, ...points.flatMap(({ recv_q, send_q }) => [recv_q, send_q]));
  const x = (at: number) => (left + (at / end) * (width - left - right)).toFixed(1);
  const y = (bytes: number) => (height - bottom - (bytes / most) * (height - top - bottom)).toFixed(1);
  const line = (name: Series) => {
    const steps = points.map((point) => `${x(point.at)},${y(point[name])}`).join(' ');
    return `<polyline class="${name}" points="${steps}"/>`;
  };
  const name = `${last.protocol} ${last.fd === undefined ? '' : `fd ${last.fd} `}${last.local} → ${last.peer}`;
  return `<g transform="translate(0 ${offset + 20})">
<text x="${left}" y="18">${escaped(name)}</text>
<line class="axis" x1="${left}" x2="${width - right}" y1="${y(0)}" y2="${y(0)}"/>
<text class="faint" x="${left - 6}" y="${y(most)}" dy="4" text-anchor="end">${most}</text>
<text class="faint" x="${left - 6}" y="${y(0)}" dy="4" text-anchor="end">0</text>
${line('recv_q')}${line('send_q')}
</g>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]|\p{Cc}/gu, (c) => (c < ' ' || c > '~' ? '\ufffd' : `&#${c.charCodeAt(0)};`));
}
