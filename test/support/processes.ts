import { readdirSync, readFileSync } from 'node:fs';

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
