import { fileURLToPath } from 'node:url';
import { type Child, start, start_pair } from './children.js';

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
  /** In running order, and how each is started. */
  readonly subjects: Readonly<Record<string, () => Promise<Child>>>;
  readonly goals: readonly Goal[];
  /** What the others are compared with: {@link fair}, unless it is another subject. */
  readonly base?: string;
  /** Seconds. */
  readonly budget: number;
}

export const fair = 'C, 2 threads';

const out = fileURLToPath(new URL('..', import.meta.url));
const floor = `${out}floor/floor`;
const subject = (name: string) => [process.execPath, `${out}bench/subjects/${name}.js`];

function calls(what: string, iterations: string) {
  return {
    'C, 1 thread': () => start([floor, what, iterations, '--threads', '1']),
    [fair]: () => start([floor, what, iterations, '--threads', '2']),
    'C, 2 threads, syscall(2)': () => start([floor, what, iterations, '--threads', '2', '--direct']),
    'native table': () => start([...subject('calls'), what, 'native', iterations]),
    package: () => start([...subject('calls'), what, 'package', iterations]),
  };
}

const trips = '500';
const in_c = [floor, '--threads', '2'];
const in_package = subject('echo-package');
const in_net = subject('echo-net');

export const cases: readonly Case[] = [
  {
    title: 'send and recv of 64 B on a socketpair, one thread',
    measures: ['ns'],
    subjects: calls('pair', '2000'),
    goals: [{ subject: 'package', over: fair, at: 'most', ratio: 1.12 }],
    budget: 25,
  },
  {
    title: 'recv of an empty socketpair: EAGAIN',
    measures: ['ns'],
    subjects: calls('eagain', '5000'),
    goals: [{ subject: 'package', over: fair, at: 'most', ratio: 1.3 }],
    budget: 20,
  },
  {
    title: 'framed round trip over TCP, 64 B of payload, two processes',
    measures: ['p50', 'p99'],
    subjects: {
      [fair]: () => start_pair([...in_c, 'echo-server', '0'], (port) => [...in_c, 'echo-client', port, trips, '64']),
      package: () => start_pair([...in_package, 'server'], (port) => [...in_package, 'client', port, trips]),
      net: () => start_pair([...in_net, 'server'], (port) => [...in_net, 'client', port, trips]),
    },
    goals: [
      { subject: 'package', over: fair, at: 'most', ratio: 1.1 },
      { subject: 'net', over: 'package', at: 'least', ratio: 1.8 },
    ],
    budget: 50,
  },
  {
    title: 'the same pair, with sys-socket/observe',
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
