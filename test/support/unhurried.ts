// Loaded by vitest's main process in a run of scripts/coverage.sh. vitest kills a process half a second after it told it to end; on a busy
// machine that is before the process has written what it counted.
import { ChildProcess } from 'node:child_process';

const { kill } = ChildProcess.prototype;

export function setup(): void {
  ChildProcess.prototype.kill = function (signal) {
    if (signal !== 'SIGKILL') return kill.call(this, signal);
    setTimeout(() => kill.call(this, signal), 60_000).unref();
    return true;
  };
}
