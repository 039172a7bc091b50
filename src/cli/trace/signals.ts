import { readFileSync } from 'node:fs';

/** A receiver of signals. */
interface Running {
  readonly process: { kill(signal: NodeJS.Signals): unknown };
}

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A program that does not end after a signal is killed after this time, in milliseconds. */
const patience = 2000;

/**
 * While the programs run, passes signals that would end this command to the programs instead; the command ends after them. Ctrl-C in a
 * terminal reaches the programs directly, unless they are `apart`, in a separate session.
 *
 * @returns a function that stops passing signals
 */
export function pass_signals(children: readonly Running[], { apart = false } = {}): () => void {
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;
  const all = (signal: NodeJS.Signals) => {
    for (const { process: child } of children) child.kill(signal);
  };
  const pass = (signal: NodeJS.Signals) => {
    asked += 1;
    const by_terminal = !apart && (signal === 'SIGINT' || signal === 'SIGQUIT') && in_foreground();
    if (asked > 2) all('SIGKILL');
    else if (!by_terminal) all(signal);
    if (signal !== 'SIGINT') timer ??= setTimeout(all, patience, 'SIGKILL');
  };
  for (const signal of passed) process.on(signal, pass);
  return () => {
    clearTimeout(timer);
    for (const signal of passed) process.off(signal, pass);
  };
}

/** True if this process is in the foreground of a terminal: Ctrl-C then also reaches the processes that it started. proc_pid_stat(5) */
function in_foreground(): boolean {
  try {
    const [, , group, , , foreground] = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return group === foreground;
  } catch {
    return false;
  }
}
