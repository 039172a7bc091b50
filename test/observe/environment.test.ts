import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settings_of } from '../../src/observe/environment.js';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';

const pair = 'const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));';
const hello = `${pair}
send(a, Buffer.from('HELLO'), MSG_NOSIGNAL);
recv(b, new Uint8Array(8));
close(a);`;

/** An ES module that uses the built package, in a folder of its own. */
function program(text: string): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-environment-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'program.mjs');
  const names = [...new Set(text.match(/\b(?:[a-z_]+[0-9]?|[A-Z]+_[A-Z_]+)\b/g))];
  writeFileSync(
    file,
    `import * as sys from '${new URL('../../dist/index.js', import.meta.url).href}';
const { ${names.filter((name) => exported.has(name)).join(', ')} } = sys;\n${text}`,
  );
  return { folder, file };
}

const exported = new Set(
  'accept bind close listen recv send socket socketpair getsockname unwrap sockaddr_in sockaddr_storage AF_INET AF_UNIX SOCK_STREAM MSG_NOSIGNAL'.split(
    ' ',
  ),
);

/** The package, before the program. */
const start = ['--import', new URL('../../dist/index.js', import.meta.url).href];

function run(text: string, value: string | undefined, folder_in_value = false) {
  const { folder, file } = program(text);
  const SYS_SOCKET_TRACE = folder_in_value ? value?.replaceAll('DIR', folder) : value;
  const { stderr, stdout, status } = spawnSync(process.execPath, [...start, file], {
    env: { ...process.env, SYS_SOCKET_TRACE },
    encoding: 'utf8',
    timeout: hang,
  });
  return { lines: stderr.split('\n').slice(0, -1), stdout, status, folder };
}

