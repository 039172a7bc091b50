/** What the rows start from. There is no syscall in it. */
export const setup: string;

/** A call, as TypeScript, and what strace prints for it. */
export const rows: ReadonlyArray<readonly [call: string, lines: string]>;
