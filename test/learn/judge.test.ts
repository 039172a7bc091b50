// Whatever a learner writes, the judge has a verdict, in time, and leaves nothing behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/learn/judge.js';
import type { Job, Verdict } from '../../src/learn/verdict.js';
import { processes_with } from '../support/processes.js';
import { root } from '../support/strace.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
afterAll(() => rmSync(folder, { recursive: true }));
const exercise = (name: string) => join(root, 'out/exercises', name);

/** What is enough for these: no test waits longer than it must. */
const limits = { processor: 500, asleep: 600 };

/** The judging of what somebody wrote for an exercise. */
function written(name: string, source: string, at = 'written'): Job {
  const file = join(folder, `${at}.mjs`);
  writeFileSync(file, source);
  return { file, judge: join(exercise(name), 'judge.js'), starter: join(root, 'exercises', name, 'starter.ts') };
}

const through = (body: string) => `
import * as sys from 'sys-socket';
import { spawn } from 'node:child_process';
export function through(bytes) { ${body} }
`;

async function verdict(job: Job): Promise<Verdict> {
  const [found] = await judge([job], undefined, limits);
  if (found === undefined) throw new Error('no verdict');
  return found;
}

describe('what a learner writes has a verdict:', { timeout: 60_000 }, () => {
  it.each([
    ['a loop without an end', 'while (true);', 'time-is-up', /busy for/],
    ['a loop that catches all', 'for (;;) try { null.x } catch {}', 'time-is-up', /busy for/],
    ['process.exit', 'process.exit(0)', 'ends-the-process', /status 0/],
    [
      'SIGKILL for itself',
      'process.kill(process.pid, "SIGKILL"); for (;;);',
      'ends-the-process',
      /a signal or abort ended the process/,
    ],
    ['abort(3)', 'process.abort()', 'ends-the-process', /a signal or abort ended the process/],
    ['SIGSTOP for itself', 'process.kill(process.pid, "SIGSTOP")', 'stops-the-judge', /SIGSTOP/],
    [
      'a receive to which nothing comes',
      'sys.read(sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0))[0], bytes)',
      'time-is-up',
      /read\(\d+, \.\.\. +written\.mjs:4/,
    ],
    ['an exception', 'null.length', 'throws', /TypeError: Cannot read properties of null.*written\.mjs:4/],
    ['a wrong type', 'sys.read("x")', 'throws', /TypeError: read: fd must be an int32/],
    [
      'an exception that comes later',
      'setTimeout(() => null.x); return new Promise(() => setTimeout(() => {}, 1000))',
      'throws',
      /TypeError/,
    ],
    ['a promise that nothing keeps', 'return new Promise(() => {})', 'ends-the-process', /status \d/],
  ])('%s', async (_, body, diagnosis, proof) => {
    const found = await verdict(written('01-fd', through(body)));
    const text = found.evidence.map((row) => row.join('  ')).join('\n');
    expect(found.diagnosis, text).toBe(diagnosis);
    expect(text.replaceAll('\n', ' ')).toMatch(proof);
  });

  it.each([
    ['text that is no program', 'export function {', 'does-not-parse'],
    ['another name', 'export function trough() {}', 'no-such-export'],
    ['a hole', 'export function through() { throw new Error("TODO: later") }', 'todo'],
  ])('%s', async (_, source, diagnosis) => {
    expect((await verdict(written('01-fd', source))).diagnosis).toBe(diagnosis);
  });

  it.each([
    ['by name', 'import { recv_exact as r } from "sys-socket"; export const recv_exact = (fd, n) => r(fd, n);'],
    ['by the module', 'import * as sys from "sys-socket"; export const recv_exact = (fd, n) => sys.recv_exact(fd, n);'],
    [
      'by a string',
      'import * as sys from "sys-socket"; export const recv_exact = (fd, n) => sys["recv_exact"](fd, n);',
    ],
    [
      'out of the module',
      'import * as sys from "sys-socket"; const { recv_exact: r } = sys; export const recv_exact = r;',
    ],
    ['by a call', 'export const recv_exact = async (fd, n) => (await import("sys-socket")).recv_exact(fd, n);'],
    [
      'out of a call',
      'const { recv_exact: r } = await import("sys-socket"); export const recv_exact = (fd, n) => r(fd, n);',
    ],
    ['and handed on', 'export { recv_exact } from "sys-socket";'],
  ])('what is to be built, taken from the package %s', async (_, source) => {
    expect((await verdict(written('05-recv-exact', source))).diagnosis).toBe('uses-what-you-are-to-build');
  });
});

it('a wait for nothing, in no call, has a verdict too', { timeout: 60_000 }, async () => {
  const job = written('01-fd', 'await new Promise(() => setInterval(() => {}, 1e6));', 'idle');
  const [found] = await judge([job], undefined, { ...limits, idle: 600 });
  expect(found).toMatchObject({
    diagnosis: 'time-is-up',
    evidence: [[expect.any(String), expect.stringMatching(/^no activity for \d+ s$/)]],
  });
});

it("a name of the same letters that is not of the package is the learner's own", async () => {
  const source =
    'import * as sys from "sys-socket"; const my = { recv_exact: (fd, n) => sys.err({}) }; export const { recv_exact } = my;';
  expect((await verdict(written('05-recv-exact', source))).diagnosis).not.toBe('uses-what-you-are-to-build');
});

describe('the judge goes on, whatever the file does to it:', { timeout: 60_000 }, () => {
  const right = readFileSync(join(exercise('01-fd'), 'solution.js'), 'utf8');

  it.each([
    ['closes descriptors 3 to 40', 'for (let fd = 3; fd < 40; fd++) sys.close(fd);'],
    ['stops its parent', 'process.kill(process.ppid, "SIGSTOP");'],
    ['kills its parent', 'process.kill(process.ppid, "SIGKILL");'],
  ])('one that %s', async (_, body) => {
    const verdicts = await judge(
      [written('01-fd', through(body), 'rude'), written('01-fd', right, 'right')],
      undefined,
      limits,
    );
    expect(verdicts.map(({ passed }) => passed)).toEqual([false, true]);
  });

  it('and when who is told of it throws, nothing is left that runs', async () => {
    const jobs = [written('01-fd', right, 'told'), written('01-fd', through('for (;;);'), 'not-reached')];
    const told = () => {
      throw new Error('no room on the disk');
    };
    await expect(judge(jobs, told, { ...limits, together: true })).rejects.toThrow('no room on the disk');
    expect(processes_with('not-reached.mjs')).toEqual([]);
  });

  it('and what has ended it is not charged to the next', async () => {
    const jobs = ['process.exit(3)', 'while (true);', 'null.x'].map((body, i) =>
      written('01-fd', through(body), `bad-${i}`),
    );
    const verdicts = await judge([...jobs, written('01-fd', right, 'right')], undefined, { ...limits, together: true });
    expect(verdicts.map(({ diagnosis }) => diagnosis)).toEqual(['ends-the-process', 'time-is-up', 'throws', undefined]);
  });
});

describe('nothing is left behind', { timeout: 60_000 }, () => {
  it('of processes that a file has started in sessions of their own', async () => {
    const mark = `left-${process.pid}-${Date.now()}`;
    const start = `spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '${mark}'], { detached: true, stdio: 'ignore' }).unref();`;
    await verdict(written('01-fd', through(`${start} return bytes;`)));
    expect(processes_with(mark)).toEqual([]);
  });

  it.each(['while (true);', 'sys.read(sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0))[0], bytes)'])(
    'when who judges is killed while the file does %s',
    async (body) => {
      const { file, ...job } = written('01-fd', through(body), `killed-${process.pid}`);
      const script = `
        const { judge } = await import(${JSON.stringify(join(root, 'out/src/learn/judge.js'))});
        await judge([${JSON.stringify({ file, ...job })}]);`;
      const runner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
      const judges = () => processes_with(file).filter((pid) => Number(pid) !== runner.pid);
      while (judges().length < 2) await sleep(10); // the guard, and the judge
      runner.kill('SIGKILL');
      await once(runner, 'exit');
      while (judges().length > 0) await sleep(10);
    },
  );
});
