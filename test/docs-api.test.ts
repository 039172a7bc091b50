// docs/api is made from the docstrings by `npm run docs`: it shows what the package exports, and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { type Entry, exports_of } from './support/exports.js';
import { root } from './support/strace.js';

const folder = join(root, 'docs/api');
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
const entries = ['observe', 'promises', 'strace'] as const;

const read = (page: string) => readFileSync(join(folder, page), 'utf8');
const headings = (those: readonly string[]) =>
  those.flatMap((page) =>
    [...read(page).matchAll(/^### ([\w\\]+)/gm)].map(([, name = '']) => name.replaceAll('\\', '')),
  );
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** The constants of src/constants.ts are on docs/constants.md. */
function documented_exports(entry: Entry): string[] {
  const is_constant = ({ flags, declarations = [] }: ts.Symbol) =>
    flags & ts.SymbolFlags.Variable &&
    declarations.some((declaration) => declaration.getSourceFile().fileName.endsWith('/src/constants.ts'));
  const { exported } = exports_of(entry);
  return exported.filter((symbol) => !is_constant(symbol)).map(({ name }) => name);
}

it('has a heading for each export of the package, and for nothing else', () => {
  const own = pages.filter((page) => page !== 'README.md' && !entries.some((entry) => page === `${entry}.md`));
  const exported = documented_exports('index');
  expect(exported.length).toBeGreaterThan(300);
  expect(sorted(headings(own))).toEqual(sorted(exported));
});

it.each(entries)('has a heading for each export of sys-socket/%s, and for nothing else', (entry) => {
  expect(sorted(headings([`${entry}.md`]))).toEqual(sorted(documented_exports(`${entry}/index`)));
});

it('lists every function and type on its first page, with a link that leads there', () => {
  const first = read('README.md');
  const links = [...first.matchAll(/\[`(\w+)`\]\(([\w/-]+\.md)#([\w-]+)\)/g)];
  expect(links.length).toBeGreaterThan(300);
  const anchors = new Map(
    pages.map((page) => [
      page,
      [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading.toLowerCase().replaceAll(/[^\w -]/g, ''),
      ),
    ]),
  );
  const broken = links.filter(
    ([, , page = '', anchor = '']) => !anchors.get(page)?.includes(anchor.replace(/-1$/, '')),
  );
  expect(broken.map(([link]) => link)).toEqual([]);
  const listed = new Set(links.map(([, name]) => name));
  const types = ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias;
  const missing = exports_of('index').exported.filter(({ flags, name }) => flags & types && !listed.has(name));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
