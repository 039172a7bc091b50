import * as Plot from '@observablehq/plot';
import { colour, draw, key } from '../kit/figure.js';
import { heedless_bytes } from './facts.js';
import { type Side, sides } from './measure.js';
import { type Results, small } from './results.js';
import { regular } from './trace.js';

const hues: Readonly<Record<Side, string>> = { raw: colour.blue, net: colour.orange };
const names = sides.map((side) => ({ text: side, fill: hues[side] }));

/** The figures of the report, as SVG. */
export function figures_of(results: Results): string[] {
  return [...(results.traces === undefined ? [] : [syscalls(results.traces)]), histogram(results), hidden(results)];
}

function histogram({ trips }: Results): string {
  const edges = Array.from({ length: 61 }, (_, i) => 10 ** (1 + i / 20)); // 10 µs to 10 ms
  return draw({
    title: `Round trips of ${small} bytes`,
    x: { type: 'log', label: 'round trip (µs)', domain: [10, 10_000] },
    y: { label: 'share of the round trips', grid: true },
    marks: [
      ...sides.map((side) =>
        Plot.rectY(trips[side], {
          ...Plot.binX({ y2: 'proportion' }, { x: (trip: number) => trip, thresholds: edges }),
          fill: hues[side],
          fillOpacity: 0.6,
        }),
      ),
      ...key(names, 'top-right'),
    ],
  });
}

function syscalls(traces: NonNullable<Results['traces']>): string {
  const rows = sides.flatMap((side) =>
    (['client', 'server'] as const).flatMap((end) =>
      regular(traces[side].per_message[end]).map(([name, calls]) => ({ row: `${side}, ${end}`, name, calls })),
    ),
  );
  return draw({
    title: 'Syscalls for each message',
    marginLeft: 90,
    height: 230,
    x: { label: 'calls for each message', grid: true },
    y: { label: null, domain: [...new Set(rows.map(({ row }) => row))] },
    color: { range: [colour.sky, colour.orange, colour.green, '#f0e442', colour.purple, colour.grey] },
    marks: [
      Plot.barX(rows, Plot.stackX({ x: 'calls', y: 'row', fill: 'name', order: 'appearance', inset: 1 })),
      Plot.text(
        rows.filter(({ calls }) => calls >= 0.5),
        Plot.stackX({ x: 'calls', y: 'row', text: 'name', z: 'name', order: 'appearance' }),
      ),
    ],
  });
}

function hidden({ facts }: Results): string {
  const rows = sides.flatMap((side) => {
    const { written, kernel } = facts[side].heedless;
    const parts = [
      { where: 'in the kernel', mib: kernel / 2 ** 20 },
      { where: 'in user space', mib: (written - kernel) / 2 ** 20 },
      { where: 'refused', mib: (heedless_bytes - written) / 2 ** 20 },
    ];
    return parts.map((part) => ({ side, ...part }));
  });
  return draw({
    title: `${heedless_bytes >> 20} MiB for a peer that does not read: where they are`,
    height: 180,
    x: { label: 'MiB', grid: true },
    y: { label: null, domain: sides },
    color: { domain: ['in the kernel', 'in user space', 'refused'], range: [colour.sky, colour.orange, '#dddddd'] },
    marks: [
      Plot.barX(rows, Plot.stackX({ x: 'mib', y: 'side', fill: 'where', order: 'appearance', inset: 1 })),
      Plot.text(
        rows.filter(({ mib }) => mib > 1),
        Plot.stackX({ x: 'mib', y: 'side', text: 'where', z: 'where', order: 'appearance' }),
      ),
    ],
  });
}
