// The lines of binding/ as gcov counted them.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How often each line with code ran: file -> line -> count. A line of a template or of a header is compiled many times, and counts if one ran. */
export function lines_of_binding(build) {
  const counts = new Map();
  const files = readdirSync(build, { recursive: true }).filter((file) => file.endsWith('.gcda'));
  for (const file of files) {
    const { stdout, stderr, status } = spawnSync('gcov', ['--json-format', '--stdout', join(build, file)], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(`gcov: ${file}\n${stderr}`);
    for (const { file, lines } of JSON.parse(stdout).files) {
      const name = /binding\/[\w-]+\.(cc|h)$/.exec(file)?.[0];
      if (name !== undefined) for (const { line_number, count } of lines) add(counts, name, line_number, count);
    }
  }
  return counts;
}

/** Adds to the count of a line. */
export function add(counts, file, line, count) {
  const lines = counts.get(file) ?? new Map();
  counts.set(file, lines.set(line, (lines.get(line) ?? 0) + count));
}
