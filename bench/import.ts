import { spawnSync } from 'node:child_process';
import { root } from './cases.js';
import { markdown, type Row, row } from './statistics.js';

const empty = 'an empty module';
const entries = {
  'sys-socket': 'index',
  'sys-socket/promises': 'promises/index',
  'sys-socket/observe': 'observe/index',
  'sys-socket/strace': 'strace/index',
};
const rounds = 20;

/** How long processes take from their start to their end, in ms. */
export type Imports = Readonly<Record<string, Row>>;

/** A process that does nothing, and processes that import one entry of the package each, in turns. */
export function measure_import(): Imports {
  console.error(`import: ${rounds} rounds`);
  const programs: Record<string, string> = { [empty]: '' };
  for (const [name, entry] of Object.entries(entries))
    programs[name] = `import ${JSON.stringify(`${root}dist/${entry}.js`)};`;
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, program] of Object.entries(programs)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
      if (status !== 0) throw new Error(`import of ${name}: ${stderr}`);
      if (round >= 0) times[name]?.push(performance.now() - start); // the first round fills the page cache
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, told]) => [name, row(told)]));
}

export function import_table(imports: Imports): string {
  const ms = (value: number) => value.toFixed(0);
  const base = imports[empty];
  const over = (one: Row, part: 'min' | 'median') => (base === undefined ? '' : ms(one[part] - base[part]));
  const cells = Object.entries(imports).map(([name, one]) => [
    name,
    ms(one.min),
    ms(one.median),
    ...(name === empty ? ['', ''] : [over(one, 'min'), over(one, 'median')]),
  ]);
  return markdown([['', 'ms, min', 'ms, median', 'over an empty module, min', 'median'], ...cells]);
}
