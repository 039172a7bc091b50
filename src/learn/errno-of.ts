import { errno_table } from '../native.js';

/** The number of an errno with such a name; undefined for other text. */
export function errno_of(name: unknown): number | undefined {
  return errno_table.find((row) => row.name === name)?.errno;
}
