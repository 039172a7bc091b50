import { execFileSync } from 'node:child_process';

/** Before all tests: what child processes run is compiled, and the C++ pair is built. */
export default function build(): void {
  const root = new URL('../..', import.meta.url);
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  run('node_modules/.bin/tsc', '-b', '.', 'examples', 'labs');
  run('cmake', '-S', 'test/interop/cpp', '-B', 'out/interop', '-DCMAKE_BUILD_TYPE=Release');
  run('cmake', '--build', 'out/interop');
}
