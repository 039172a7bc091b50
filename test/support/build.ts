import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before all tests: the binary is of the sources that are there, what child processes run is compiled, and the C++ pair is built. What the tests
 * and their programs make in TMPDIR is in a folder of the run, and goes with it: of a program that was killed, too.
 */
export default function build(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sys-'));
  chmodSync(folder, 0o1777); // as /tmp: programs of another user come here
  process.env.TMPDIR = folder;
  // A sanitized run brings its own.
  if (process.env.SYS_SOCKET_BINARY === undefined) {
    if (existsSync(new URL('build/CMakeCache.txt', root))) run('cmake', '--build', 'build');
    else run('npm', 'run', 'build:native');
  }
  run('npm', 'run', 'build:ts');
  run('cmake', '-S', 'test/interop/cpp', '-B', 'out/interop', '-DCMAKE_BUILD_TYPE=Release');
  run('cmake', '--build', 'out/interop');
  return () => {
    const left = readdirSync(folder).filter((name) => name.startsWith('sys-'));
    rmSync(folder, { recursive: true, force: true });
    if (left.length > 0)
      console.log(`the tests left ${left.length} in TMPDIR: ${[...new Set(left)].slice(0, 20).join(' ')}`);
  };
}

const root = new URL('../..', import.meta.url);

function run(command: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${error?.message ?? stdout + stderr}`);
}
