import { root, subject } from './cases.js';
import { number_of, start } from './children.js';
import { type MicroRow, micro_rows, subjects_of } from './micro.js';
import { commands, rounds_of } from './rounds.js';
import { markdown, type Row, row } from './statistics.js';

/** The results of a row of the micro table, in ns a step, and its garbage in bytes. */
export interface Measured extends MicroRow {
  readonly c: Row;
  readonly package: Row;
  readonly bytes: number;
}

const seconds = 4;
const lives = 3;

const with_gc = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
/** Few enough that no garbage is collected during the measurement. */
const most_steps = 2000;

/** Bytes that a step leaves on the heap, in the better of two runs, since other work of the process counts as well. */
async function garbage_of({ name, steps }: MicroRow): Promise<number> {
  const [node = '', ...program] = subject('micro');
  const command = [node, ...with_gc, ...program, name, String(Math.min(steps * 5, most_steps)), 'garbage'];
  const child = await start(command);
  const again = await child.ask();
  child.stop();
  return Math.max(0, Math.min(number_of(child.first, 'bytes'), number_of(again, 'bytes')));
}

export async function measure_micro(only: (name: string) => boolean): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  const chosen = micro_rows.filter(({ name }) => only(name));
  for (const [i, one] of chosen.entries()) {
    console.error(`[${i + 1}/${chosen.length}] ${one.title}: ${seconds} s`);
    const rounds = await rounds_of(commands(subjects_of(one, { package: root })), seconds, lives);
    const of = (name: string) => row((rounds[name] ?? []).map((line) => number_of(line, 'ns')));
    measured.push({ ...one, c: of('C'), package: of('package'), bytes: await garbage_of(one) });
  }
  return measured;
}

/** The bytes of garbage that count as none: the error of the measurement. */
const none = 1;

/** How far the ratio of the medians may be from that of the minima. */
const spread = 0.03;
const rounding = 0.005;

/** Which goals of a row are missed: in time, in the second step of that, in the medians, in garbage. */
function missed_by({ goal, second_goal, garbage, c, package: ours, bytes }: Measured): string[] {
  const ratio = ours.min / c.min;
  const over = (limit: number | undefined) => limit !== undefined && ratio > limit + rounding;
  const times = [...(over(goal) ? ['time'] : []), ...(!over(goal) && over(second_goal) ? ['the second time'] : [])];
  const median = goal !== undefined && ours.median / c.median > ratio + spread + rounding ? ['median'] : [];
  return [...times, ...median, ...(garbage !== undefined && bytes > garbage + none ? ['garbage'] : [])];
}

export function micro_table(measured: readonly Measured[]): string {
  return markdown([
    ['', 'C, ns', 'package, ns', '/ C, min', '/ C, median', 'quartiles', 'goal', 'garbage, B', ''],
    ...measured.map((one) => {
      const ratio = one.package.min / one.c.min;
      const [low, high] = one.package.quartiles;
      const missed = missed_by(one);
      const judged = one.goal === undefined && one.garbage === undefined ? '' : 'met';
      return [
        one.title,
        one.c.min.toFixed(0),
        one.package.min.toFixed(0),
        ratio.toFixed(2),
        (one.package.median / one.c.median).toFixed(2),
        `${(low / one.c.median).toFixed(2)}-${(high / one.c.median).toFixed(2)}`,
        [one.goal, one.second_goal].flatMap((goal) => goal?.toFixed(2) ?? []).join(', then '),
        one.bytes < none ? '0' : one.bytes.toFixed(0),
        missed.length === 0 ? judged : `**missed** (${missed.join(', ')})`,
      ];
    }),
  ]);
}
