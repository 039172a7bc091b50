// What of each connection can be read on the wire, and what cannot.
import * as Plot from '@observablehq/plot';
import { say } from '../../src/learn/language.js';
import type { Bar } from '../kit/chart.js';
import { colour, key } from '../kit/figure.js';
import type { Figure } from '../kit/lab.js';
import type { Connection } from './conversation.js';
import { bytes_of } from './records.js';

interface Row {
  readonly name: string;
  readonly clear: number;
  readonly encrypted: number;
}

/** A whole handshake and a resumed one, in both directions. */
function rows_of(connections: readonly Connection[]): Row[] {
  const shown = [connections.find(({ resumed }) => !resumed), connections.find(({ resumed }) => resumed)];
  return shown.flatMap((connection) => {
    if (connection === undefined) return [];
    const { resumed, up, down } = connection;
    const what = resumed ? say('resumed', '재개') : say('full', '전체');
    return [
      { name: say(`${what}, from the client`, `${what}, 클라이언트에서`), records: up.records },
      { name: say(`${what}, from the server`, `${what}, 서버에서`), records: down.records },
    ].map(({ name, records }) => ({ name, clear: bytes_of(records, true), encrypted: bytes_of(records, false) }));
  });
}

const clear = () => say('readable by anyone', '누구나 읽을 수 있다');
const encrypted = () => say('encrypted', '암호화됨');

export function figure_of(connections: readonly Connection[]): Figure {
  const rows = rows_of(connections);
  const parts = rows.flatMap(({ name, clear, encrypted }) => [
    { name, bytes: clear, fill: colour.orange },
    { name, bytes: encrypted, fill: colour.blue },
  ]);
  const protocol = connections[0]?.protocol ?? '';
  return {
    title: say(
      `${protocol}: the part of a connection that can be read on the wire`,
      `${protocol}: 연결 하나에서 선 위에서 읽을 수 있는 것`,
    ),
    height: 260,
    marginLeft: 190,
    marginRight: 100,
    x: { label: say('bytes of TLS records', 'TLS 레코드의 바이트'), grid: true },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.barX(parts, { x: 'bytes', y: 'name', fill: 'fill', insetTop: 3, insetBottom: 3 }),
      Plot.text(rows, {
        x: ({ clear, encrypted }) => clear + encrypted,
        y: 'name',
        text: ({ clear, encrypted }) => `${clear} + ${encrypted}`,
        textAnchor: 'start',
        dx: 6,
      }),
      ...key(
        [
          { text: clear(), fill: colour.orange },
          { text: encrypted(), fill: colour.blue },
        ],
        'bottom-right',
      ),
    ],
  };
}

/** The same in letters. */
export function bars_of(connections: readonly Connection[]): Bar[] {
  return rows_of(connections).flatMap((row) => [
    { name: `${row.name}: ${clear()}`, value: row.clear },
    { name: `${row.name}: ${encrypted()}`, value: row.encrypted },
  ]);
}
