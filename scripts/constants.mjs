// Writes src/constants.ts and docs/constants.md from the lists binding/constants.txt and binding/errno.txt, and binding/typed.txt from
// src/, which has the names that have a type. With --check it writes nothing, and fails if a file is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(root + path, 'utf8');

/** A list by its headings: `# heading`, then a line for each name, followed by its meaning. The text before the first empty line describes the list. */
function sections(list, heading) {
  const found = heading === undefined ? [] : [{ heading, names: [] }];
  for (const line of list.slice(list.indexOf('\n\n')).split('\n')) {
    const [, name, text = ''] = /^(\w+)(?: +(.+))?$/.exec(line) ?? [];
    if (line.startsWith('# ')) found.push({ heading: line.slice(2), names: [] });
    else if (name) found.at(-1).names.push({ name, text });
  }
  return found;
}

const errno = sections(read('binding/errno.txt'), 'errno(3)');
const constants = [...sections(read('binding/constants.txt')), ...errno];
const newer = new Map(
  [...read('binding/newer.txt').matchAll(/^(?:enum )?(\w+) {2}\S+ {2}(\d\S+) {2}/gm)].map(([, name, since]) => [
    name,
    since,
  ]),
);

/** The calls in src/ that look up a number in the binary by its name. */
const asks = /\b(?:constant|domain|level|control|request|option|option_of_both)\(\s*(?:\w+,\s*)?'([A-Z]\w+)'/g;
const plain = new Set(constants.flatMap(({ names }) => names.map(({ name }) => name)));
const typed = readdirSync(`${root}src`, { recursive: true })
  .filter((path) => path.endsWith('.ts') && path !== 'constants.ts')
  .sort()
  .map((path) => [
    path,
    [...read(`src/${path}`).matchAll(asks)].map(([, name]) => name).filter((name) => !plain.has(name)),
  ])
  .filter(([, names]) => names.length > 0);
const told = new Set();
const typed_list = typed.flatMap(([path, names]) => {
  const first = names.filter((name) => !told.has(name) && told.add(name));
  return first.length === 0 ? [] : ['', `# src/${path}`, ...first];
});

/** A domain of socket(2) has its own type. */
const is_domain = (name) => /^AF_(?!MAX$)/.test(name);
const alias = (text) => /^= (\w+)$/.exec(text)?.[1];
const doc = (text) => (alias(text) ? `{@link ${alias(text)}} by another name` : text);
const declared = ({ name, text }) => [
  ...(text ? [`/** ${doc(text)} */`] : []),
  is_domain(name)
    ? `export const ${name}: Domain = domain('${name}');`
    : `export const ${name}: number = constant('${name}');`,
];
const errno_names = errno.flatMap(({ names }) => names.filter(({ text }) => !alias(text)).map(({ name }) => name));

const cell = (text) =>
  doc(text)
    .replaceAll('|', '\\|')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`');
const row = ({ name, text }) => `| \`${name}\` | ${newer.get(name) ?? ''} | ${cell(text)} |`;

const outputs = {
  'binding/typed.txt': [
    '# Made by `npm run constants` from src/: do not edit. The names that have a type, by the file that gives it to them.',
    ...typed_list,
  ],
  'src/constants.ts': [
    '// Made by `npm run constants` from binding/constants.txt and binding/errno.txt: do not edit. The names of the C headers, with',
    '// the numbers that the C compiler gave them.',
    "import { type Domain, domain } from './domain.js';",
    "import { constant } from './headers.js';",
    ...constants.flatMap(({ heading, names }) => ['', `// ${heading}`, '', ...names.flatMap(declared)]),
    '',
    '/** The errno names of Linux, as strace prints them. (`EWOULDBLOCK` is `EAGAIN`, `ENOTSUP` is `EOPNOTSUPP`.) */',
    `export type ErrnoName =\n${errno_names.map((name) => `  | '${name}'`).join('\n')};`,
  ],
  'docs/constants.md': [
    '# Every constant',
    '',
    '<!-- Made by scripts/constants.mjs from binding/constants.txt and binding/errno.txt: do not edit. -->',
    '',
    `${plain.size} names of the headers that are plain numbers, under the man page or the header that has them. Levels and options, which`,
    'have types, are in [options.md](options.md).',
    '',
    'The numbers are those of the C compiler that built the binary. Numbers that are newer than the oldest headers which this package',
    'is built with are in `binding/newer.txt`, with the kernel that first had each (the column *Linux*) and its header: the UAPI of Linux',
    'never changes, and the compiler checks every one that its headers have. So no name is ever undefined; a kernel that is older than',
    'the name answers `ENOPROTOOPT`, `EINVAL` or the like.',
    ...constants.flatMap(({ heading, names }) => [
      '',
      `## ${heading}`,
      '',
      '| name | Linux | what it means |',
      '|---|---|---|',
      ...names.map(row),
    ]),
  ],
};

for (const [path, lines] of Object.entries(outputs)) {
  const text = `${lines.join('\n')}\n`;
  if (!process.argv.includes('--check')) writeFileSync(root + path, text);
  else if (read(path) !== text) {
    console.error(`${path} is stale: npm run constants, then npm run build:native`);
    process.exitCode = 1;
  }
}
