import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, sys_socket } from './kit.js';

const program = (names: string, text: string) => `import { ${names} } from 'sys-socket';\n${text}`;

const folder = project({
  'wrong.mjs': program(
    'AF_INET, close, SOCK_CLOEXEC, SOCK_STREAM, socket, unwrap',
    `const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
unwrap(close(fd));
close(fd);
console.log('went on');`,
  ),
  'only-worker.mjs': `import { Worker } from 'node:worker_threads';\nnew Worker(new URL('wrong.mjs', import.meta.url));`,
  'right.mjs': program(
    'AF_INET, close, SOCK_CLOEXEC, SOCK_STREAM, socket, unwrap',
    `const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
process.on('exit', () => unwrap(close(fd)));`,
  ),
  'waits.mjs': program(
    'AF_UNIX, close, MSG_NOSIGNAL, recv, SOCK_CLOEXEC, SOCK_STREAM, send, socketpair, unwrap',
    `import { readable } from 'sys-socket/promises';
const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
setTimeout(() => unwrap(send(a, Buffer.from('x'), MSG_NOSIGNAL)), 1);
unwrap(await readable(b));
unwrap(recv(b, Buffer.alloc(1)));
unwrap(close(a));
unwrap(close(b));`,
  ),
  'worker.mjs': program(
    'AF_INET, SOCK_CLOEXEC, SOCK_STREAM, socket, unwrap',
    `import { isMainThread, parentPort, Worker } from 'node:worker_threads';
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.once('message', () => worker.terminate());
} else {
  unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  parentPort.postMessage('open');
  setInterval(() => {}, 1000);
}`,
  ),
});

const at = (name: string) => join(folder, name);

describe('sys-socket check', () => {
  it('ends with status 3 also if only a worker imports the package', async () => {
    const { status, stderr } = await sys_socket(['check', at('only-worker.mjs')]);
    expect(stderr).toContain('double-close');
    expect(status).toBe(3);
  });

  it('says what is wrong, with the lines, goes on, and ends with status 3', async () => {
    const { status, stdout, stderr } = await sys_socket(['check', at('wrong.mjs')]);
    expect(stdout).toBe('went on\n');
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^SYS_SOCKET_CHECK: double-close: close\(\d+\) on a descriptor that is already closed at .*wrong\.mjs:4:1$/,
      ),
      expect.stringMatching(/^ {2}closed at .*wrong\.mjs:3:8$/),
      expect.stringMatching(/^ {2}opened by socket at .*wrong\.mjs:2:19$/),
      '',
    ]);
    expect(status).toBe(3);
  });

  it('is silent about what is right, also when an exit handler closes it', async () => {
    expect(await sys_socket(['check', at('right.mjs')])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('knows what the package itself keeps open: the epoll descriptor of promises', async () => {
    expect(await sys_socket(['check', at('waits.mjs')])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('--abort stops at the first', async () => {
    const { status, stdout } = await sys_socket(['check', '--abort', at('wrong.mjs')]);
    expect({ status, stdout }).toEqual({ status: 128 + 6, stdout: '' });
  });

  it('--json -o FILE writes a line for each', async () => {
    const file = join(folder, 'findings.jsonl');
    const { stderr } = await sys_socket(['check', '--json', '-o', file, at('worker.mjs')]);
    expect(stderr).toBe('');
    const [finding, ...others] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(others).toEqual([]);
    // A terminated worker has said nothing, and left a descriptor open.
    expect(finding).toMatchObject({
      kind: 'left-by-worker',
      causes: [{ what: 'opened by socket', where: expect.stringMatching(/worker\.mjs:7:10$/) }],
    });
  });

  it('refuses a command line that is wrong', async () => {
    expect(await sys_socket(['check'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/a program is missing/),
    });
    expect(await sys_socket(['check', '/no/such.ts'])).toMatchObject({ status: 1 });
  });
});
