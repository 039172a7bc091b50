import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { serve } from '../support/servers.js';
import { client, echo_pair, is_alive, project, server, sys_socket } from './kit.js';

const nobody_listens = ['--', '--port', '1'];

describe('sys-socket trace', () => {
  it('shows the calls of a program, and leaves its stdout alone', async () => {
    const echo = await serve([process.execPath, server, '--host', '127.0.0.1', '--port', '0']);
    const { status, stdout, stderr } = await sys_socket([
      'trace',
      client,
      '--',
      'HELLO-WORLD',
      '--port',
      `${echo.port}`,
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'echo: HELLO-WORLD\n' });
    const lines = stderr.split('\n');
    const calls = lines.filter((line) => /^ +\d+\.\d{3} {2}/.test(line)).map((line) => /\d {2}(\w+)/.exec(line)?.[1]);
    expect(calls).toEqual(['socket', 'connect', 'sendto', 'sendto', 'recvfrom', 'recvfrom', 'close']);
    expect(stderr).toMatch(
      /sendto\(\d+, "\\0\\0\\0\\v", 4, MSG_NOSIGNAL, NULL, 0\) += {1,2}4 +header 11 +examples\/echo-client\.ts:\d+:\d+\n/,
    );
    expect(stderr).toMatch(/recvfrom\(.*\) += 11 +payload HELLO-WORLD +examples\/echo-client\.ts:\d+:\d+\n/);
    expect(stderr).toMatch(/\nfd +calls +sent +received +partial +EAGAIN +EINTR +errors +time +end +what\n/);
    expect(stderr).toMatch(
      /\n\d+ +6 +15 +15 +\. +\. +\. +\. +\S+ \S+ +closed +TCP:\[127\.0\.0\.1:\d+->127\.0\.0\.1:\d+\]\n/,
    );
    expect(stderr).toContain('echo-client: exit status 0\n');
  });

  it('shows two programs on one clock, causes before effects', async () => {
    const { status, stdout, stderr } = await echo_pair();
    expect(status).toBe(0);
    expect(stdout).toContain('echo: HELLO-WORLD\n');
    const at = (pattern: RegExp) => stderr.split('\n').findIndex((line) => pattern.test(line));
    const order = [
      at(/echo-server +listen/),
      at(/echo-client +connect/),
      at(/echo-server +accept\(\d+, NULL, NULL\) +=/),
      at(/echo-server +recvfrom.*header 11/),
      at(/echo-server +sendto.*header 11/),
      at(/echo-client +recvfrom.*header 11/),
      at(/echo-client +close/),
      at(/echo-server +recvfrom.*end of stream/),
      at(/echo-server +accept.*never returned/),
    ];
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(stderr).toContain('echo-server: ended by this command when idle, echo-client: exit status 0\n');
  });

  it('ends no server that still works, though it is silent for longer than an idle one', async () => {
    const folder = project({
      'works.mjs': `import { AF_INET, accept, bind, listen, SHUT_WR, SOCK_STREAM, shutdown, sockaddr_in, socket, unwrap } from 'sys-socket';
        const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
        unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
        unwrap(listen(listener, 1));
        const conn = unwrap(accept(listener));
        for (const end = performance.now() + 2000; performance.now() < end; );
        shutdown(conn, SHUT_WR);
        accept(listener);`,
      'asks.mjs': `import { AF_INET, connect, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
        unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), sockaddr_in('127.0.0.1', Number(process.argv[2]))));
        process.exit();`,
    });
    const { stderr } = await sys_socket([
      'trace',
      join(folder, 'works.mjs'),
      '--with',
      `${join(folder, 'asks.mjs')} {port}`,
    ]);
    expect(stderr).toMatch(/works +shutdown\(/);
    expect(stderr).toContain('works: ended by this command when idle, asks: exit status 0\n');
  });

  it('explains a refusal, once, with the man page, and exits as the program did', async () => {
    const { status, stderr } = await sys_socket(['trace', client, ...nobody_listens]);
    expect(status).toBe(2); // the client's own status for it
    expect(stderr).toMatch(
      /connect\(.*= -1 ECONNREFUSED \(Connection refused\).*\n +└ ECONNREFUSED: no socket is listening at this address; .* connect\(2\), ERRORS\n/,
    );
  });

  it('counts what was partial or refused, and passes faults through', async () => {
    const folder = project({
      'talk.mjs': `import { AF_UNIX, MSG_DONTWAIT, recv, recv_exact, send, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
        const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
        recv(b, new Uint8Array(1), MSG_DONTWAIT);
        send(a, Buffer.from('HELLO-WORLD'), 0);
        recv_exact(b, new Uint8Array(11));`,
    });
    const faults = ['--fault', 'recvfrom:short=4', '--fault=recvfrom:error=EINTR:when=3'];
    const { status, stderr } = await sys_socket(['trace', ...faults, join(folder, 'talk.mjs')]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/= -1 EAGAIN .*\n +└ EAGAIN: no data has arrived yet.* recv\(2\), ERRORS\n/);
    expect(stderr).toMatch(/= 4 \(INJECTED: args\) .*partial: 4 of 11/);
    expect(stderr).toMatch(/= -1 EINTR .*\(INJECTED\)/);
    // fd, calls, sent, received, partial, EAGAIN, EINTR, errors
    expect(stderr).toMatch(/\n\d+ +1 +11 +\. +\. +\. +\. +\. .*UNIX-STREAM/);
    expect(stderr).toMatch(/\n\d+ +5 +\. +11 +2 +1 +1 +\. .*UNIX-STREAM/);
    expect(stderr).toContain('recvfrom:short=4 fired in');
  });

  it('marks what took long', async () => {
    const folder = project({
      'slow.mjs': `import { AF_UNIX, poll, POLLIN, send, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
        const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
        poll([{ fd: a, events: POLLIN }], 60);
        send(a, Buffer.from('x'), 0);`,
    });
    const program = join(folder, 'slow.mjs');
    const { stderr } = await sys_socket(['trace', '--slow=50', '--fault=sendto:delay_enter=70ms', program]);
    expect(stderr).toMatch(/poll\(.* = 0 \(Timeout\) +waited \d+ ms/);
    expect(stderr).toMatch(/sendto\(.*slow: \d+ ms/);
    expect((await sys_socket(['trace', '--slow=5000', program])).stderr).not.toContain('waited');
  });

  it('takes a filter, and a length of strings', async () => {
    const { stderr } = await sys_socket(['trace', '-e', 'trace=connect,close', ...[client], ...nobody_listens]);
    expect(stderr).toContain('connect(');
    expect(stderr).not.toContain('socket(AF');
    const { stderr: short } = await echo_pair('-s', '5');
    expect(short).toContain('"HELLO"..., 11');
  });

  it('sees worker threads, and leaves forked programs alone', async () => {
    const folder = project({
      'both.mjs': `import { fork } from 'node:child_process';
        import { once } from 'node:events';
        import { isMainThread, Worker } from 'node:worker_threads';
        import { AF_UNIX, close, SOCK_DGRAM, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
        const forked = process.send !== undefined;
        const pair = unwrap(socketpair(AF_UNIX, isMainThread ? SOCK_STREAM : SOCK_DGRAM, 0));
        if (isMainThread && !forked) {
          await once(new Worker(new URL(import.meta.url)), 'exit');
          await once(fork(new URL(import.meta.url)), 'exit');
        }
        pair.forEach(close);`,
    });
    const { status, stdout, stderr } = await sys_socket(['trace', '-e', 'socketpair', join(folder, 'both.mjs')]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr.match(/ {2}socketpair\(AF_UNIX, SOCK_STREAM/g)).toHaveLength(1);
    expect(stderr.match(/ \[\d+\] {2}socketpair\(AF_UNIX, SOCK_DGRAM/g)).toHaveLength(1);
  });

  it('says so when there was no call', async () => {
    const folder = project({ 'idle.mjs': 'process.exit(7);' });
    const { status, stderr } = await sys_socket(['trace', join(folder, 'idle.mjs')]);
    expect(status).toBe(7);
    expect(stderr).toContain('no call was seen: idle made none through sys-socket');
  });

  // What the program says comes on descriptor 3: src/cli/trace/record.ts.
  it('does not believe a program of another version, and overlooks a line that was cut', async () => {
    const folder = project({
      'other.mjs': `import { writeSync } from 'node:fs'; writeSync(3, '{"kind":"hello","protocol":1}\\n');`,
      'cut.mjs': `import { writeSync } from 'node:fs'; writeSync(3, '{"kind":"he');`,
    });
    const other = await sys_socket(['trace', join(folder, 'other.mjs')]);
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('the program imports another version of sys-socket than this command');
    const cut = await sys_socket(['trace', join(folder, 'cut.mjs')]);
    expect(cut.status).toBe(0);
    expect(cut.stderr).toContain('no call was seen');
  });

  it('names the copy of the package that is too old to be traced', async () => {
    const folder = project({
      'package.json': '{}', // so that sys-socket is not the package around the project
      'program.mjs': "import 'sys-socket';",
      'node_modules/sys-socket/package.json':
        '{ "exports": { ".": "./index.js", "./observe": "./dist/observe/index.js" } }',
      'node_modules/sys-socket/dist/observe/index.js': '',
      'node_modules/sys-socket/index.js': '',
    });
    const { status, stderr } = await sys_socket(['trace', join(folder, 'program.mjs')]);
    expect(status).toBe(1);
    expect(stderr).toContain(`the sys-socket that ${join(folder, 'program.mjs')} imports is older than this command`);
  });

  it('does not start the second program when the first ends too soon', async () => {
    const folder = project({ 'idle.mjs': '', 'never.mjs': 'console.log("started")' });
    const { status, stdout, stderr } = await sys_socket([
      'trace',
      join(folder, 'idle.mjs'),
      '--with',
      join(folder, 'never.mjs'),
    ]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('sys-socket trace: idle exited before it listened: never was not started\n');
    expect(stderr).toContain('\nidle: exit status 0\n'); // its own, and not that of the command
  });
});

describe('sys-socket trace and TypeScript', () => {
  const program = "import { gettid } from 'sys-socket';\nconst me: number = gettid();\nconsole.log(me > 0);\n";
  const strips = Reflect.get(process.features, 'typescript') ? ' (skipped: this Node runs TypeScript itself)' : '';

  it.skipIf(strips)(`says what is missing where nothing runs it${strips}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-socket-')); // above it there is no TypeScript
    writeFileSync(join(folder, 'program.ts'), program);
    const { status, stderr } = await sys_socket(['trace', join(folder, 'program.ts')]);
    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^sys-socket trace: .*program\.ts: Node .* does not run TypeScript, .* npm install --save-dev tsx, [^\n]*\n$/,
    );
  });

  it.skipIf(strips)(`takes the TypeScript of the project, where it has no loader${strips}`, async () => {
    const folder = project({ 'program.ts': program }); // below the clone, which has it
    const { status, stdout, stderr } = await sys_socket(['trace', join(folder, 'program.ts')]);
    expect(stdout).toBe('true\n');
    expect(stderr).toMatch(/gettid\(\).*program\.ts:2/);
    expect(status).toBe(0);
  });

  it.skipIf(strips)(`takes the loader of the project: tsx, or the hooks of ts-node${strips}`, async () => {
    const hooks = `import { stripTypes } from './strip.mjs';
      export async function load(url, context, next) {
        if (!url.endsWith('.ts')) return next(url, context);
        return { format: 'module', shortCircuit: true, source: stripTypes(url) };
      }`;
    const strip = `import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      import ts from 'typescript';
      export const stripTypes = (url) =>
        ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), { compilerOptions: { module: 'esnext', target: 'es2022' } }).outputText;`;
    const tsx = {
      'node_modules/tsx/package.json': '{ "name": "tsx", "exports": "./loader.mjs" }',
      'node_modules/tsx/loader.mjs':
        "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);",
      'node_modules/tsx/hooks.mjs': hooks,
      'node_modules/tsx/strip.mjs': strip,
    };
    const ts_node = {
      'node_modules/ts-node/package.json': '{ "name": "ts-node", "exports": { "./esm": "./esm.mjs" } }',
      'node_modules/ts-node/esm.mjs': hooks,
      'node_modules/ts-node/strip.mjs': strip,
    };
    for (const loader of [tsx, ts_node]) {
      const folder = project({ 'program.ts': program, ...loader });
      const { status, stdout, stderr } = await sys_socket(['trace', join(folder, 'program.ts')]);
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'true\n' });
      expect(stderr).toMatch(/gettid\(\) += \d+ .*program\.ts:2:/);
      expect(stderr).not.toContain('no call was seen');
    }
  });
});

describe('sys-socket trace ends', () => {
  const pid_of = (text: string) => Number(/server is (\d+)/.exec(text)?.[1]);
  const waiting = () =>
    join(
      project({
        'server.mjs': `import { accept, AF_UNIX, bind, listen, SOCK_STREAM, sockaddr_un, socket, unwrap } from 'sys-socket';
          const fd = unwrap(socket(AF_UNIX, SOCK_STREAM, 0));
          unwrap(bind(fd, sockaddr_un('@sys-socket-cli-' + process.pid)));
          unwrap(listen(fd, 1));
          console.log('server is ' + process.pid);
          accept(fd);`,
      }),
      'server.mjs',
    );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('its program by %s, says what it was waiting in, and exits with %i', async (signal, expected) => {
    let sent = false;
    const { status, stdout, stderr } = await sys_socket(['trace', waiting()], {
      watch: (text, pid) => {
        if (sent || !text.includes('... waits')) return;
        sent = true;
        process.kill(pid, signal);
      },
    });
    expect(status).toBe(expected);
    expect(stderr).toMatch(/accept\(\d+, NULL, NULL \.\.\. never returned +\S*server\.mjs:6:11/);
    expect(stderr).toContain(`server: ended by ${signal}\n`);
    expect(is_alive(pid_of(stdout))).toBe(false);
  });

  it('with 128 and the number of the signal that ended the program', async () => {
    const folder = project({ 'killed.mjs': "process.kill(process.pid, 'SIGKILL');" });
    const { status, stderr } = await sys_socket(['trace', join(folder, 'killed.mjs')]);
    expect(status).toBe(137);
    expect(stderr).toContain('killed: ended by SIGKILL\n');
  });

  it('with a status above 128 that the program itself chose', async () => {
    const folder = project({ 'ends.mjs': 'process.exit(143);' });
    const { status, stderr } = await sys_socket(['trace', join(folder, 'ends.mjs')]);
    expect(status).toBe(143);
    expect(stderr).toContain('ends: exit status 143\n');
  });

  it('with 1, and says why, if the output cannot be written', async () => {
    const folder = project({ 'run.mjs': "import { close, as_fd } from 'sys-socket'; close(as_fd(99));" });
    const { status, stderr } = await sys_socket(['trace', '-o', '/dev/full', join(folder, 'run.mjs')]);
    expect(stderr).toBe('sys-socket trace: cannot write /dev/full: ENOSPC: no space left on device, write\n');
    expect(status).toBe(1);
  });

  it('quietly when nobody reads', async () => {
    const folder = project({ 'run.mjs': '' });
    const pair = `trace -o - ${server} --with '${client} HELLO --port {port}' -- --host 127.0.0.1 --port 0`;
    const { spawnSync } = await import('node:child_process');
    const script = `${process.execPath} dist/cli.js ${pair} 2>"$1/err" | head -n 1; echo "$\{PIPESTATUS[0]}" >"$1/status"`;
    const { stdout } = spawnSync('bash', ['-c', script, 'bash', folder], { encoding: 'utf8', timeout: hang });
    expect(stdout).toMatch(/^ +0\.000 echo-server +socket/);
    expect(readFileSync(join(folder, 'status'), 'utf8')).toBe('141\n');
    expect(readFileSync(join(folder, 'err'), 'utf8')).not.toMatch(/EPIPE|Error|at /);
  });
});

describe('the colours of sys-socket trace', () => {
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { stderr } = await sys_socket(['trace', ...args, client, ...nobody_listens], { env });
    return stderr.includes('\x1b[');
  };

  it('are not there when no terminal reads', async () => expect(await run([])).toBe(false));
  it('are there with --color=always', async () => expect(await run(['--color=always'])).toBe(true));
  it('are there with FORCE_COLOR', async () => expect(await run([], { FORCE_COLOR: '1' })).toBe(true));
  it('obey --color=never over FORCE_COLOR', async () =>
    expect(await run(['--color=never'], { FORCE_COLOR: '1' })).toBe(false));

  it('leave the alignment as it is', async () => {
    const run = async (color: string) =>
      (await sys_socket(['trace', `--color=${color}`, client, ...nobody_listens])).stderr
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
        .replaceAll(/\x1b\[\d+m/g, '')
        .split('\n')
        .find((line) => line.includes('socket(')); // what the program itself says may come before it
    expect(await run('always')).toBe(await run('never'));
    expect(await run('never')).toContain('socket(');
  });
});

describe('-o', () => {
  it('writes to a file, and leaves stderr to the program', async () => {
    const file = join(project({}), 'trace');
    const { stderr } = await sys_socket(['trace', '-o', file, client, ...nobody_listens]);
    expect(stderr).toBe('echo-client: cannot connect: 127.0.0.1:1: Connection refused\n');
    expect(existsSync(file) && readFileSync(file, 'utf8')).toContain('connect(');
  });
});
