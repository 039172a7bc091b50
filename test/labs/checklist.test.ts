import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { diagnoses } from '../../src/learn/checklist/diagnoses.js';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('checklist', ({ twin }) => {
  it('finds nothing else in the twin than what is wrong there', () => {
    expect(twin().verdict.diagnoses).toEqual(['trusts-one-call']);
  });
});

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, on a program. */
async function checklist(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, LD_PRELOAD, LANG, LC_ALL, LC_MESSAGES, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'checklist', ...args], {
    cwd: root,
    env: { ...env, LANG: 'C.UTF-8', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, stdout, stderr };
}

function program(name: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-checklist-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), source);
  return join(folder, name);
}

/** Programs of a folder of labs/checklist/. */
function programs(folder: string): string[] {
  return readdirSync(join(root, 'labs/checklist', folder)).map((file) => file.replace(/\.ts$/, ''));
}

/** Right servers that have little in common: one client at a time, Node's loop, and an epoll set. */
const unlike = ['chapter', 'net', 'epoll'];

/**
 * Those that are judged: `npm run test:nightly` judges all. Every day it is one wrong server for each diagnosis, `name.ts` and not
 * `name.variant.ts`, and only three right ones, since a right server goes through every trial.
 */
function judged_programs(folder: 'right' | 'wrong'): string[] {
  const all = programs(folder);
  if (process.env.SERVERS === 'all') return all;
  const variant = (name: string) => name.includes('.') && all.includes(name.replace(/\..*/, ''));
  return folder === 'right' ? unlike : all.filter((name) => !variant(name));
}

/** The rows that a text takes on a terminal of 80 columns. */
function rows_of(output: string): number {
  return output.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 80)), 0);
}

type Judged = Omit<Ran, 'stderr'>;

/** All servers, judged by one process: each test waits for its own. Only a silence ends it. */
function judged(servers: readonly string[]): (server: string) => Promise<Judged> {
  const command = fileURLToPath(new URL('checklist.mjs', import.meta.url));
  const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, LD_PRELOAD, LC_ALL, LC_MESSAGES, ...env } = process.env;
  const child = spawn(process.execPath, [command, ...servers], {
    cwd: root,
    env: { ...env, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const silence = setTimeout(() => child.kill(), hang);
  const said = text(child.stderr);
  const results = new Map<string, Judged>();
  const heard = new EventEmitter().setMaxListeners(0);
  let ended: string | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    silence.refresh();
    const { server, ...ran } = JSON.parse(line);
    results.set(server, ran);
    heard.emit('more');
  });
  child.on('close', (status, signal) => {
    clearTimeout(silence);
    ended = `${signal ?? status}`;
    heard.emit('more');
  });
  return async (server) => {
    for (;;) {
      const result = results.get(server);
      if (result !== undefined) return result;
      if (ended !== undefined)
        throw new Error(`${server} was not judged, and checklist.mjs ended with ${ended}: ${await said}`);
      await once(heard, 'more');
    }
  };
}

// No test of these has a limit: each waits for those before it.
describe('sys-socket checklist', { timeout: 0 }, () => {
  let verdict_on: ReturnType<typeof judged>;
  beforeAll(() => {
    const all = (folder: 'right' | 'wrong') =>
      judged_programs(folder).map((name) => `labs/checklist/${folder}/${name}.ts`);
    verdict_on = judged([...all('right'), ...all('wrong')]);
  });

  it.each(judged_programs('right'))('passes right/%s.ts', async (name) => {
    const ran = await verdict_on(`labs/checklist/right/${name}.ts`);
    expect(ran.stdout).toMatch(/\npass\n$/);
    expect(ran.stdout).not.toContain('✗');
    expect(ran.status).toBe(0);
  });

  it('passes the echo server of the examples', async () => {
    const ran = await checklist(['examples/echo-server.ts', '--host', '127.0.0.1', '--port', '0']);
    expect(ran.stdout, ran.stderr).toMatch(/\npass\n$/);
    expect(ran.status).toBe(0);
  });

  it.each(judged_programs('wrong'))('finds wrong/%s.ts out, by one diagnosis on one screen', async (name) => {
    const ran = await verdict_on(`labs/checklist/wrong/${name}.ts`);
    const [diagnosis = ''] = name.split('.');
    expect(ran.stdout).toMatch(new RegExp(`\nfail: ${diagnosis}\n$`));
    expect(ran.stdout.match(/✗/g)).toHaveLength(1);
    expect(ran.stdout).toContain(Reflect.get(diagnoses, diagnosis).said);
    expect(rows_of(ran.stdout), ran.stdout).toBeLessThanOrEqual(24);
    expect(ran.status).toBe(1);
  });

  it('ends when the server has slept for 11 s in all, whatever the trial', async () => {
    const { stdout } = await verdict_on('labs/checklist/wrong/answers-late.ts');
    expect(stdout).toMatch(/ result {2}it slept for 11 s in all while clients waited for it\n/);
  });

  it('says whether a stalled client blocks the others, as a remark', async () => {
    const [one, many] = await Promise.all([
      verdict_on('labs/checklist/right/chapter.ts'),
      verdict_on('labs/checklist/right/net.ts'),
    ]);
    expect(one.stdout).toMatch(/^remark: a client that stalls .* blocks the others/m);
    expect(one.stdout).toContain('remark: it serves one frame per connection');
    expect(many.stdout).toMatch(/^remark: a client that stalls .* does not block the others$/m);
    expect(many.stdout).toMatch(/^not tried: .*EINTR.*: the server does not use sys-socket$/m);
  });

  it('has a wrong server for each diagnosis of one that runs', () => {
    const proved = new Set([...programs('wrong').map((name) => name.split('.')[0]), 'trusts-one-call']);
    const inline = ['does-not-parse', 'does-not-type-check', 'never-listens'];
    expect(Object.keys(diagnoses).filter((name) => !proved.has(name) && !inline.includes(name))).toEqual([]);
  });
});

