// What is left of many connections, and of many threads that have loaded the package: descriptors, threads, and memory once what is garbage has been
// collected. How long it takes is not looked at.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { output } from './package/kit.js';
import { root } from './support/strace.js';

const connections = Number(process.env.SOAK_CONNECTIONS ?? 200_000);
const workers = Number(process.env.SOAK_WORKERS ?? 1000);
const hours = 3600;

/** test/soak/measure.mjs: memory in MiB. */
interface Left {
  readonly done: number;
  readonly frames?: number;
  readonly descriptors: number;
  readonly threads: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

async function soak(program: string, count: number): Promise<readonly Left[]> {
  const args = ['--expose-gc', join(root, 'test/soak', program), String(count)];
  const printed = await output(process.execPath, args, { seconds: hours });
  console.log(`${program} ${count}\n${printed}`);
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Left);
}

/** How far apart what was left is. */
const spread = (left: readonly Left[], of: (one: Left) => number) =>
  Math.max(...left.map(of)) - Math.min(...left.map(of));

describe('what is left stays the same', () => {
  it(`from the second tenth to the last of ${connections} connections, of five frames each`, {
    timeout: 0,
  }, async () => {
    const left = await soak('connections.mjs', connections);
    expect(left.at(-1)?.frames).toBe(5 * connections);
    const warm = left.slice(2);
    expect(spread(warm, ({ descriptors }) => descriptors)).toBe(0);
    expect(spread(warm, ({ threads }) => threads)).toBe(0);
    expect(spread(warm, ({ heapUsed }) => heapUsed)).toBeLessThan(1);
    expect(spread(warm, ({ external }) => external)).toBeLessThan(1);
    // Pages that malloc and V8 keep for the next: docs/architecture.md.
    expect(spread(warm, ({ rss }) => rss)).toBeLessThan(16);
  });

  it(`from the second tenth to the last of ${workers} threads that load the package and end, also while they wait`, {
    timeout: 0,
  }, async () => {
    const warm = (await soak('workers.mjs', workers)).slice(2);
    expect(spread(warm, ({ descriptors }) => descriptors)).toBe(0);
    expect(spread(warm, ({ threads }) => threads)).toBe(0);
    expect(spread(warm, ({ heapUsed }) => heapUsed)).toBeLessThan(1);
    expect(spread(warm, ({ external }) => external)).toBeLessThan(1);
    expect(spread(warm, ({ rss }) => rss)).toBeLessThan(32);
  });
});
