/**
 * A child process that runs for so long hangs, and is ended: milliseconds. How long a test takes on a busy machine is no property of
 * what it tests.
 */
export const hang = 120_000;
