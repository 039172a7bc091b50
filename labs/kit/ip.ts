import { spawnSync } from 'node:child_process';

/** Runs ip(8). If it fails, throws its error message. */
export function ip(command: string): void {
  const { status, stderr } = spawnSync('ip', command.split(' '), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${command}: ${stderr}`);
}
