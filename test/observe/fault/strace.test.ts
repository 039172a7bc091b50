// The same rules and the same calls under inject() and under the real strace: results, arguments and lines are compared call by call.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { calls } from '../../../src/observe/calls/index.js';
import { hang } from '../../support/hang.js';
import { of_libc } from '../../support/libc.js';
import { until } from '../../support/servers.js';
import { no_model, same } from '../real.js';

const program = fileURLToPath(new URL('calls.mjs', import.meta.url));
const syscalls = [...new Set(Object.entries(calls).map(([name, { syscall = name }]) => syscall))];
const every = syscalls.filter((name) => name !== 'write').join(',');

/** Not under a sanitizer: what is compared is strace, which is slow enough. */
const env = { ...process.env, LD_PRELOAD: '', SYS_SOCKET_BINARY: '' };

/** Name, result, and the arguments as the call left them. */
type Done = readonly [name: string, result: number, args: readonly unknown[]];

interface Run {
  readonly done: readonly Done[];
  readonly lines: readonly string[];
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What stands between the two marks, and they. */
function marked(log: string): string[] {
  const lines = readFileSync(log, 'latin1')
    .split('\n')
    .filter((line) => !line.startsWith('write(') || !line.includes('"\\1\\0\\0\\0\\0\\0\\0\\0", 8)')) // Node wakes its loop
    .filter((line) => !of_libc.test(line));
  const marks = lines.flatMap((line, i) => (line.startsWith('shutdown(-1, 0x5eed ') ? [i] : []));
  expect(marks).toHaveLength(2);
  return lines.slice(marks[0], (marks[1] ?? 0) + 1);
}

function inside(what: string, rules: readonly string[]): Run {
  const folder = scratch();
  const [results, log] = [join(folder, 'results'), join(folder, 'log')];
  const { status, stderr } = spawnSync(process.execPath, [program, 'inside', what, rules.join(' '), results, log], {
    encoding: 'utf8',
    timeout: hang,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { done: JSON.parse(readFileSync(results, 'utf8')), lines: marked(log) };
}

/** strace is attached to it: so it counts from the program's first call on, and not Node's before, and not its last ones. */
async function outside(what: string, rules: readonly string[]): Promise<Run> {
  const folder = scratch();
  const [results, log] = [join(folder, 'results'), join(folder, 'strace')];
  const child = spawn(process.execPath, [program, 'outside', what, '', results, folder], { env, stdio: 'ignore' });
  const ended = once(child, 'close');
  onTestFinished(() => void child.kill('SIGKILL'));
  await until('the program is ready', () => existsSync(join(folder, 'ready')));

  const flags = ['-I2', '-s', '64', '-e', 'signal=none', '-e', `trace=${syscalls}`, '-o', log, '-p', String(child.pid)];
  const strace = spawn('strace', [...flags, ...rules.flatMap((rule) => ['-e', `inject=${rule}`])], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(strace, 'close');
  onTestFinished(() => void strace.kill('SIGKILL'));
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until('strace is attached', () => said.includes(' attached') || strace.exitCode !== null);
  writeFileSync(join(folder, 'go'), '');
  // Whole: strace writes a call as it begins, and the rest when it has returned, which a delay puts off.
  const marks = () => readFileSync(log, 'latin1').match(/^shutdown\(-1, 0x5eed .* = .*\n/gm)?.length ?? 0;
  await until('the last mark', () => marks() === 2);
  strace.kill('SIGTERM');
  await gone;
  writeFileSync(join(folder, 'gone'), '');
  expect(await ended).toEqual([0, null]);
  return { done: JSON.parse(readFileSync(results, 'utf8')), lines: marked(log) };
}

async function expect_same(what: string, rules: readonly string[]): Promise<Run> {
  const [real, ours] = [await outside(what, rules), inside(what, rules)];
  expect(ours.done).toEqual(real.done);
  const differing = ours.lines.flatMap((line, i) =>
    same(real.lines[i] ?? '', line) ? [] : [`ours: ${line}\nreal: ${real.lines[i]}`],
  );
  expect(differing).toEqual([]);
  expect(ours.lines.length).toBe(real.lines.length);
  return ours;
}

/** Why strace cannot be attached here. */
const no_attach = ((): string | undefined => {
  if (no_model !== undefined) return no_model;
  const child = spawn('sleep', ['5'], { stdio: 'ignore' });
  const { stderr } = spawnSync('timeout', ['1', 'strace', '-p', String(child.pid)], { encoding: 'utf8' });
  child.kill('SIGKILL');
  return stderr.includes(' attached') ? undefined : `strace may not attach here: ${stderr.trim()}`;
})();

const why = no_attach === undefined ? '' : ` (skipped: ${no_attach})`;

describe.skipIf(no_attach)(`faults are those of the real strace, call by call${why}`, () => {
  it.each([
    ['every function fails', ':error=EINTR'],
    ['every function fails with a number that has no name', ':error=4000'],
    ['every function returns 0', ':retval=0'],
    ['every function returns a number', ':retval=0x2'],
    ['every function is late, and fails', ':error=5:delay_enter=1ms:delay_exit=1000'],
  ])('%s', async (_, what) => {
    const { lines } = await expect_same('every', [`${every}${what}`]);
    expect(lines.length).toBe(Object.keys(calls).length - 1 + 2);
  });

  it.each([0, 40, 80, 120, 500])('every errno, from %i on', async (first) => {
    const rules = every.split(',').map((name, i) => `${name}:error=${first + 1 + i}`);
    await expect_same('every', rules);
  });

  it.each([
    'recvfrom:error=EINTR:when=2',
    'recvfrom:error=eagain:when=1+2',
    'sendto:error=ECONNRESET:when=2..3',
    'sendto,recvfrom:error=EPIPE:when=2..6+2',
    'recvmsg:error=EINTR:when=3+',
    'readv,writev:error=EINTR:when=2..3+',
    'sendto:error=EINTR:when=2:when=4',
    'write:error=EAGAIN read:error=EINTR:when=1+3',
    'sendto:retval=3:when=2',
    'recvmsg:retval=4:when=1+2 recvfrom:retval=0:when=3',
    'poll:retval=1:when=2',
    'socketpair:error=EMFILE',
    '/^(send|recv):error=EINTR:when=2+3',
    '%net:delay_enter=2ms:when=3',
    'sendto:delay_exit=2000 recvfrom:delay_enter=1.5ms:delay_exit=.5ms:when=2+2',
    'recvfrom:signal=WINCH:when=2 sendto:error=EINTR:signal=SIGURG:when=1+3',
  ])('%s', async (rules) => {
    await expect_same('streams', rules.split(' '));
  });
});