describe('what sys-socket checklist says', () => {
  it('shows the call that proves it, with its line', async () => {
    const ran = await checklist(['labs/checklist/wrong/raises-SIGPIPE.ts']);
    expect(ran.stdout).toMatch(
      /sendto\(\d+, "\\0\\0\\0\\v", 4, 0, NULL, 0\) = -1 EPIPE {2}raises-SIGPIPE\.ts:\d+\n +--- SIGPIPE \{si_signo=SIGPIPE, si_code=SI_USER, si_pid=\d+, si_uid=\d+\} ---\n/,
    );
  });

  it('speaks Korean where LANG does', async () => {
    const ran = await checklist(['labs/checklist/wrong/no-answer.ts'], { LANG: 'ko_KR.UTF-8' });
    expect(ran.stdout).toContain('서버가 프레임에 답하지 않는다.');
    expect(ran.stdout).toMatch(/\nfail: no-answer\n$/);
  });

  it.each([
    ['server.ts', 'const port: number = ;\n', 'does-not-parse', /server\.ts:1 {2}const port: number = ;\n +\^ /],
    [
      'server.ts',
      'undefined.listen();\n',
      'does-not-type-check',
      /server\.ts:1 {2}undefined\.listen\(\);\n +\^ The value 'undefined'/,
    ],
    ['server.mjs', 'import { soket } from "sys-socket";\n', 'throws', /does not provide an export named 'soket'/],
    [
      'server.mjs',
      'undefined.listen();\n',
      'throws',
      /TypeError: Cannot read properties of undefined[^\n]*\n.*server\.mjs:1:11/,
    ],
    ['server.mjs', 'console.log("hello");\n', 'never-listens', /ended with status 0 before it printed listening on/],
    ['server.mjs', 'setInterval(() => {}, 1e6);\n', 'never-listens', /it is waiting, and has printed nothing/],
    [
      'server.mjs',
      'console.log("listening on 127.0.0.1:undefined"); setInterval(() => {}, 1e6);',
      'never-listens',
      /127\.0\.0\.1:undefined.*no port/,
    ],
    [
      'server.mjs',
      'console.log("listening on 127.0.0.1:70000"); setInterval(() => {}, 1e6);',
      'never-listens',
      /127\.0\.0\.1:70000.*no port/,
    ],
  ])('shows why %s does not run: %s', async (name, source, diagnosis, told) => {
    const ran = await checklist([program(name, source)]);
    expect(ran.stdout).toMatch(told);
    expect(ran.stdout).toMatch(new RegExp(`\nfail: ${diagnosis}\n$`));
    expect(ran.status).toBe(1);
  });

  it.each([
    [[], 'a server is missing'],
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [['nowhere.ts'], 'nowhere.ts: no such file'],
    [['examples'], 'examples: not a file'],
    [
      ['README.md'],
      'README.md: not executable; put its interpreter first, as in: sys-socket checklist python3 README.md',
    ],
    [['examples/echo-server.ts', '--port', '70000'], '--port must be from 0 to 65535, got 70000'],
  ])('refuses %j with one line and status 2', async (args, why) => {
    const line = `sys-socket checklist: ${why} (see sys-socket checklist --help)\n`;
    expect(await checklist(args)).toEqual({ status: 2, stdout: '', stderr: line });
  });

  it('names only programs that are there, in both pages', () => {
    for (const page of ['README.md', 'README.ko.md']) {
      const names = readFileSync(join(root, 'labs/checklist', page), 'utf8').match(/(?<=\]\()[\w./-]+(?=\))/g) ?? [];
      expect(names.filter((name) => !existsSync(join(root, 'labs/checklist', name)))).toEqual([]);
    }
  });
});
