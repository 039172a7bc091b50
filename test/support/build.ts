import { ChildProcess, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs before all tests: builds the binary from the current sources, compiles what child processes run, and builds the C++ pair. TMPDIR of the
 * tests and their programs is a folder of this run. It is removed at the end, so that files of killed programs are removed too.
 */
export default function build(): () => void {
  if (process.env.SYS_SOCKET_COVERAGE !== undefined) never_by_sigkill();
  const folder = mkdtempSync(join(tmpdir(), 'sys-'));
  chmodSync(folder, 0o1777); // the mode of /tmp, since programs of other users use it
  process.env.TMPDIR = folder;
  // A sanitized run has its own binary.
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

/**
 * vitest ends a process by SIGTERM, and half a second later by SIGKILL. One that counts lines has then to write its counts, which takes longer on a
 * busy machine (test/support/coverage.ts).
 */
function never_by_sigkill(): void {
  const { kill } = ChildProcess.prototype;
  ChildProcess.prototype.kill = function (signal) {
    return signal !== 'SIGKILL' && kill.call(this, signal);
  };
}

const root = new URL('../..', import.meta.url);

function run(command: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${error?.message ?? stdout + stderr}`);
}
