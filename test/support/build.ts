import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Before all tests: the binary is of the sources that are there, what child processes run is compiled, and the C++ pair is built. */
export default function build(): void {
  // A sanitized run brings its own.
  if (process.env.SYS_SOCKET_BINARY === undefined) {
    if (existsSync(new URL('build/CMakeCache.txt', root))) run('cmake', '--build', 'build');
    else run('npm', 'run', 'build:native');
  }
  run('npm', 'run', 'build:ts');
  run('cmake', '-S', 'test/interop/cpp', '-B', 'out/interop', '-DCMAKE_BUILD_TYPE=Release');
  run('cmake', '--build', 'out/interop');
}

const root = new URL('../..', import.meta.url);

function run(command: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${error?.message ?? stdout + stderr}`);
}
