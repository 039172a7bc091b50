import { mkdirSync, writeFileSync } from 'node:fs';
import * as Plot from '@observablehq/plot';
import { colour, draw, law_style } from '../labs/kit/figure.js';
import type { Figure } from '../labs/kit/lab.js';
import { root } from './cases.js';
import type { Measured } from './micro-table.js';
import type { Compared } from './peers/table.js';
import { in_cxx, type Servers } from './servers.js';

const folder = `${root}docs/bench/`;

/** Each call in times of C, by the minima, and the goal as a tick. */
function micro_figure(measured: readonly Measured[]): Figure {
  const points = measured.map(({ title, goal, c, package: ours }) => ({ title, goal, ratio: ours.min / c.min }));
  const goals = points.filter(({ goal }) => goal !== undefined);
  return {
    title: 'Every call of this package, in times of the same call in C (red: the goal)',
    height: 60 + 22 * points.length,
    marginLeft: 330,
    x: { label: 'times C, of the minima', grid: true, zero: false },
    y: { label: null, domain: points.map(({ title }) => title) },
    marks: [
      Plot.ruleX([1]),
      Plot.tickX(goals, { x: 'goal', y: 'title', ...law_style, strokeDasharray: 'none', strokeWidth: 3 }),
      Plot.dot(points, { x: 'ratio', y: 'title', fill: colour.blue, r: 4 }),
    ],
  };
}

/** The pair and the EAGAIN of each peer, on a logarithmic scale, since a thrown error costs ten times as much. */
function peers_figure({ columns }: Compared): Figure {
  const [pair, eagain] = columns;
  const points = [pair, eagain].flatMap((column) =>
    column === undefined
      ? []
      : Object.entries(column.peers).map(([name, one]) => ({
          name,
          what: column.title,
          ratio: one.min / column.c.min,
        })),
  );
  const order = points.filter(({ what }) => what === pair?.title).sort((a, b) => a.ratio - b.ratio);
  const names = order.map(({ name }) => name);
  return {
    title: 'A pair of send and recv (blue) and an EAGAIN (orange), in times of C',
    height: 70 + 24 * names.length,
    marginLeft: 190,
    x: { label: 'times C, of the minima', grid: true, type: 'log' },
    y: { label: null, domain: names },
    marks: [
      Plot.ruleX([1]),
      Plot.dot(points, {
        x: 'ratio',
        y: 'name',
        fill: ({ what }) => (what === pair?.title ? colour.blue : colour.orange),
        r: 4,
      }),
    ],
  };
}

const tints = Object.values(colour);

/** A line for each server, over the number of connections, with its spread. */
function servers_figure({ served }: Servers, measure: 'requests' | 'cpu', title: string, label: string): Figure {
  const names = [...new Set(served.map(({ server }) => server))];
  const scale = 1000;
  const points = served.map(({ server, connections, rows }) => {
    const { median, quartiles } = rows[measure];
    return { server, connections, value: median / scale, low: quartiles[0] / scale, high: quartiles[1] / scale };
  });
  const tint = (server: string) => tints[names.indexOf(server) % tints.length] ?? colour.grey;
  return {
    title,
    height: 380,
    width: 900,
    marginRight: 400,
    x: { label: 'connections', type: 'log', grid: true, tickFormat: 'd', ticks: [1, 10, 100, 1000, 10_000] },
    y: { label, grid: true, zero: true },
    marks: names.flatMap((server, i) => {
      const own = points.filter((point) => point.server === server);
      const dash = server === in_cxx ? { strokeDasharray: '6,3' } : {};
      return [
        Plot.lineY(own, { x: 'connections', y: 'value', stroke: tint(server), strokeWidth: 2, ...dash }),
        Plot.ruleX(own, { x: 'connections', y1: 'low', y2: 'high', stroke: tint(server) }),
        Plot.text([server], {
          frameAnchor: 'top-right',
          fill: tint(server),
          dx: 390,
          dy: 10 + 18 * i,
          textAnchor: 'end',
        }),
      ];
    }),
  };
}

/** Draws the measurements into docs/bench/, and returns the Markdown that shows the figures in docs/bench.md. */
export function draw_figures(micro: readonly Measured[], compared: Compared, servers: Servers) {
  mkdirSync(folder, { recursive: true });
  const figure = (name: string, text: string, figures: Figure | readonly Figure[]) => {
    writeFileSync(`${folder}${name}.svg`, draw(figures));
    return `![${text}](bench/${name}.svg)`;
  };
  const requests = servers_figure(servers, 'requests', 'Requests of 64 B that a server answers', '1000 requests/s');
  const cpu = servers_figure(servers, 'cpu', 'What a request costs the server', 'CPU a request, µs');
  return {
    micro: figure('calls', 'Every call beside C', micro_figure(micro)),
    peers: figure('peers', 'Other packages and runtimes beside C', peers_figure(compared)),
    servers: figure('servers', 'Servers of 1 to 10,000 connections', [requests, cpu]),
  };
}
