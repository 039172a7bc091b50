import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
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
    title: say(`Round trips of ${small} bytes`, `${small}바이트의 왕복`),
    x: { type: 'log', label: say('round trip (µs)', '왕복 시간 (µs)'), domain: [10, 10_000] },
    y: { label: say('share of the round trips', '왕복 가운데 차지하는 비율'), grid: true },
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
    title: say('Syscalls per message', '메시지 하나의 시스템 콜'),
    marginLeft: 90,
    height: 230,
    x: { label: say('calls per message', '메시지 하나의 호출 수'), grid: true },
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
  const places = [say('in the kernel', '커널'), say('in user space', '사용자 공간'), say('refused', '거절됨')] as const;
  const rows = sides.flatMap((side) => {
    const { written, kernel } = facts[side].heedless;
    const parts = [
      { where: places[0], mib: kernel / 2 ** 20 },
      { where: places[1], mib: (written - kernel) / 2 ** 20 },
      { where: places[2], mib: (heedless_bytes - written) / 2 ** 20 },
    ];
    return parts.map((part) => ({ side, ...part }));
  });
  return draw({
    title: say(
      `${heedless_bytes >> 20} MiB for a peer that does not read: where the bytes are`,
      `읽지 않는 상대에게 보낸 ${heedless_bytes >> 20} MiB는 어디에 있는가`,
    ),
    height: 180,
    x: { label: 'MiB', grid: true },
    y: { label: null, domain: sides },
    color: { domain: places, range: [colour.sky, colour.orange, '#dddddd'] },
    marks: [
      Plot.barX(rows, Plot.stackX({ x: 'mib', y: 'side', fill: 'where', order: 'appearance', inset: 1 })),
      Plot.text(
        rows.filter(({ mib }) => mib > 1),
        Plot.stackX({ x: 'mib', y: 'side', text: 'where', z: 'where', order: 'appearance' }),
      ),
    ],
  });
}
