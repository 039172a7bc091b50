import { readFileSync } from 'node:fs';

/** What a signal can be handed to. */
interface Running {
  readonly process: { kill(signal: NodeJS.Signals): unknown };
}

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A program that is told to end and does not is killed after this many milliseconds. */
const patience = 2000;

/**
 * While the programs run, what is to end this command ends them, and then this. Ctrl-C in a terminal reaches them by itself, unless
 * they are `apart`: in a session of their own.
 *
 * @returns a function that ends this
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

/** True if this process is in the foreground of a terminal: then Ctrl-C goes to all that it started, as well. proc_pid_stat(5) */
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
