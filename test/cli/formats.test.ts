import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { client, echo_pair, project, sys_socket } from './kit.js';

const lines_of = (text: string) => text.trimEnd().split('\n');

describe('--format=json', () => {
  it('is a line of JSON for each call, descriptor and program, and nothing else on stdout', async () => {
    const { status, stdout, stderr } = await echo_pair('--format=json');
    expect(status).toBe(0);
    expect(stderr).toContain('echo: HELLO-WORLD\n'); // the programs' own
    const rows = lines_of(stdout).map((line) => JSON.parse(line));
    const sent = rows.find(
      ({ program, moved }) => program === 'echo-client' && moved?.frames?.[0] === 'payload HELLO-WORLD',
    );
    expect(sent).toMatchObject({
      kind: 'call',
      name: 'sendto',
      function: 'send',
      result: 11,
      moved: { direction: 'out', wanted: 11 },
    });
    expect(sent.where).toMatch(/^examples\/echo-client\.ts:\d+:\d+$/);
    expect(rows.filter(({ kind }) => kind === 'descriptor')).toHaveLength(3);
    expect(rows.filter(({ kind }) => kind === 'program').map(({ name, status }) => [name, status])).toEqual([
      ['echo-server', undefined],
      ['echo-client', 0],
    ]);
    expect(rows.filter(({ kind }) => kind === 'waiting')).toMatchObject([{ program: 'echo-server' }]);
  });
});

describe('--format=perfetto', () => {
  it("is Chrome's trace event format", async () => {
    const { stdout } = await echo_pair('--format=perfetto');
    const { traceEvents, displayTimeUnit } = JSON.parse(stdout);
    expect(['ms', 'ns']).toContain(displayTimeUnit);
    const names = new Map<number, string>();
    for (const event of traceEvents) {
      expect(event).toMatchObject({ name: expect.any(String), pid: expect.any(Number) });
      if (event.ph === 'M') {
        names.set(event.pid, event.args.name);
        continue;
      }
      expect(event.ts).toBeGreaterThanOrEqual(0);
      if (event.ph === 'X')
        expect(event).toMatchObject({ tid: expect.any(Number), dur: expect.any(Number), cat: expect.any(String) });
      else if (event.ph === 'C')
        for (const value of Object.values(event.args)) expect(value).toEqual(expect.any(Number));
      else expect(event).toMatchObject({ ph: 'B', name: 'accept', tid: expect.any(Number) });
    }
    expect([...names.values()].map((name) => name.split(' ')[0])).toEqual(['echo-server', 'echo-client']);
    expect(names.size).toBe(new Set(traceEvents.map(({ pid }: { pid: number }) => pid)).size);
    const calls = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X');
    expect(calls.length).toBeGreaterThan(20);
  });
});

describe('--format=mermaid', () => {
  it('is a sequence diagram: each line is a statement of its grammar', async () => {
    const { stdout } = await echo_pair('--format=mermaid');
    const [first, ...lines] = lines_of(stdout);
    expect(first).toBe('sequenceDiagram');
    const statement = /^ {2}(participant P\d+ as [^#;]+|(Note over P\d+|P\d+(->>|--\))P\d+): ([^#;<>]|#\d+;)+)$/;
    expect(lines.filter((line) => !statement.test(line))).toEqual([]);
    const text = lines.join('\n');
    expect(text).toContain('participant P1 as echo-server\n  participant P2 as echo-client');
    expect(text).toMatch(/P2->>P1: connect\(/);
    expect(text).toMatch(/P2->>P1: sendto 11: payload HELLO-WORLD\n/);
    expect(text).toMatch(/P1->>P2: sendto 11: payload HELLO-WORLD\n/);
    expect(text).toMatch(/P2--\)P1: close/);
    expect(text).toMatch(/Note over P1: accept\(.*never returned$/);
  });

  it('keeps what a program says from being taken for syntax', async () => {
    const said = 'a; b <i> #1';
    const { stdout } = await sys_socket([
      ...['trace', '--format=mermaid', join(import.meta.dirname, '../../out/examples/echo-server.js'), '--with'],
      ...[`${client} '${said}' --port {port}`, '--', '--host', '127.0.0.1', '--port', '0'],
    ]);
    expect(stdout).toContain('payload a#59; b #60;i#62; #35;1');
  });
});

describe('--format=html', () => {
  // A sanitizer, which the browser would spin under, has nothing to look for in it.
  const browser = {
    encoding: 'utf8',
    timeout: hang,
    killSignal: 'SIGKILL',
    env: { ...process.env, LD_PRELOAD: '' },
  } as const;
  const chromium = spawnSync('chromium', ['--version'], browser).status === 0 ? '' : ' (skipped: no chromium here)';
  let page: string;
  let file: string;

  beforeAll(async () => {
    file = join(project({}), 'trace.html');
    await echo_pair('--format=html', '-o', file);
    page = readFileSync(file, 'utf8');
  });

  it('is one file that needs nothing else', () => {
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page.match(/(src|href)="(?!data:)/g)).toBeNull();
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|@import|url\(/);
    expect(page).toContain("default-src 'none'");
  });

  it('carries the trace as data that cannot end the script', () => {
    const [, data = ''] = /<script type="application\/json" id="trace">(.*?)<\/script>/s.exec(page) ?? [];
    const { calls, programs } = JSON.parse(data);
    expect(calls.length).toBeGreaterThan(20);
    expect(programs).toMatchObject([{ name: 'echo-server' }, { name: 'echo-client' }]);
    expect(data).not.toContain('<');
  });

  it.skipIf(chromium)(`shows each call in a browser${chromium}`, () => {
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=2000', '--dump-dom'];
    const { stdout } = spawnSync('chromium', [...flags, `file://${file}`], browser);
    const [, shown, of] = /<output id="count">(\d+) of (\d+) calls<\/output>/.exec(stdout) ?? [];
    expect(Number(shown)).toBeGreaterThan(20);
    expect(shown).toBe(of);
    expect(stdout.match(/<tr class="call"/g)).toHaveLength(Number(of));
    expect(stdout).toContain('<span class="frame">payload HELLO-WORLD</span>');
    expect(stdout.match(/<rect /g)).toHaveLength(Number(of));
  });
});
