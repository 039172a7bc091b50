import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exports_of } from './support/exports.js';
import { root } from './support/strace.js';

/** The floors of docs/architecture.md: a file may import from its own floor and from those below. */
const floors: readonly ((file: string) => boolean)[] = [
  () => false, // 0 is binding/
  (file) =>
    /^(result|errno|constants|domain|fd|builtin|load|loop|native|headers|registers|last|again|uncurried|thread)\.ts$|^explain\//.test(
      file,
    ),
  (file) => /^(codec|sockaddr|structs|options)\/|^(level|options|controls|cmsgs|ioctls)\.ts$/.test(file),
  (file) => /^sys\//.test(file),
  (file) => /^(stream|promises|netlink|interface)\//.test(file),
  (file) => /^(observe|strace)\//.test(file),
  (file) => /^learn\//.test(file),
  (file) => /^(cli|eslint|vitest)\/|^cli\.ts$/.test(file),
  (file) => file === 'index.ts', // on the roof
];

/** Rooms of sys/ that share more than the floors below: what man page or table they have in common. */
const shared: Readonly<Record<string, string>> = {
  'sys/getnameinfo.ts -> sys/getaddrinfo.ts': 'the EAI_ codes of gai_strerror(3)',
};

function files_of(folder: string, extension: string): string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((path) => path.endsWith(extension)).sort();
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const files = files_of('src', '.ts');

/** Each file of a folder with its imports from there, types included, as the compiler sees them. */
function imports_of(folder: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files_of(folder, '.ts').map((file) => {
      const { importedFiles } = ts.preProcessFile(read(`${folder}/${file}`));
      const inside = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
      return [file, inside.map((name) => normalize(join(dirname(file), name)).replace(/\.js$/, '.ts'))] as const;
    }),
  );
}

const imports = imports_of('src');

/** What each subject of binding/ (a header and its source) includes of the others. */
const includes = new Map<string, readonly string[]>();
for (const file of [...files_of('binding', '.h'), ...files_of('binding', '.cc')]) {
  const subject = subject_of(file);
  const others = [...read(`binding/${file}`).matchAll(/^#include "(.*\.h)"$/gm)].map(([, name = '']) =>
    subject_of(name),
  );
  includes.set(subject, [...(includes.get(subject) ?? []), ...others.filter((other) => other !== subject)]);
}

function subject_of(file: string): string {
  return file.replace(/\.(h|cc)$/, '');
}

/** Each circle of a graph, as the path that comes back to its beginning. */
function circles_of(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) circles.push([...path.slice(path.indexOf(node)), node].join(' -> '));
    else if (!done.has(node)) for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return circles;
}

const edges = [...imports].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

function floor_of(file: string): number {
  return floors.findIndex((has) => has(file));
}

describe('the floors', () => {
  it('have a place for every file', () => {
    expect(files.filter((file) => floor_of(file) < 0)).toEqual([]);
  });

  it('are built on those below: no import goes up', () => {
    expect(edges.length).toBeGreaterThan(100);
    expect(edges.filter(({ from, to }) => floor_of(to) > floor_of(from))).toEqual([]);
  });

  it('have two traces that know nothing of each other: observe/ and strace/', () => {
    const pair = new Set(['observe', 'strace']);
    const room = (file: string) => file.slice(0, file.indexOf('/'));
    const across = edges.filter(
      ({ from, to }) => pair.has(room(from)) && pair.has(room(to)) && room(from) !== room(to),
    );
    expect(across).toEqual([]);
  });

  it('have no cycles, not even of types', () => {
    expect(circles_of(imports)).toEqual([]);
  });

  it('have rooms in sys/ that stand alone, as man pages do', () => {
    const between = edges.filter(({ from, to }) => floor_of(from) === 3 && floor_of(to) === 3);
    expect(between.map(({ from, to }) => `${from} -> ${to}`)).toEqual(Object.keys(shared));
  });

  it('load the binary in one place: load.ts', () => {
    const loads = files.filter((file) => /sys_socket\.node|process\.dlopen/.test(read(`src/${file}`)));
    expect(loads).toEqual(['load.ts']);
  });
});

describe('labs/', () => {
  it('has no cycles, not even of types', () => {
    const found = imports_of('labs');
    expect(found.get('kit/run.ts')).toContain('kit/lab.ts');
    expect(circles_of(found)).toEqual([]);
  });
});

describe('the files', () => {
  it('are short: 250 lines at most, but for the generated list', () => {
    const written = [
      ['src', '.ts'],
      ['labs', '.ts'],
      ['binding', '.cc'],
      ['binding', '.h'],
    ] as const;
    const all = written.flatMap(([folder, extension]) =>
      files_of(folder, extension).map((file) => `${folder}/${file}`),
    );
    const long = all.filter((file) => file !== 'src/constants.ts' && read(file).split('\n').length > 251);
    expect(long).toEqual([]);
  });

  it('of index.ts holds exports only, and what SYS_SOCKET_TRACE starts', () => {
    const index = ts.createSourceFile('index.ts', read('src/index.ts'), ts.ScriptTarget.ES2022);
    expect(index.statements.length).toBeGreaterThan(20);
    const others = index.statements.filter((statement) => !ts.isExportDeclaration(statement));
    expect(others.map((statement) => statement.getText(index))).toEqual(["import './observe/start.js';"]);
  });

  it('have comments that state, and do not ask', () => {
    const sources = ['src', 'binding', 'labs', 'examples', 'test'].flatMap((folder) =>
      ['.ts', '.cc', '.h'].flatMap((extension) => files_of(folder, extension).map((file) => `${folder}/${file}`)),
    );
    const asked = sources.flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => /(^\s*\/?\*|\/\/ ).*[\w`)]\?(?= |$)/.test(line) && !/[`'"].*\?.*[`'"]/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(asked).toEqual([]);
  });

  it('have names in kebab-case', () => {
    expect(files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*[/.])+ts$/.test(file))).toEqual([]);
  });
});

describe('binding/', () => {
  const sources = files_of('binding', '.cc');

  it('has no circles: what a header or a source includes does not include it', () => {
    expect([...includes.values()].flat().length).toBeGreaterThan(30);
    expect(circles_of(includes)).toEqual([]);
  });

  it('has sources that do not include one another', () => {
    expect(sources.filter((source) => /#include .*\.cc[">]/.test(read(`binding/${source}`)))).toEqual([]);
  });

  it('reads errno in sys.h, and in netdb.cc for EAI_SYSTEM, and nowhere else', () => {
    const code = (path: string) =>
      read(`binding/${path}`)
        .replaceAll(/\/\/.*$/gm, '')
        .replaceAll(/^#include.*$/gm, '')
        .replaceAll('SSI(errno)', '') // the field ssi_errno of signalfd(2)
        .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
    const readers = [...sources, ...files_of('binding', '.h')].filter((path) => /\berrno\b/.test(code(path)));
    expect(readers.sort()).toEqual(['netdb.cc', 'sys.h']);
  });
});

describe('the docstrings', () => {
  const { checker } = exports_of('index');
  const functions = (['index', 'promises/index'] as const)
    .flatMap((entry) => exports_of(entry).exported)
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Function);

  it('of every exported function say what it does, and show it', () => {
    expect(functions.length).toBeGreaterThan(50);
    const silent = functions.filter((symbol) => {
      const examples = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
      const said = ts.displayPartsToString(symbol.getDocumentationComment(checker));
      return said === '' || !examples.some(({ text }) => ts.displayPartsToString(text).includes('```ts'));
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
