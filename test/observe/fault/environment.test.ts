import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rules_of } from '../../../src/observe/fault/environment.js';
import { hang } from '../../support/hang.js';

const index = new URL('../../../dist/index.js', import.meta.url).href;

/** Runs an ES module that has the built package as `s`, and two connected sockets, with SYS_SOCKET_FAULT. */
function ran(faults: string, code: string, env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'program.mjs');
  const pair = 'const [a, b] = s.unwrap(s.socketpair(s.AF_UNIX, s.SOCK_STREAM, 0));';
  writeFileSync(file, `import * as s from '${index}';\n${pair}\nconst hello = Buffer.from('HELLO-WORLD');\n${code}`);
  return spawnSync(process.execPath, [file], {
    env: { ...process.env, SYS_SOCKET_FAULT: faults, ...env },
    encoding: 'utf8',
    timeout: hang,
  });
}

const say = 'console.log(s.unwrap(s.send(a, hello)));';

describe('SYS_SOCKET_FAULT', () => {
  it('disturbs from the first call on, and says at the end how often each rule fired', () => {
    const { stdout, stderr, status } = ran('sendto:short=3:when=1+2 recvfrom:eof', say.repeat(3));
    expect({ stdout, stderr, status }).toEqual({
      stdout: '3\n11\n3\n',
      stderr:
        'SYS_SOCKET_FAULT: sendto:short=3:when=1+2 fired in 2 of 3 calls\n' +
        'SYS_SOCKET_FAULT: recvfrom:eof fired in 0 of 0 calls\n',
      status: 0,
    });
  });

  it.each(['', '0'])("is off when it is '%s'", (faults) => {
    expect(ran(faults, say)).toMatchObject({ stdout: '11\n', stderr: '', status: 0 });
  });

  it.each([
    ['process.exit(7)', 'process.exit(7);', 7],
    ['an exception', 'throw new Error("mine");', 1],
  ])('says so when the program ends by %s', (_, end, status) => {
    const ended = ran('sendto:short=3', say + end);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(/^SYS_SOCKET_FAULT: sendto:short=3 fired in 1 of 1 calls$/m);
  });

  it('says nothing when a signal ends it, which lets no program say anything', () => {
    expect(ran('sendto:signal=SIGKILL:when=2', say + say)).toMatchObject({
      stdout: '11\n',
      stderr: '',
      signal: 'SIGKILL',
    });
  });

  it.each([
    ['sendto', 'inject: sendto: no action is given'],
    ['sendto:short=3 recvfrom:short=0', 'inject: recvfrom:short=0: a short call moves at least 1 byte'],
    ['fault=sendto:short=1', 'fault=sendto:short=1: fault= takes only error= and when=: use inject='],
  ])('=%s ends the program with a sentence', (faults, sentence) => {
    const { stderr, stdout, status } = ran(faults, say);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/^SYS_SOCKET_FAULT: .*\n$/);
    expect(stderr).toContain(sentence);
  });

  it('stands beneath SYS_SOCKET_TRACE, which shows it', () => {
    const { stderr } = ran(
      'sendto:error=EINTR:when=2 sendto:short=3:delay_exit=1:when=1',
      's.send(a, hello); s.send(a, hello);',
      {
        SYS_SOCKET_TRACE: 'sendto',
      },
    );
    expect(stderr.split('\n').map((line) => line.replace(/^sendto\(\d+/, 'sendto(a'))).toEqual([
      'sendto(a, "HELLO-WORLD", 11, 0, NULL, 0) = 3 (INJECTED: args) (DELAYED)',
      'sendto(a, "HELLO-WORLD", 11, 0, NULL, 0) = -1 EINTR (Interrupted system call) (INJECTED)',
      'SYS_SOCKET_FAULT: sendto:error=EINTR:when=2 fired in 1 of 2 calls',
      'SYS_SOCKET_FAULT: sendto:short=3:delay_exit=1:when=1 fired in 1 of 2 calls',
      '',
    ]);
  });

  const in_worker = (code: string) =>
    `new Worker('import("${index}").then((s) => { const hello = Buffer.from("HELLO-WORLD"); ${code} })', { eval: true, workerData: a })`;
  const send_in_worker = in_worker('console.log(s.unwrap(s.send(require("worker_threads").workerData, hello)))');

  it('counts the calls of all threads together, and says it once', () => {
    const { stdout, stderr } = ran(
      'sendto:short=3:when=2..3',
      `const { Worker } = await import('node:worker_threads');
const { once } = await import('node:events');
${say}
for (let i = 0; i < 2; i += 1) await once(${send_in_worker}, 'exit');
${say}`,
    );
    expect(stdout).toBe('11\n3\n3\n11\n');
    expect(stderr).toBe('SYS_SOCKET_FAULT: sendto:short=3:when=2..3 fired in 2 of 4 calls\n');
  });

  it('counts in each worker by itself where the thread that started them has not loaded the package', () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
const code = 'import("${index}").then((s) => { s.fcntl(s.as_fd(0), s.F_GETFD); })';
for (let i = 0; i < 2; i += 1) await once(new Worker(code, { eval: true }), 'exit');`,
      ],
      { env: { ...process.env, SYS_SOCKET_FAULT: 'fcntl:error=EINTR:when=2' }, encoding: 'utf8', timeout: hang },
    );
    expect(stdout).toBe('');
    expect(stderr).toBe('SYS_SOCKET_FAULT: fcntl:error=EINTR:when=2 fired in 0 of 1 calls\n'.repeat(2));
  });
});

describe('rules_of', () => {
  const texts = (faults: string) => rules_of(faults).map(({ text }) => text);
  it.each([
    ['sendto:short=3', ['sendto:short=3']],
    ['  sendto:short=3\n recvfrom:eof ', ['sendto:short=3', 'recvfrom:eof']],
    ['-e inject=sendto:short=3 -e inject=recvfrom:eof', ['sendto:short=3', 'recvfrom:eof']],
    ['-einject=sendto:short=3 --inject=recvfrom:eof inject=read:eof', ['sendto:short=3', 'recvfrom:eof', 'read:eof']],
    ['-e fault=sendto', ['sendto:error=ENOSYS']],
    ['fault=sendto:when=2', ['sendto:when=2:error=ENOSYS']],
    ['--fault=sendto:error=EINTR:when=2', ['sendto:error=EINTR:when=2']],
  ])('%s', (faults, rules) => {
    expect(texts(faults)).toEqual(rules);
  });
});
