// Who was answered by which thread, and who was reset.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';

export const threads = 4;

/** What became of the connections of one server. */
export interface Share {
  /** The kind of server. */
  readonly name: string;
  readonly connected: number;
  /** How many were being served when no thread was free any more. */
  readonly served: number;
  /** How many waited then, for each listener. */
  readonly waiting: readonly number[];
  /** How many waited in the queue of the thread that stopped, when it did. */
  readonly left_behind: number;
  /** The thread that answered, for each connection in the order of the answers; 0 for a reset. */
  readonly outcomes: readonly number[];
}

/** How many connections a thread answered; of 0, how many nobody did. */
export function got({ outcomes }: Share, thread: number): number {
  return outcomes.filter((one) => one === thread).length;
}

export const reset = (share: Share): number => got(share, 0);

export const answered = (share: Share): number => share.outcomes.length - reset(share);

/** Of a reset, and of each thread. */
export function names(): string[] {
  const numbers = Array.from({ length: threads }, (_, i) => i + 1);
  return [
    say('reset', 'RST'),
    ...numbers.map((number) =>
      number === 1 ? say('thread 1, which stops', '스레드 1, 멈춘다') : say(`thread ${number}`, `스레드 ${number}`),
    ),
  ];
}

export function figure_of(shares: readonly Share[]): Figure[] {
  return shares.map((share) => {
    const rows = names().map((name, i) => ({ name, count: got(share, i), lost: i === 0 }));
    return {
      title: say(
        `${share.name}: the threads that answered ${share.connected} connections`,
        `${share.name}: 연결 ${share.connected}개에 누가 응답했는가`,
      ),
      height: 220,
      marginLeft: 170,
      x: { label: say('connections', '연결'), domain: [0, share.connected], grid: true },
      y: { label: null, domain: names() },
      marks: [
        Plot.barX(rows, {
          x: 'count',
          y: 'name',
          fill: ({ lost }) => (lost ? colour.orange : colour.sky),
          insetTop: 3,
          insetBottom: 3,
        }),
        Plot.text(rows, { x: 'count', y: 'name', text: ({ count }) => String(count), textAnchor: 'start', dx: 6 }),
      ],
    };
  });
}
