// Loaders of TypeScript and test runners make a second copy of the package in a thread (tsx by `require`): both make their calls
// through one table, so that what one of them traces or disturbs is seen by the other.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';

const dist = new URL('../../dist/', import.meta.url).href;

/** A loader that gives what is asked for with `?copy`, and all that this imports, a copy of its own. */
const hooks = `
  export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    const of_copy = context.parentURL?.endsWith('?copy') && found.url.startsWith('${dist}') && !found.url.endsWith('?copy');
    return of_copy ? { ...found, url: found.url + '?copy' } : found;
  }`;

const program = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
  const sys = await import('${dist}index.js');
  const copy = await import('${dist}index.js?copy');
  const observe = await import('${dist}observe/index.js?copy');
  const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  const lines = [];
  const stop = observe.trace(({ name, returned }) => {
    sys.recv(b, new Uint8Array(1), sys.MSG_DONTWAIT);
    lines.push(name + ' = ' + returned);
  });
  const mine = (await import('${dist}observe/index.js')).inject('sendto:error=EINTR:when=1');
  const theirs = observe.inject('sendto:short=2:when=2');
  for (const { send } of [sys, copy]) send(a, Buffer.from('HELLO'), sys.MSG_NOSIGNAL);
  stop();
  console.log(JSON.stringify({ two: sys.send !== copy.send, lines, fired: [mine, theirs].map((each) => each.report()[0].fired) }));
`;

describe('two copies of the package', () => {
  it('have one table: traces and faults of one are seen in the calls of the other', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: hang,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      two: true,
      lines: ['sendto = -1 EINTR (Interrupted system call) (INJECTED)', 'sendto = 2 (INJECTED: args)'],
      fired: [1, 1],
    });
  });

  it.each(['SYS_SOCKET_CHECK', 'SYS_SOCKET_TRACE'])('are watched once with %s', (variable) => {
    const twice = `
      const sys = await import('${dist}index.js');
      const copy = await import('${dist}index.js?copy');
      const fd = sys.unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      for (const { close } of [sys, copy]) close(fd);
      console.log(sys !== copy);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', twice], {
      encoding: 'utf8',
      timeout: hang,
      env: { ...process.env, [variable]: '1' },
    });
    expect(stdout).toBe('true\n');
    expect(stderr).not.toContain('already being checked');
    expect(stderr.match(/EBADF|double-close/g)).toHaveLength(1);
  });

  it('end in check mode if each has a binary of its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'copies-'));
    try {
      for (const name of ['dist', 'build/Release/sys_socket.node', 'package.json']) {
        cpSync(join(root, name), join(folder, name), { recursive: true });
      }
      const both = `await import('${dist}index.js'); await import('${pathToFileURL(folder)}/dist/index.js'); console.log('end');`;
      const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', both], {
        encoding: 'utf8',
        timeout: hang,
        env: { ...process.env, SYS_SOCKET_CHECK: '1' },
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'end\n' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
