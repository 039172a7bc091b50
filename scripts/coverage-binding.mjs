// The lines of binding/ as gcov counted them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * How often each line with code ran: file -> line -> count. A line of a template or of a header is compiled many times, and counts if one ran.
 *
 * @param build has a .gcno for each source
 * @param counts has folders of .gcda: GCOV_PREFIX of test/support/coverage.ts
 */
export function lines_of_binding(build, counts) {
  const lines = new Map();
  const notes = files_of(build, '.gcno');
  const folders = new Set(files_of(counts, '.gcda').map(dirname));
  for (const folder of folders) {
    const present = new Set(readdirSync(folder));
    // gcov looks for one beside the other.
    for (const note of notes)
      if (!present.has(basename(note))) symlinkSync(resolve(note), join(folder, basename(note)));
    const data = [...present]
      .filter((file) => file.endsWith('.gcda'))
      .map((file) => join(folder, file))
      .filter(is_begun);
    for (const { file, lines: counted } of counted_in(data)) {
      const name = /binding\/[\w-]+\.(cc|h)$/.exec(file)?.[0];
      if (name !== undefined) for (const { line_number, count } of counted) add(lines, name, line_number, count);
    }
  }
  return lines;
}

/** What gcov says of these files: a line of JSON for each. */
function counted_in(data) {
  const { stdout, stderr, status } = spawnSync('gcov', ['--json-format', '--stdout', ...data], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`gcov\n${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => JSON.parse(line).files);
}

/** False for the file of a process that was killed before it wrote anything. */
function is_begun(file) {
  return readFileSync(file, 'latin1').startsWith('adcg'); // GCOV_DATA_MAGIC, little-endian
}

function files_of(folder, ending) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(ending));
  return files.map((file) => join(folder, file));
}

/** Adds to the count of a line. */
export function add(counts, file, line, count) {
  const lines = counts.get(file) ?? new Map();
  counts.set(file, lines.set(line, (lines.get(line) ?? 0) + count));
}
