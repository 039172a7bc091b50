import { spawnSync } from 'node:child_process';

/** Whether there is a program of the name. Debian's package is named in the reason of a skipped test. */
export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
