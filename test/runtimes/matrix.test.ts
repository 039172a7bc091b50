// scripts/matrix.mjs: its smoke suite on this Node, that it tells what failed, and that docs/support.md has a row for each runtime.
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';
import { cases } from './smoke.ts';

/** What an expression says with the functions of scripts/matrix/ at hand, as JSON. */
function said(expression: string): unknown {
  const program = `
    import { cause_of } from '${root}scripts/matrix/arm64.mjs';
    import { page } from '${root}scripts/matrix/page.mjs';
    import { runtimes } from '${root}scripts/matrix/runtimes.mjs';
    import { project, smoke } from '${root}scripts/matrix/smoke.mjs';
    console.log(JSON.stringify(${expression}));`;
  const args = ['--input-type=module', '-e', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: hang }));
}

const here = '{ command: [process.execPath], file: "main.js" }';

it('passes the smoke suite on this Node, as a project does that has the package', () => {
  const place = `${folder()}/`;
  const passed = Object.keys(cases).length;
  expect(said(`smoke(${here}, project('${place}'))`)).toEqual({ passed, skipped: 0, failed: [] });

  appendFileSync(join(place, 'smoke.js'), 'cases["is wrong"] = async () => same(1, 2);\n');
  expect(said(`smoke(${here}, '${place}')`)).toEqual({
    passed,
    skipped: 0,
    failed: [{ name: 'is wrong', message: '1 is not 2' }],
  });

  appendFileSync(join(place, 'smoke.js'), 'process.kill(process.pid, "SIGKILL");\n');
  expect(said(`smoke(${here}, '${place}')`)).toEqual({
    passed: 0,
    skipped: 0,
    failed: [{ name: 'the run', message: expect.stringContaining('signal SIGKILL') }],
  });
});

it('writes a row for each runtime, and names what failed', () => {
  const row = (name: string, failed: readonly object[]) =>
    JSON.stringify({ name, version: '1.2.3', what: 'fast', date: '2026-01-02', passed: 7, skipped: 1, failed });
  const failure = { name: 'a test', message: 'the reason\nand more' };
  const text = String(said(`page([${row('Node 20', [])}, ${row('Bun', [failure])}], 'a machine')`));
  expect(text).toContain('| Node 20 | 1.2.3 | fast | 7 | 0 | 1 | 2026-01-02 |\n| Bun | 1.2.3 | fast | 7 | 1 |');
  expect(text).toContain('\n- Bun: a test: the reason\n');
  expect(String(said(`page([${row('Node 20', [])}], 'a machine')`))).toContain('Nothing failed.');
});

it('puts a failure on arm64 down to qemu if it says so, or is of a test that does, and if qemu differs from Linux there', () => {
  const spoken = { name: 'a test', message: 'ENOPROTOOPT: Protocol not available, setsockopt' };
  const other = { name: 'a test', message: 'expected 0 to be 1' };
  const named = { ...other, name: 'test/sys/send.test.ts > sendmsg > sends an empty datagram for no pieces' };
  const row = {
    ...{ name: 'Node 22, arm64 under qemu', version: '1.2.3', what: 'fast', date: '2026-01-02', passed: 7, skipped: 1 },
    failed: [{ ...spoken, cause: 'options' }, other],
  };
  const [[spoken_of, named_of, other_of, equal], text] = said(`[
    [...${JSON.stringify([spoken, named, other])}.map((failure) => cause_of(failure)), cause_of(${JSON.stringify(spoken)}, () => false)],
    page([${JSON.stringify(row)}], 'a machine'),
  ]`) as [unknown[], string];
  expect([spoken_of, named_of]).toEqual(['options', 'pieces']);
  expect([other_of, equal]).toEqual([null, null]);
  expect(text).toContain('(see below):\n\n- Node 22, arm64 under qemu: a test: expected 0 to be 1\n\n');
  expect(text).toContain('\n  - 1: qemu refuses the socket options that it does not know');
});

it('has left docs/support.md with the smoke suite everywhere, and with the Nodes that the suite has no result of', () => {
  const text = readFileSync(join(root, 'docs/support.md'), 'utf8');
  const rows = [...text.matchAll(/^\| ([^|]+) \| [\d.]+ \| (smoke|[a-z, ]+) \| \d+ \|/gm)].map(([, name, what]) => ({
    name,
    what,
  }));
  const smoked = rows.filter(({ what }) => what === 'smoke').map(({ name }) => name);
  expect(smoked).toEqual(said('Object.keys(runtimes)'));
  const suites = rows
    .filter(({ what }) => what?.startsWith('fast'))
    .flatMap(({ name }) => /^Node (\d+)$/.exec(name ?? '')?.[1] ?? []);
  const [, untried = ''] = /no result here yet on Node ([\d, ]+)\./.exec(text) ?? [];
  const nodes = [...suites, ...untried.split(', ')].filter((name) => name !== '').sort();
  expect(new Set(nodes)).toEqual(new Set(['20', '22', '24', '26']));
});
