// Three pictures: the calls that a message takes, what one call gives, and what became of the messages, which tells program from twin.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import { colour, key, law_style } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';

/** Of the splits whose message came in so many calls: how many there were, and how many the law says. */
export interface Calls {
  readonly calls: number;
  readonly messages: number;
  readonly law: number;
}

/** What calls gave, each by the first that fits: exactly a message; parts of several; a part of one. */
export interface Kinds {
  exact: number;
  merged: number;
  torn: number;
}

/** What the program said of the messages that were sent. */
export interface Restored {
  readonly phase: string;
  readonly sent: number;
  readonly right: number;
  readonly wrong: number;
}

export function figures_of(
  bytes: number,
  splits: number,
  calls: readonly Calls[],
  kinds: Kinds,
  restored: readonly Restored[],
): Figure[] {
  return [of_calls(bytes, splits, calls), of_kinds(kinds), of_messages(restored)];
}

function of_calls(bytes: number, splits: number, rows: readonly Calls[]): Figure {
  return {
    title: say(
      `recv(2) calls that one message of ${bytes} bytes takes, over all ${splits} splits`,
      `${bytes}바이트 메시지 하나에 드는 recv(2) 호출: ${splits}가지 분할 모두`,
    ),
    height: 300,
    x: { label: say('calls of recv(2) for one message', '메시지 하나에 드는 recv(2) 호출'), tickFormat: 'd' },
    y: { label: say('messages', '메시지'), grid: true },
    marks: [
      Plot.barY(rows, { x: 'calls', y: 'messages', fill: colour.sky }),
      Plot.lineY(rows, { x: 'calls', y: 'law', ...law_style }),
      Plot.dot(rows, { x: 'calls', y: 'law', fill: law_style.stroke }),
      ...key(
        [
          {
            text: say(
              `┅ law: (${rows.length - 1} choose k - 1) ways to cut into k pieces`,
              `┅ 법칙: k조각으로 자르는 방법은 ${rows.length - 1}C(k - 1)가지`,
            ),
            fill: law_style.stroke,
          },
        ],
        'top-right',
      ),
      Plot.ruleY([0]),
    ],
  };
}

/** Without lock step. No law says how many of each there are: that is the point. */
function of_kinds({ exact, merged, torn }: Kinds): Figure {
  const rows = [
    { name: say('exact: one message', 'exact: 메시지 하나'), calls: exact, fill: colour.green },
    { name: say('merged: parts of several', 'merged: 여러 메시지의 조각'), calls: merged, fill: colour.orange },
    { name: say('torn: a part of one', 'torn: 한 메시지의 일부'), calls: torn, fill: colour.purple },
  ];
  return {
    title: say('What one recv(2) returned, without waiting', '기다리지 않을 때 recv(2) 한 번이 준 것'),
    height: 170,
    marginLeft: 170,
    marginRight: 60,
    x: { label: say('calls of recv(2)', 'recv(2) 호출'), grid: true },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.barX(rows, { x: 'calls', y: 'name', fill: 'fill' }),
      Plot.text(rows, { x: 'calls', y: 'name', text: 'calls', textAnchor: 'start', dx: 4 }),
    ],
  };
}

function of_messages(rows: readonly Restored[]): Figure {
  const parts = rows.flatMap(({ phase, sent, right, wrong }) => [
    { phase, share: (100 * right) / sent, fill: colour.sky },
    { phase, share: (100 * wrong) / sent, fill: colour.orange },
  ]);
  const y = 'phase';
  return {
    title: say('What the program restored', '프로그램이 복원한 것'),
    height: 160,
    marginLeft: 170,
    marginRight: 190,
    x: { label: say('share of the messages sent, %', '보낸 메시지에 대한 비율, %'), grid: true },
    y: { label: null, domain: rows.map(({ phase }) => phase) },
    marks: [
      Plot.barX(parts, Plot.stackX({ x: 'share', y, fill: 'fill', order: null })),
      Plot.ruleX([100], law_style),
      Plot.text(rows, {
        y,
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        text: ({ right, wrong }: Restored) => say(`${right} right, ${wrong} wrong`, `맞음 ${right}, 틀림 ${wrong}`),
      }),
      Plot.text([say('┅ law: all, and nothing else', '┅ 법칙: 전부, 그 밖에는 없음')], {
        frameAnchor: 'top-right',
        dy: -14,
        fill: law_style.stroke,
      }),
    ],
  };
}
