import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Other processes whose environment or command line contains these words. */
export function processes_with(words: string): string[] {
  const has = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(words);
    } catch {
      return false; // it has ended
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => has(pid, 'environ') || has(pid, 'cmdline'));
}

/** Ends a child at the end of the test, and waits for its end: its SIGCHLD would be EINTR for a call of the next test. */
export function ending(child: ChildProcess): void {
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
}
