import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { has_code } from '../observe/has-code.js';

const running = new Set<ChildProcess>();

/**
 * Starts a process that is killed when this one ends by itself or by a signal. It leads its own process group: Ctrl-C in the terminal does not
 * reach it, and what it starts (the program under strace) ends with it.
 */
export function start_child(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { ...options, detached: true });
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
}

/** Ends a process and its group, unless all of it has ended. */
export function end_child(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (child.pid === undefined || !running.has(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!has_code(error, 'ESRCH')) throw error; // it has just ended
  }
}

/** Ends everything that was started. */
export function end_children(): void {
  for (const child of running) end_child(child);
}

/** When this process ends, by itself or by a signal, ends everything that was started, and calls `also`. */
export function clean_up_at_exit(also: () => void = () => {}): void {
  process.on('exit', () => {
    end_children();
    also();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
}
