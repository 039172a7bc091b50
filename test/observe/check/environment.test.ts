// Where the findings of a program in check mode go, and what becomes of the program if they cannot go there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hang } from '../../support/hang.js';

const dist = new URL('../../../dist/', import.meta.url).href;

/** A program that closes a descriptor twice, and says what came of it. */
const mistaken = `
  import { close, EFD_CLOEXEC, eventfd, unwrap } from '${dist}index.js';
  const fd = unwrap(eventfd(0, EFD_CLOEXEC));
  unwrap(close(fd));
  console.log('went on', close(fd).error.code);`;

function run(program: string, SYS_SOCKET_CHECK: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, SYS_SOCKET_CHECK },
    encoding: 'utf8',
    timeout: hang,
  });
  return { status, stdout, stderr };
}

function new_folder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the findings of SYS_SOCKET_CHECK', () => {
  it('are appended to its file, each as a line of JSON if it says json', () => {
    const file = join(new_folder(), 'findings');
    for (let times = 1; times <= 2; times += 1) {
      expect(run(mistaken, `json -o ${file}`)).toEqual({ status: 3, stdout: 'went on EBADF\n', stderr: '' });
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line).kind)).toEqual(Array.from({ length: times }, () => 'double-close'));
    }
  });

  it('end the program with one sentence, before its first line, if the file cannot be written', () => {
    expect(run(mistaken, '/no/such/folder/findings')).toEqual({
      status: 1,
      stdout: '',
      stderr: "SYS_SOCKET_CHECK: ENOENT: no such file or directory, open '/no/such/folder/findings'\n",
    });
  });

  it('do not keep a call from being made if the file is there no longer', () => {
    const folder = new_folder();
    const program = `
      import { rmSync } from 'node:fs';
      rmSync('${folder}', { recursive: true });
      ${mistaken}`;
    expect(run(program, `${folder}/findings`)).toEqual({ status: 3, stdout: 'went on EBADF\n', stderr: '' });
  });
});

// Node's realpathSync looks at the numbers that an fstatSync without bigint has left behind.
it('a package that is linked is resolved to its own folder, whatever descriptors are open', () => {
  const folder = realpathSync(new_folder());
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'linked'));
  writeFileSync(join(folder, 'linked/index.js'), 'module.exports = __filename;');
  symlinkSync('../linked', join(folder, 'node_modules/linked'));
  const program = `
    import { createRequire } from 'node:module';
    import { AF_INET, close, SOCK_CLOEXEC, SOCK_STREAM, socket, unwrap } from '${dist}index.js';
    const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    console.log(createRequire('${folder}/program.cjs')('linked'));
    unwrap(close(fd));`;
  expect(run(program, '1')).toEqual({ status: 0, stdout: `${folder}/linked/index.js\n`, stderr: '' });
});

it('what a sink throws is an uncaught error, and not the caller’s', () => {
  const program = `
    process.on('uncaughtException', ({ message }) => console.log('uncaught', message));
    const { check } = await import('${dist}observe/index.js');
    check(() => { throw new Error('from the sink'); });
    ${mistaken.replace(/import (.*) from (.*);/, 'const $1 = await import($2);')}`;
  expect(run(program, '0')).toEqual({ status: 0, stdout: 'went on EBADF\nuncaught from the sink\n', stderr: '' });
});