describe('SYS_SOCKET_TRACE', () => {
  it('=1 traces all calls, from the first on, to stderr', () => {
    const { lines, status } = run(hello, '1');
    expect(status).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^socketpair\(AF_UNIX, SOCK_STREAM, 0, \[\d+, \d+\]\) = 0$/),
      expect.stringMatching(/^sendto\(\d+, "HELLO", 5, MSG_NOSIGNAL, NULL, 0\) = 5$/),
      expect.stringMatching(/^recvfrom\(\d+, "HELLO", 8, 0, NULL, NULL\) = 5$/),
      expect.stringMatching(/^close\(\d+\) += 0$/),
    ]);
  });

  it.each([['0'], [''], ['  '], [undefined]])('=%s traces nothing', (value) => {
    expect(run(hello, value)).toMatchObject({ lines: [], status: 0 });
  });

  it('=FILTER traces some', () => {
    const { lines } = run(hello, '%network,!recvfrom');
    expect(lines.map((line) => line.split('(')[0])).toEqual(['socketpair', 'sendto']);
  });

  it('=FILE writes there', () => {
    const { lines, folder } = run(hello, 'DIR/log', true);
    expect(lines).toEqual([]);
    expect(readFileSync(join(folder, 'log'), 'utf8').split('\n').map((line) => line.split('(')[0])).toEqual([
      'socketpair', 'sendto', 'recvfrom', 'close', '',
    ]); // biome-ignore format: a list
  });

  it.each([
    ['-t', /^\d\d:\d\d:\d\d sendto\(/],
    ['-tt', /^\d\d:\d\d:\d\d\.\d{6} sendto\(/],
    ['-ttt', /^\d{10}\.\d{6} sendto\(/],
    ['-r', /^ {5}0\.\d{6} sendto\(/],
    ['-T', /^sendto\(.*\) = 5 <0\.\d{6}>$/],
    ['-f', /^\[pid +\d+\] sendto\(/],
    ['-s 2', /^sendto\(\d+, "HE"\.\.\., 5, /],
    ['-s2', /^sendto\(\d+, "HE"\.\.\., 5, /],
    ['-a 60', /^(?=.{60}= 5$)sendto\(.*\) += 5$/],
    ['-y', /^sendto\(\d+<socket:\[\d+\]>, /],
    ['-yy', /^sendto\(\d+<UNIX-STREAM:\[\d+->\d+\]>, /],
    ['-k', /= 5 \/\* .*program\.mjs:4:1 \*\/$/],
    ['-ttTs2 -k', /^\d\d:\d\d:\d\d\.\d{6} sendto\(\d+, "HE"\.\.\., 5, .* = 5 <0\.\d{6}> \/\* .*program\.mjs:4:1 \*\/$/],
  ])('=%s does what it does in strace', (flags, line) => {
    expect(run(hello, `${flags} -e trace=sendto`).lines).toEqual([expect.stringMatching(line)]);
  });

  it('-ff writes a file for each thread, -A leaves what is there', () => {
    const { folder } = run(hello, '-ff -A -o DIR/log close', true);
    const [name = ''] = readdirSync(folder).filter((entry) => entry.startsWith('log'));
    expect(name).toMatch(/^log\.\d+$/);
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^close\(\d+\) += 0\n$/);
  });

  it.each([
    ['-q', 'SYS_SOCKET_TRACE: unknown flag -q'],
    ['-o', 'SYS_SOCKET_TRACE: -o needs a value'],
    ['-s many', 'SYS_SOCKET_TRACE: -s needs a number, got many'],
    ['sendtoo', "SYS_SOCKET_TRACE: trace: invalid system call 'sendtoo'"],
    ['-s 99999999999', 'SYS_SOCKET_TRACE: trace: strings must be an integer'],
    ['-o /no/such/folder/log', 'SYS_SOCKET_TRACE: ENOENT: no such file or directory'],
  ])('=%s ends the program with one sentence, not with a stack', (value, sentence) => {
    const { lines, status } = run(hello, value);
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringContaining(sentence)]);
  });

  it("shows the TypeScript line with Node's --enable-source-maps", () => {
    const { stderr } = spawnSync(
      process.execPath,
      ['--enable-source-maps', ...start, 'out/examples/echo-client.js', '--host', '127.0.0.1', '--port', '1'],
      { cwd: root, env: { ...process.env, SYS_SOCKET_TRACE: '-k connect' }, encoding: 'utf8', timeout: hang },
    );
    expect(stderr).toMatch(
      /^connect\(.*ECONNREFUSED \(Connection refused\) \/\* examples\/echo-client\.ts:\d+:\d+ \*\/$/m,
    );
  });
});

/** Collects stderr, and tells when it looks as expected. */
function watched(child: ChildProcess): { text(): string; until(pattern: RegExp): Promise<void> } {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return {
    text: () => text,
    async until(pattern) {
      while (!pattern.test(text)) await once(child.stderr ?? child, 'data', { signal: AbortSignal.timeout(10_000) });
    },
  };
}

function started(text: string, value: string): ChildProcess {
  const child = spawn(process.execPath, [...start, program(text).file], {
    env: { ...process.env, SYS_SOCKET_TRACE: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe('a call that blocks', () => {
  it('shows its beginning while it blocks, and the rest when it returns', async () => {
    const child = started(
      `const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(fd, 1));
unwrap(getsockname(fd, sockaddr_storage()));
unwrap(accept(fd));`,
      '%network',
    );
    const trace = watched(child);
    await trace.until(/\naccept\(\d+, NULL, NULL$/);
    const port = Number(/getsockname\(.*sin_port=htons\((\d+)\)/.exec(trace.text())?.[1]);
    const client = connect(port, '127.0.0.1');
    await once(child, 'close');
    client.destroy();
    expect(trace.text()).toMatch(/\naccept\(\d+, NULL, NULL\) += \d+\n$/);
  });

  it('is unfinished when another thread calls, and resumed afterwards', async () => {
    const child = started(
      `${pair}
const { Worker } = await import('node:worker_threads');
const text = 'import("' + ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)} + '").then(({ recv }) => recv(' + b + ', new Uint8Array(8)))';
const worker = new Worker(text, { eval: true });
await new Promise((resolve) => process.once('SIGUSR2', resolve));
send(a, Buffer.from('x'), MSG_NOSIGNAL);`,
      '%network',
    );
    const trace = watched(child);
    await trace.until(/\n\[pid +\d+\] recvfrom\(\d+, $/);
    child.kill('SIGUSR2');
    await once(child, 'close');
    const [, unfinished, sent, resumed] = trace.text().split('\n');
    expect(unfinished).toMatch(/^\[pid +\d+\] recvfrom\(\d+, {2}<unfinished \.\.\.>$/);
    expect([sent, resumed]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^sendto\(\d+, "x", 1, MSG_NOSIGNAL, NULL, 0( <unfinished \.\.\.>|\) = 1)$/),
        expect.stringMatching(/^\[pid +\d+\] <\.\.\. recvfrom resumed>"x", 8, 0, NULL, NULL\) = 1$/),
      ]),
    );
  });
});

describe('whatever becomes of the text, the program goes on', () => {
  it('when nobody reads it', async () => {
    const child = started(
      `${hello}\nsetTimeout(() => { send(b, Buffer.from('x'), MSG_NOSIGNAL); close(b); console.log('done'); }, 300);`,
      '1',
    );
    child.stderr?.destroy();
    let out = '';
    child.stdout?.on('data', (more) => {
      out += more;
    });
    const [status] = await once(child, 'close');
    expect([status, out]).toEqual([0, 'done\n']);
  });

  it("when a sink throws: that is an uncaught exception, and not the caller's", () => {
    const observe = new URL('../../dist/observe/index.js', import.meta.url).href;
    const { stdout, status } = run(
      `${pair}
const { trace } = await import('${observe}');
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
trace(() => { throw new Error('from the sink'); });
console.log(send(a, Buffer.from('x'), MSG_NOSIGNAL).value);`,
      '0',
    );
    expect([stdout, status]).toEqual(['1\nuncaught from the sink\n', 0]);
  });
});

describe('settings_of', () => {
  it.each([
    ['1', {}],
    ['%network', { filter: '%network' }],
    ['1 %network', { filter: '%network' }],
    ['/tmp/log', { file: '/tmp/log' }],
    ['./log -f', { file: './log', thread: true }],
    ['-o log -A', { file: 'log', append: true }],
    ['-olog', { file: 'log' }],
    ['-e trace=close', { filter: 'close' }],
    ['-eclose', { filter: 'close' }],
    ['-e trace=/^recv', { filter: '/^recv' }],
    ['-t', { time: 't' }],
    ['-t -t', { time: 'tt' }],
    ['-ttt', { time: 'ttt' }],
    ['-r', { time: 'r' }],
    ['-fT', { thread: true, duration: true }],
    ['-ff', { thread: true, files: true }],
    ['-y', { fds: 'y' }],
    ['-yyk', { fds: 'yy', where: true }],
    ['-s 64 -a 20', { strings: 64, align: 20 }],
  ])('%s', (text, settings) => {
    expect(settings_of(text)).toEqual(settings);
  });
});
