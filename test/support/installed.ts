import { spawnSync } from 'node:child_process';

/** Whether a program of this name is installed. The reason for a skipped test names Debian's package. */
export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
