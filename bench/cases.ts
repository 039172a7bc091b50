import { fileURLToPath } from 'node:url';
import { type Line, run, run_pair } from './children.js';

/** A ratio of two subjects that is to be reached, and the way that is better. */
export interface Goal {
  readonly subject: string;
  readonly over: string;
  readonly at: 'most' | 'least';
  readonly ratio: number;
}

export interface Case {
  readonly title: string;
  /** What is compared, in ns, and what else is shown. */
  readonly measures: readonly [compared: string, ...others: string[]];
  /** In running order. `fair` is what the others are compared with. */
  readonly subjects: Readonly<Record<string, () => Promise<Line>>>;
  readonly goals: readonly Goal[];
  /** How long rounds are begun, in seconds. */
  readonly budget: number;
}

export const fair = 'C, 2 threads';

const out = fileURLToPath(new URL('..', import.meta.url));
const floor = `${out}floor/floor`;
const subject = (name: string) => [process.execPath, `${out}bench/subjects/${name}.js`];

function calls(what: string, iterations: string) {
  return {
    'C, 1 thread': () => run([floor, what, iterations, '--threads', '1']),
    [fair]: () => run([floor, what, iterations, '--threads', '2']),
    'C, 2 threads, syscall(2)': () => run([floor, what, iterations, '--threads', '2', '--direct']),
    'native table': () => run([...subject('calls'), what, 'native', iterations]),
    package: () => run([...subject('calls'), what, 'package', iterations]),
  };
}

const trips = '2000';
const in_c = [floor, '--threads', '2'];
const in_package = subject('echo-package');
const in_net = subject('echo-net');

export const cases: readonly Case[] = [
  {
    title: 'send and recv of 64 B on a socketpair, one thread',
    measures: ['ns'],
    subjects: calls('pair', '10000'),
    goals: [{ subject: 'package', over: fair, at: 'most', ratio: 1.12 }],
    budget: 25,
  },
  {
    title: 'recv of an empty socketpair: EAGAIN',
    measures: ['ns'],
    subjects: calls('eagain', '20000'),
    goals: [{ subject: 'package', over: fair, at: 'most', ratio: 1.3 }],
    budget: 20,
  },
  {
    title: 'framed round trip over TCP, 64 B of payload, two processes',
    measures: ['p50', 'p99'],
    subjects: {
      [fair]: () => run_pair([...in_c, 'echo-server', '0'], (port) => [...in_c, 'echo-client', port, trips, '64']),
      package: () => run_pair([...in_package, 'server'], (port) => [...in_package, 'client', port, trips]),
      net: () => run_pair([...in_net, 'server'], (port) => [...in_net, 'client', port, trips]),
    },
    goals: [
      { subject: 'package', over: fair, at: 'most', ratio: 1.1 },
      { subject: 'net', over: 'package', at: 'least', ratio: 1.8 },
    ],
    budget: 50,
  },
];
