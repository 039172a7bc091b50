/** A subcommand. */
export interface Command {
  /** A short description for the list of commands. */
  readonly summary: string;
  /** The text that `sys-socket help NAME` prints. If it exists in two languages, a function that takes the rest of the command line. */
  readonly help: string | ((args: readonly string[]) => Promise<string>);
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number> | number;
}

/** The command line is wrong: one line on stderr, and status 2. */
export class Misuse extends Error {
  /** Where to read more, in the language of the message; default: in English. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** The command cannot do what was requested: one line on stderr, and status 1. */
export class Failure extends Error {}

export const status = { failure: 1, misuse: 2 } as const;

/** The status that a shell reports for a program that a signal killed. */
export function status_of_signal(number: number): number {
  return 128 + number;
}
