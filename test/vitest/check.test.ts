import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check_program } from '../../src/observe/index.js';
import '../../src/vitest/index.js';
import { project } from '../cli/kit.js';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';

const imports =
  "import { AF_UNIX, close, MSG_DONTWAIT, recv, SOCK_CLOEXEC, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';";
const pair = 'const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));';
const closes = 'for (const fd of [a, b]) unwrap(close(fd));';
const folder = project({
  'wrong.mjs': `${imports}\n${pair}\nrecv(a, new Uint8Array(1), MSG_DONTWAIT);`,
  'right.mjs': `${imports}\n${pair}\nrecv(a, new Uint8Array(1), MSG_DONTWAIT).ok;\n${closes}`,
  'suite.test.mjs': `import { expect, it } from 'vitest';
${imports}
it('is right', () => { ${pair} expect(recv(a, new Uint8Array(1), MSG_DONTWAIT).ok).toBe(false); ${closes} });
it('closes twice', () => { ${pair} ${closes} close(a); });`,
  'vitest.config.mjs': `export default { root: ${JSON.stringify('.')}, test: { setupFiles: ['sys-socket/vitest/check'], include: ['*.test.mjs'] } };`,
});

describe('the assertions about findings', () => {
  it('hold for a program that closes and looks, and name the lines of one that does not', async () => {
    const [right, wrong] = [
      await check_program(join(folder, 'right.mjs')),
      await check_program(join(folder, 'wrong.mjs')),
    ];
    expect(right).toMatchObject({ status: 0, stderr: '' });
    expect(right).toLeakNothing();
    expect(right).toIgnoreNothing();
    expect(wrong.status).toBe(3);
    expect(() => expect(wrong).toLeakNothing()).toThrow(
      /leak: fd \d+ is still open at the end\n {2}opened by socketpair at .*wrong\.mjs:2:/,
    );
    expect(() => expect(wrong).toIgnoreNothing()).toThrow(/recv\(\d+\) failed with EAGAIN.* at .*wrong\.mjs:3:1/);
    expect(wrong.findings).not.toLeakNothing();
  });

  it('refuse what are no findings', () => {
    expect(() => expect('socket() = 3').toLeakNothing()).toThrow(TypeError);
  });
});

it('sys-socket/vitest/check, a setup file, runs a suite in check mode', () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', VITEST: undefined },
    timeout: hang,
  });
  expect(stdout + stderr).toMatch(
    /double-close: close\(\d+\) on a descriptor that is already closed at .*suite\.test\.mjs:4:/,
  );
  expect(stdout).toMatch(/1 failed \| 1 passed/);
  expect(status).toBe(1);
});
