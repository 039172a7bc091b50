// A sequence diagram on one clock: client, its kernel, the server's kernel, server; a row for each syscall's beginning, its
// return, and each segment.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import type { Call } from '../kit/call.js';
import { left } from '../kit/columns.js';
import { colour } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import type { Segment } from '../kit/packets.js';

const lanes = [
  say('client', '클라이언트'),
  say("client's kernel", '클라이언트의 커널'),
  say("server's kernel", '서버의 커널'),
  say('server', '서버'),
];

/** What goes from one lane to another. */
export interface Step {
  /** Microseconds since the client called connect(2). */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The call that begins or returns here. */
  readonly call?: Call;
}

export interface Ladder {
  readonly steps: readonly Step[];
  /** How long the programs stood in their calls, as rows. */
  readonly waits: readonly { readonly lane: number; readonly begin: number; readonly end: number }[];
}

export function ladder_of(client: readonly Call[], server: readonly Call[], segments: readonly Segment[]): Ladder {
  const zero = client[0]?.time ?? 0;
  const port = segments[0]?.to;
  const calls = (all: readonly Call[], program: number, kernel: number): Step[] =>
    all.flatMap((call) => [
      { at: micros(call.time, zero), from: program, to: kernel, text: call.name, call },
      { at: micros(call.time + call.duration, zero), from: kernel, to: program, text: `= ${call.result}`, call },
    ]);
  const wire = segments.map((segment): Step => {
    const [from, to] = segment.to === port ? [1, 2] : [2, 1];
    return { at: micros(segment.time, zero), from, to, text: text_of(segment) };
  });
  const steps = [...wire, ...calls(client, 0, 1), ...calls(server, 3, 2)].sort((a, b) => a.at - b.at);
  const waits = steps.flatMap(({ call, from }, begin) => {
    const end = steps.findIndex((step, i) => i > begin && step.call === call);
    return call === undefined || end < 0 ? [] : [{ lane: from, begin, end }];
  });
  return { steps, waits };
}

function micros(time: number, zero: number): number {
  return Math.round((time - zero) * 1e6);
}

/** The flags; of data, the four bytes of the length and the text behind them. */
function text_of({ flags, length, payload }: Segment): string {
  if (length === 0) return flags;
  return `${hex(payload.subarray(0, 4))} ${payload.subarray(4).toString('latin1')}`;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replaceAll(/..(?!$)/g, '$& ');
}

const row = 20; // px

export function figure_of({ steps, waits }: Ladder): Figure {
  const drawn = steps.map((step, y) => ({ ...step, y }));
  const [segments, calls] = [drawn.filter(({ call }) => !call), drawn.filter(({ call }) => call)];
  const arrow = { x1: 'from', x2: 'to', y1: 'y', y2: 'y', inset: 2, headLength: 7 } as const;
  const label = { x: (step: Step) => (step.from + step.to) / 2, y: 'y', text: 'text', dy: -6, fontSize: 11 } as const;
  return {
    title: say(
      'One framed echo: the syscalls of both programs, the segments between their kernels',
      '프레임 에코 한 번: 두 프로그램의 시스템 콜과 두 커널 사이의 세그먼트',
    ),
    height: steps.length * row + 80,
    marginTop: 56,
    marginLeft: 76,
    marginRight: 40,
    marginBottom: 10,
    x: { axis: null, domain: [-0.05, 3.05] },
    y: {
      label: say(
        'µs since connect(2) (rows are in order, not to scale)',
        'connect(2)부터 µs (줄은 순서일 뿐, 축척이 아니다)',
      ),
      labelOffset: 68,
      domain: [steps.length, -1],
      ticks: steps.map((_, i) => i),
      tickFormat: (i: number) => String(steps[i]?.at ?? ''),
      tickSize: 0,
    },
    marks: [
      Plot.ruleX([0, 1, 2, 3], { stroke: colour.grey, strokeOpacity: 0.5 }),
      Plot.axisX([0, 1, 2, 3], {
        anchor: 'top',
        tickFormat: (lane: number) => lanes[lane] ?? '',
        tickSize: 0,
        label: null,
      }),
      Plot.ruleX(waits, { x: 'lane', y1: 'begin', y2: 'end', stroke: colour.sky, strokeWidth: 7 }),
      Plot.arrow(calls, { ...arrow, stroke: colour.grey }),
      Plot.text(calls, { ...label, fill: '#444' }),
      Plot.arrow(segments, { ...arrow, stroke: colour.blue, strokeWidth: 1.8 }),
      Plot.text(segments, { ...label, fill: colour.blue, fontWeight: 600 }),
    ],
  };
}

/** Letters between two lanes. */
const gaps = [16, 28, 16];

/** The same in letters. */
export function chart_of({ steps }: Ladder): string[] {
  const head = lanes.map((name, i) => left(name, (gaps[i] ?? 0) + 1)).join('');
  const rows = steps.map(({ at, from, to, text }) => {
    const place = Math.min(from, to);
    const line = gaps.map((gap, i) => (i === place ? arrow(text, to > from, gap) : ' '.repeat(gap))).join('▏');
    return `  ${String(at).padStart(8)}  ▏${line}▏`;
  });
  return [`        µs  ${head}`.trimEnd(), ...rows];
}

function arrow(text: string, right: boolean, width: number): string {
  const line = `─ ${text} `.padEnd(width - 2, '─');
  return right ? `${line}▶ ` : ` ◀${line}`;
}
