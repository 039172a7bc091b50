// What is exported tomorrow is fuzzed, or there is a reason why not.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { root } from '../support/strace.js';

const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
const { exports }: { readonly exports: Readonly<Record<string, string | { readonly default: string }>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** The names that FUZZ_LIST prints, and the names with a reason. */
function listed(): { readonly fuzzed: ReadonlySet<string>; readonly reasons: ReadonlyMap<string, string> } {
  const lines = execFileSync(process.execPath, [program], {
    env: { ...process.env, FUZZ_LIST: '1' },
    encoding: 'utf8',
  }).split('\n');
  const reasons = lines.flatMap((line) => {
    const [, name = '', why = ''] = /^([\w./]+): (.+)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, why] as const];
  });
  return { fuzzed: new Set(lines), reasons: new Map(reasons) };
}

const { fuzzed, reasons } = listed();

/** The functions of a namespace or an object that is exported, by the names of the fuzzer. */
function names_of(value: object, prefix: string): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    if (typeof member === 'function') return [`${prefix}${name}`];
    return prefix.split('.').length < 3 && typeof member === 'object' && member !== null
      ? names_of(member, `${prefix}${name}.`)
      : [];
  });
}

const is_known = (name: string) => fuzzed.has(name) || fuzzed.has(`new ${name}`) || reasons.has(name);

const entries = Object.entries(exports).flatMap(([path, file]) =>
  typeof file === 'string' ? [] : [[path.replace(/^\.\/?/, ''), join(root, file.default)] as const],
);

it('every entry of package.json is fuzzed, or has a reason', () => {
  const whole = entries.map(([entry]) => entry).filter((entry) => entry !== '' && !reasons.has(entry));
  expect(whole).toEqual(['promises', 'observe', 'strace', 'learn']);
});

it.each(entries.filter(([entry]) => !reasons.has(entry)))(
  'every function that sys-socket/%s exports is fuzzed, or has a reason',
  async (entry, file) => {
    const exported: object = await import(pathToFileURL(file).href);
    const names = names_of(exported, entry === '' ? '' : `${entry}.`);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !is_known(name))).toEqual([]);
  },
);

it('what has a reason is exported, and is not fuzzed', () => {
  for (const [name] of reasons) {
    expect(fuzzed.has(name)).toBe(false);
    const [entry = ''] = name.split('.');
    expect(entries.map(([one]) => one)).toContain(entry);
  }
});

it('what loads in Vitest alone exports nothing', () => {
  for (const [entry, file] of entries.filter(([entry]) => entry.startsWith('vitest'))) {
    expect(readFileSync(file, 'utf8').match(/^export (?!\{\s*\})/gm), entry).toBeNull();
  }
});
