// What entries.mjs gives hostile values of `sys-socket/learn`, and the assertions that Vitest's `expect` is extended with.

import * as sys from '../../dist/index.js';
import * as learn from '../../dist/learn/index.js';
import { matchers } from '../../dist/strace/index.js';
// In dist/ they are in Vitest's `expect` alone, and that is only where Vitest runs.
import { exercise_matchers } from '../../out/src/vitest/exercise.js';
import { finding_matchers } from '../../out/src/vitest/findings.js';

const { peer } = learn;
const course = new URL('../../exercises', import.meta.url).pathname;
const solution = `${course}/01-fd/solution.ts`;
const trace = 'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\nclose(3) = 0';
const program = {
  until: async () => true,
  rests: async () => true,
  port: async () => 1,
  status: () => 0,
  ended: async () => 0,
  rows: [],
};
const listener = await peer.listen();
const client = await peer.connect({ ...program, port: async () => listener.port });
const [, call] = (await learn.watch(() => sys.gettid())).calls ?? [];
listener.close();

/** Its connection would keep the process. */
export const end = () => client.reset();

/** Name, parameters, right arguments, as in entries.mjs. */
export const subjects = [
  [
    learn,
    'exercise',
    ['definition'],
    () => [{ section: '0.5', minutes: 1, pages: ['recv(2)'], lab: 'short', forbids: ['recv_exact'], judge: () => {} }],
  ],
  [
    { wrong: (...args) => attempted(() => learn.wrong(...args)) },
    'wrong',
    ['diagnosis', 'evidence'],
    () => ['x', ['a', 'b']],
  ],
  [learn, 'fits', ['pattern', 'text'], () => ['_', 'x']],
  [learn, 'guess', ['guessed', 'measured', 'alike'], () => [[1], [1], Object.is]],
  [learn, 'say', ['en', 'ko'], () => ['a', 'b']],
  [learn, 'shown', ['value'], () => [1]],
  [learn, 'shown_bytes', ['bytes', 'most'], () => [new Uint8Array(2), 1]],
  [learn, 'rule', ['name', 'calls'], () => ['closes_every_socket', call === undefined ? [] : [call]]],
  [learn, 'watch', ['run'], () => [() => 1]],
  [learn, 'play', ['script', 'run'], () => [{ comes: ['a'], takes: [1], answers: {}, calls: 9, time: {} }, () => 1]],
  [
    { program: (...args) => learn.program(...args).end() },
    'program',
    ['file', 'options'],
    () => ['/dev/null', { args: [], faults: '' }],
  ],
  [peer, 'connect', ['program'], () => [{ ...program, port: async () => 1, ended: async () => 0 }]],
  [peer, 'open_to_everybody', ['program'], () => [program]],
  [peer, 'in_lock_step', ['program', 'peer', 'pieces'], () => [program, client, []]],
  [peer, 'receive', ['program', 'peer', 'length'], () => [program, client, 0]],
  [peer, 'all_came', ['peer'], () => [client]],
  [peer, 'program_end', ['peer'], () => [client]],
  [peer, 'pieces_row', ['pieces'], () => [[new Uint8Array(1)]]],
  [matchers, 'toMakeCalls', ['trace', 'calls', 'options'], () => [trace, ['close'], { exactly: false }]],
  [
    matchers,
    'toContinueShortCounts',
    ['trace', 'options'],
    () => ['recvfrom(3, "a", 2, 0, NULL, NULL) = 1', { receives: true }],
  ],
  [
    matchers,
    'toReadFramesExactly',
    ['trace', 'options'],
    () => ['recvfrom(3, "a", 2, 0, NULL, NULL) = 1', { header: 4 }],
  ],
  ...['toRetryOnEINTR', 'toNeverCallAfterEOF', 'toCloseEverySocket', 'toSendWithoutSIGPIPE', 'toWaitAfterEAGAIN'].map(
    (name) => [matchers, name, ['trace'], () => [trace]],
  ),
  ...['toLeakNothing', 'toIgnoreNothing'].map((name) => [finding_matchers, name, ['checked'], () => [[]]]),
  [exercise_matchers, 'toPassExercise', ['file', 'exercise', 'course'], () => [solution, '01-fd', course]],
];

/** `wrong` throws: what it says then is no fault. */
function attempted(call) {
  try {
    call();
  } catch (error) {
    if (error instanceof learn.Wrong) return error;
    throw error;
  }
}
