// npm run compare: what it says of both sides is so. Of times it asserts nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Results } from '../../labs/compare/results.js';
import { hang } from '../support/hang.js';
import { no_strace, root } from '../support/strace.js';

const runs = mkdtempSync(join(tmpdir(), 'sys-socket-compare-'));
const docs = join(runs, 'net.md');
const page = readFileSync(join(root, 'docs/net.md'), 'utf8');
let folder = '';
let results: Results;

/** The environment of who speaks so. */
function spoken(locale: string): NodeJS.ProcessEnv {
  return { ...process.env, SYS_SOCKET_LANG: '', LC_ALL: locale };
}

beforeAll(() => {
  writeFileSync(docs, page);
  const args = [join(root, 'out/labs/compare/main.js'), '--quick', '--runs', runs, '--docs', docs];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: hang, env: spoken('C') });
  expect(status, stderr).toBe(0);
  folder = join(runs, 'compare', readdirSync(join(runs, 'compare'))[0] ?? '');
  results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
});

afterAll(() => rmSync(runs, { recursive: true }));

it.skipIf(no_strace)(`counts the syscalls of a message on both ends${no_strace ? ` (${no_strace})` : ''}`, () => {
  const { raw, net } = results.traces ?? {};
  for (const end of ['client', 'server'] as const) {
    // Among 100 messages there may be a call or two of V8's: for memory, or to wake a thread.
    expect(raw?.per_message[end].sendmsg).toBeCloseTo(1, 1);
    expect(raw?.per_message[end].recvfrom).toBeCloseTo(2, 1);
    const others = Object.entries(raw?.per_message[end] ?? {}).filter(([name]) =>
      /^(epoll|read|write|poll)/.test(name),
    );
    expect(others.filter(([, count]) => count > 0.05)).toEqual([]);
    expect(net?.per_message[end].writev).toBeCloseTo(1, 1);
    expect(net?.per_message[end].read).toBeGreaterThan(0.9);
    expect(net?.per_message[end].epoll_pwait ?? net?.per_message[end].epoll_wait).toBeGreaterThan(0.9);
  }
  expect(raw?.room).toEqual([4, 64]);
  expect(net?.room).toContain(65536); // libuv may be woken by a thread, and read that too
});

it('says all of it in Korean where the locale does, but for the page, which is in English', () => {
  const table = join(root, 'out/labs/compare/table.js');
  const told = `import { rows_of } from ${JSON.stringify(table)};
    import { readFileSync } from 'node:fs';
    const results = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'results.json'))}, 'utf8'));
    console.log(JSON.stringify(rows_of(results).map(([what]) => what)));`;
  const env = spoken('ko_KR.UTF-8');
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', told], { encoding: 'utf8', env });
  expect(JSON.parse(stdout).filter((what: string) => !/[가-힣]/.test(what))).toEqual([]);
  const main = join(root, 'out/labs/compare/main.js');
  const refused = spawnSync(process.execPath, [main, '--docs', docs], { encoding: 'utf8', env });
  expect({ status: refused.status, said: refused.stderr.split('\n')[0] }).toEqual({
    status: 2,
    said: 'compare: 페이지는 영어다: LC_ALL=C',
  });
});

it('finds every byte: raw in the kernel, net in the kernel and in user space', () => {
  const { raw, net } = results.facts;
  for (const { told_by, written, kernel } of [...raw.first_no, raw.heedless]) {
    expect(told_by).toBe('EAGAIN');
    expect(kernel).toBe(written);
  }
  for (const { chunk, written, kernel, writable_length } of [...net.first_no, net.heedless]) {
    // A chunk counts whole until the kernel has all of it.
    expect(kernel + writable_length).toBeGreaterThanOrEqual(written);
    expect(kernel + writable_length).toBeLessThan(written + chunk);
  }
  for (const { kernel } of net.first_no) expect(kernel).toBeGreaterThan(256 << 10); // it says no when the kernel is full
  expect(net.heedless.written).toBe(16 << 20);
  expect(net.heedless.writable_length).toBeGreaterThan(1 << 20);
});

it('counts the copies from the read to the frame', () => {
  expect([results.facts.raw.copies, results.facts.net.copies]).toEqual([0, 1]);
});

it('says what each is told', () => {
  const { raw, net } = results.facts;
  expect([raw.nodelay, net.nodelay]).toEqual([0, 0]);
  expect(raw.half_close).toEqual({ default: 6 });
  expect(net.half_close).toEqual({ default: 0, 'allowHalfOpen: true': 6 });
  expect(raw.refused).toEqual(['connect: ECONNREFUSED']);
  expect(net.refused).toEqual(['error ECONNREFUSED (connect)', 'close']);
  expect(raw.reset).toEqual(['recv: ECONNRESET', 'recv: 0']);
  expect(net.reset).toEqual(['error ECONNRESET (read)', 'close']);
  expect(raw.broken_pipe.default).toEqual(['recv: 0', 'send: 5', 'send: EPIPE']);
  expect(net.broken_pipe.default).toEqual([
    'end',
    'close',
    'write 1: EPIPE (no syscall)',
    'write 2: EPIPE (no syscall)',
  ]);
  expect(net.broken_pipe['allowHalfOpen: true']).toEqual(
    expect.arrayContaining(['end', 'write 1: done', 'write 2: EPIPE (write)', 'error EPIPE (write)']),
  );
});

it('sees the event loop stand still in a blocking call, and turn beside net', () => {
  expect(results.loop.raw.ticks).toBe(0);
  expect(results.loop.raw.delay).toBeGreaterThan(40);
  expect(results.loop.net.ticks).toBeGreaterThan(0);
});

it('writes a report that needs no other file, and the table between its markers', () => {
  const report = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(report.match(/<svg /g)).toHaveLength(no_strace ? 2 : 3);
  expect(/<(script|link|img|iframe)\b|@import|url\(/.exec(report)).toBeNull();
  const questions = (text: string) => [...text.matchAll(/^\| ([^|]+?) \|/gm)].map(([, what]) => what);
  const made = readFileSync(docs, 'utf8');
  expect(questions(made)).toEqual(questions(page));
  expect(questions(made).length).toBeGreaterThan(12);
});

it.each([
  [['--docs', 'one', 'two'], 2, "unexpected argument 'two'"],
  [['docs/net.md'], 2, "unexpected argument 'docs/net.md'"],
  [['--runs', '/dev/null/runs'], 4, 'ENOTDIR'],
])('ends %j with %i', (args, expected, says) => {
  const main = join(root, 'out/labs/compare/main.js');
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: hang });
  expect({ status, says: stderr.includes(says) }, stderr).toEqual({ status: expected, says: true });
});

it('says in its help how a page is written', () => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'out/labs/compare/main.js'), '--help'], {
    encoding: 'utf8',
  });
  expect(stdout).toContain('--docs [FILE]');
});
