import { fileURLToPath } from 'node:url';
import { type Child, start, start_pair } from './children.js';

/** The ratio of two subjects that is to be reached, and whether it is an upper or a lower limit. */
export interface Goal {
  readonly subject: string;
  /** The measure, the first of the case by default. */
  readonly measure?: string;
  readonly over: string;
  readonly at: 'most' | 'least';
  readonly ratio: number;
}

export interface Case {
  readonly title: string;
  /** The measure that is compared, in ns, and others that are shown. */
  readonly measures: readonly [compared: string, ...others: string[]];
  /** How each subject is started, in running order. */
  readonly subjects: Readonly<Record<string, () => Promise<Child>>>;
  readonly goals: readonly Goal[];
  /** The subject that the others are compared with, {@link fair} by default. */
  readonly base?: string;
  /** Seconds. */
  readonly budget: number;
}

export const fair = 'C, 2 threads';

/** The package's folder: this file runs in out/bench/. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
const floor = `${root}out/floor/floor`;
export const in_c: readonly string[] = [floor];

/** The command of a subject that uses the package in a folder. */
export function subject(name: string, folder = root): readonly string[] {
  return [process.execPath, `${folder}out/bench/subjects/${name}.js`];
}

function floors(row: string, steps: string) {
  return {
    'C, 1 thread': () => start([floor, row, steps, '--threads', '1']),
    [fair]: () => start([floor, row, steps]),
    'C, 2 threads, syscall(2)': () => start([floor, `${row}-direct`, steps]),
    package: () => start([...subject('micro'), row, steps]),
  };
}

/** 64 MiB in pieces of 256 KiB, to a peer that receives into memory of that size. */
function bulk() {
  const [bytes, piece] = [String(1 << 26), String(1 << 18)];
  const between = (command: readonly string[]) => () =>
    start_pair([...command, 'bulk-sink'], (port) => [...command, 'bulk-source', port, bytes, piece]);
  return { [fair]: between(in_c), package: between(subject('bulk')) };
}

const into = 'package, recv_frame_into';
const reader = 'package, FrameReader';
const in_package = subject('echo-package');
const in_net = subject('echo-net');

/** Round trips of frames of `size` bytes, `count` in a turn. As in C, `recv_frame_into` receives into memory that is used again. */
export function trips(size: string, count: string) {
  const by = (command: readonly string[]) => () =>
    start_pair([...command, 'server'], (port) => [...command, 'client', port, count, size]);
  return {
    [fair]: () => start_pair([floor, 'echo-server'], (port) => [floor, 'echo-client', port, count, size]),
    package: by([...in_package, 'recv_frame']),
    [into]: by([...in_package, 'recv_frame_into']),
    [reader]: by([...in_package, 'FrameReader']),
    net: by(in_net),
  };
}

const at_most = (ratio: number, subject = 'package'): Goal => ({ subject, over: fair, at: 'most', ratio });
const p99 = (subject: string): Goal => ({ ...at_most(1.15, subject), measure: 'p99' });

export const cases: readonly Case[] = [
  {
    title: 'send and recv of 64 B on a socketpair, and what the floor is made of',
    measures: ['ns'],
    subjects: floors('pair', '2000'),
    goals: [at_most(1.1)],
    budget: 12,
  },
  {
    title: 'recv of an empty socketpair: EAGAIN',
    measures: ['ns'],
    subjects: floors('eagain', '5000'),
    goals: [at_most(1.15)],
    budget: 12,
  },
  {
    title: 'framed round trip over TCP, 64 B of payload, two processes on one core',
    measures: ['p50', 'p99'],
    subjects: trips('64', '500'),
    goals: [
      at_most(1.05),
      at_most(1.05, into),
      at_most(1, reader),
      ...['package', into, reader].map(p99),
      { subject: 'net', over: 'package', at: 'least', ratio: 1.3 },
    ],
    budget: 45,
  },
  {
    title: 'the same, 64 KiB',
    measures: ['p50', 'p99'],
    subjects: trips('65536', '100'),
    goals: [at_most(1.08), at_most(1.08, into), at_most(1, reader), ...['package', into, reader].map(p99)],
    budget: 45,
  },
  {
    title: 'bulk over TCP, a piece of 256 KiB, two processes on one core',
    measures: ['ns'],
    subjects: bulk(),
    goals: [at_most(0.98)],
    budget: 20,
  },
  {
    title: 'send and recv of 64 B, with sys-socket/observe',
    measures: ['ns'],
    subjects: {
      plain: () => start([...subject('observed'), 'plain', '2000']),
      'loaded, off': () => start([...subject('observed'), 'off', '2000']),
      'faults that never fire': () => start([...subject('observed'), 'faults', '2000']),
      'trace to a function': () => start([...subject('observed'), 'trace', '200']),
    },
    goals: [{ subject: 'loaded, off', over: 'plain', at: 'most', ratio: 1.02 }],
    base: 'plain',
    budget: 20,
  },
];
