import { constants } from 'node:os';
import { status_of_signal } from '../command.js';

const ends = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signal that ends a watch. */
export interface Stop {
  /** 0, or 128 plus the number of the signal that arrived. */
  readonly status: number;
  readonly came: Promise<void>;
  restore(): void;
}

export function until_signal(): Stop {
  let status = 0;
  let tell: () => void = () => {};
  const came = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const end = (signal: NodeJS.Signals) => {
    status = status_of_signal(constants.signals[signal]);
    tell();
  };
  for (const signal of ends) process.on(signal, end);
  return {
    get status() {
      return status;
    },
    came,
    restore() {
      for (const signal of ends) process.off(signal, end);
    },
  };
}

/** Waits. @returns false if a signal arrived first */
export async function pause(ms: number, { came }: Stop): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, true);
  });
  const going = await Promise.race([waited, came.then(() => false)]);
  clearTimeout(timer);
  return going;
}
