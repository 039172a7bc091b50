/**
 * A child process that runs for this number of milliseconds has hung, and is ended. It is long because the duration of a test on a busy
 * machine says nothing about the code it tests.
 */
export const hang = 120_000;
