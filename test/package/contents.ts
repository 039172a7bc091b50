// Which files the tarball must have: what git has of the parts that ship, the bundle, and the prebuilds.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arches, output, root } from './kit.js';

/** What ships as it is in the repository, as git's pathspecs. */
const sources = [
  ...['binding', 'docs', 'exercises', ':(glob)examples/*.ts', ':(glob)labs/**/*.md', ':(glob)labs/*/figure.svg'],
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LEARN.md', 'LEARN.ko.md', 'README.md', 'SECURITY.md'],
  ...['CMakeLists.txt', 'LICENSE', 'package.json'],
];

/** Modules of the bundle that Node loads by file name: nothing imports them. */
const started = [
  ...['cli/trace/preload', 'observe/environment', 'observe/check/environment', 'observe/fault/environment'],
  ...['learn/bench', 'learn/typescript', 'learn/typescript-hooks'],
];
/** Files that the bundle reads as text. */
const read = ['cli/trace/page.js', 'cli/trace/page.css'];

export async function contents(): Promise<Set<string>> {
  const tracked = (await output('git', ['ls-files', '-z', '--', ...sources])).split('\0').filter((file) => file !== '');
  const examples = tracked.filter((file) => file.startsWith('examples/')).map((file) => file.replace(/\.ts$/, '.js'));
  const judges = tracked.filter((file) => /^exercises\/.*\/(judge|[\w-]+\.kit)\.ts$/.test(file));
  return new Set([
    ...tracked,
    ...examples.flatMap((file) => [`dist/${file}`, `dist/${file}.map`]),
    ...judges.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`),
    ...bundle(root),
    ...arches.map((arch) => `prebuilds/linux-${arch}/sys-socket.node`),
  ]);
}

/** The entries of package.json, all that they import, directly or through others, and the maps: as they are in dist/ of a folder. */
export function bundle(folder: string): Set<string> {
  const { exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = new Set(read.map((file) => `dist/${file}`));
  const named = [...strings(exports), ...strings(bin)].filter((file) => file.startsWith('./dist/'));
  const follow = [...named.map((file) => join(file)), ...started.map((name) => `dist/${name}.js`)];
  for (let file = follow.pop(); file !== undefined; file = follow.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!existsSync(join(folder, file))) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/\b(?:from|import|require)[ (]*"(\.[^"\n]+\.js)"/g)) {
      follow.push(join(file, '..', file.endsWith('.d.ts') ? path.replace(/\.js$/, '.d.ts') : path));
    }
    const [, map] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(text) ?? [];
    if (map !== undefined) files.add(join(file, '..', map));
  }
  return files;
}

/** The files that are there and should not be, and those that should be there and are not. */
export function difference(files: readonly string[], expected: ReadonlySet<string>) {
  const missing = new Set(expected);
  const unexpected = files.filter((file) => !missing.delete(file));
  return { unexpected, missing: [...missing] };
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
