/** A subcommand. */
export interface Command {
  /** What it does, for the list of commands: half a line. */
  readonly summary: string;
  /** What `sys-socket help NAME` prints; where it is written in two languages, a function that is given the rest of the command line. */
  readonly help: string | ((args: readonly string[]) => Promise<string>);
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number> | number;
}

/** The command line is wrong: one line on stderr, and status 2. */
export class Misuse extends Error {
  /** Where to read on, in the language of the message; in English where that is nothing else. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** What was asked for cannot be had: one line on stderr, and status 1. */
export class Failure extends Error {}

export const status = { failure: 1, misuse: 2 } as const;

/** What a shell says of a program that a signal ended. */
export function status_of_signal(number: number): number {
  return 128 + number;
}
