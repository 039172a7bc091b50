/** A subcommand. */
export interface Command {
  /** What it does, for the list of commands: half a line. */
  readonly summary: string;
  /** What `sys-socket help NAME` prints. */
  readonly help: string;
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number> | number;
}

/** The command line is wrong: one line on stderr, and status 2. */
export class Misuse extends Error {}

/** What was asked for cannot be had: one line on stderr, and status 1. */
export class Failure extends Error {}

export const status = { failure: 1, misuse: 2 } as const;

/** What a shell says of a program that a signal ended. */
export function status_of_signal(number: number): number {
  return 128 + number;
}
