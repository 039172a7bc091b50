// Every lab and its wrong twin under check mode, once. What stands here is meant: the lab shows it, or the twin does it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { namespace } from '../../labs/kit/needs.js';
import { run_lab } from './kit.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A receive after the end, and sends that raise SIGPIPE, are among the endings of closing. */
const closing = ['after-end endings.js', 'no-nosignal ways.js'];

const meant: Readonly<Record<string, { readonly lab?: readonly string[]; readonly twin?: readonly string[] }>> = {
  backpressure: { twin: ['short-count twin.js', 'unread-refusal twin.js'] },
  bdp: {},
  closing: { lab: closing, twin: closing },
  lines: {},
  loss: { twin: ['unread-refusal twin.js'] },
  nagle: {},
  readiness: {},
  segments: {},
  'slow-server': {},
  stream: {},
  threads: {},
  wire: {},
};

const cases = Object.entries(meant).flatMap(([name, { lab = [], twin = [] }]) => [
  { name, args: [name, '--quick'], expected: lab },
  { name: `${name}, the twin`, args: [name, '--quick', '--twin'], expected: twin },
]);

/** Kinds of findings, and the files where they happened. */
async function findings(args: readonly string[]): Promise<string[]> {
  const log = join(folder, args.join(''));
  await run_lab(args, { SYS_SOCKET_CHECK: `1 json -o ${log}` });
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  const told = lines.map((line) => JSON.parse(line));
  return [...new Set(told.map(({ kind, where }) => `${kind} ${where.replace(/^.*\/|:.*/g, '')}`))].sort();
}

const skipped = namespace.missing();

it.skipIf(skipped).each(cases)('$name has no mistake but those that it shows', async ({ args, expected }) => {
  expect(await findings(args)).toEqual(expected);
});
