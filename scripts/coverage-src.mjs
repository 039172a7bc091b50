// The lines of src/ as V8 counted them: in vitest's own processes, which import src/, and in the programs that tests start, which import what was
// compiled from it, dist/ or out/src/.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from '@jridgewell/trace-mapping';
import { add } from './coverage-binding.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = new URL('..', import.meta.url).href;
const compiled = ['dist/', 'out/src/'].map((folder) => home + folder);

/** How often each line where a statement begins ran: file -> line -> count. What no test imports counts 0 in vitest's report. */
export async function lines_of_src(vitest, programs) {
  const counts = new Map();
  const scripts = scripts_of(programs);
  for (const { path, statementMap, s } of Object.values(JSON.parse(readFileSync(vitest, 'utf8')))) {
    const file = relative(root, path);
    const elsewhere = scripts.filter(({ sources }) => sources.has(file));
    for (const [id, statement] of Object.entries(statementMap)) {
      const ran = elsewhere.map((script) => count_at(script, file, statement));
      add(counts, file, statement.start.line, Math.max(s[id], ...ran));
    }
  }
  return counts;
}

/** The scripts that programs ran: what V8 counted, the beginning of each line, the map, and the sources by the names that they have here. */
function scripts_of(folder) {
  return merged(folder).flatMap(({ url, functions }) => {
    const file = fileURLToPath(url);
    if (!existsSync(`${file}.map`)) return []; // an entry that only exports
    const map = new TraceMap(readFileSync(`${file}.map`, 'utf8'), `${file}.map`);
    const sources = new Map(map.resolvedSources.map((source, i) => [relative(root, source), map.sources[i]]));
    const lines = [0, ...Array.from(readFileSync(file, 'utf8').matchAll(/\n/g), ({ index }) => index + 1)];
    return [{ functions, lines, map, sources }];
  });
}

/**
 * How often a script ran a statement of a source. The bundler drops the name of a variable that it renames, or puts its value where it is used. So
 * this looks at the first place within the statement that the map knows.
 */
function count_at({ functions, lines, map, sources }, file, { start, end }) {
  const source = sources.get(file);
  for (let { line, column } = start; line <= end.line; line += 1, column = 0) {
    const place = generatedPositionFor(map, { source, line, column, bias: LEAST_UPPER_BOUND });
    if (place.line !== null) return count_of(functions, lines[place.line - 1] + place.column);
  }
  return 0;
}

/** The count of the smallest range around an offset. */
function count_of(functions, offset) {
  let smallest = { startOffset: 0, endOffset: Number.POSITIVE_INFINITY, count: 0 };
  for (const { ranges } of functions) {
    if (ranges[0].startOffset > offset || ranges[0].endOffset <= offset) continue;
    for (const range of ranges) {
      if (range.startOffset > offset || range.endOffset <= offset) continue;
      if (range.endOffset - range.startOffset <= smallest.endOffset - smallest.startOffset) smallest = range;
    }
  }
  return smallest.count;
}

/** What all programs counted in each script that was compiled from src/. */
function merged(folder) {
  const batch = 50;
  let sum = { result: [] };
  let next = [];
  for (const file of readdirSync(folder)) {
    next.push(...counted(join(folder, file)));
    if (next.length < batch) continue;
    sum = mergeProcessCovs([sum, ...next]);
    next = [];
  }
  return mergeProcessCovs([sum, ...next]).result;
}

/** What one process counted in them: nothing if it was killed while it wrote. */
function counted(file) {
  const text = readFileSync(file, 'utf8');
  try {
    const scripts = JSON.parse(text).result.map((script) => ({ ...script, url: original(script.url) }));
    return [{ result: scripts.filter(({ url }) => compiled.some((folder) => url.startsWith(folder))) }];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Some tests copy dist/ elsewhere, and run the copy. */
function original(url) {
  return url.includes('/node_modules/') ? url : url.replace(/^file:.*\/(?=dist\/)/, home);
}
