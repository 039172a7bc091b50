import { errno_table } from '../headers.js';

/** The number of the errno with this name; undefined for any other value. */
export function errno_of(name: unknown): number | undefined {
  return errno_table.find((row) => row.name === name)?.errno;
}
