// Every example of the docstrings, of README.md, of the site's guides and of some pages compiles against the built package, runs to its end, and prints what
// its comments say. The rule for those: a comment that ends a line with console.log is what is printed, literally; a
// remark stands in parentheses, behind that or alone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hang } from './support/hang.js';
import { by_libc } from './support/libc.js';
import { alone, no_namespace } from './support/namespace.js';
import { root } from './support/strace.js';

interface Example {
  /** Where it stands: `src/sys/send.ts:45`. */
  readonly where: string;
  readonly code: string;
  /** What its comments say that it prints. */
  readonly prints: readonly string[];
}

/** What this libc says in other words than glibc. */
const words: Readonly<Record<string, string>> = by_libc({
  glibc: {},
  musl: { 'Name or service not known': 'Name does not resolve' },
});

function examples_of(path: string): Example[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^( \* |)```ts\n([\s\S]*?)^\1```$/gm)].map(({ index, 1: margin = '', 2: body = '' }) => {
    const code = body.replaceAll(new RegExp(`^${margin.trimEnd().replace('*', '\\*')} ?`, 'gm'), '');
    const comments = [...code.matchAll(/console\.log\(.*\);? \/\/ (.*)$/gm)].flatMap(([, comment]) => comment ?? []);
    const prints = comments
      .map((comment) => comment.replace(/(^| )\([^()]*\)$/, ''))
      .filter((literal) => literal !== '')
      .map((literal) => words[literal] ?? literal);
    return { where: `${path}:${text.slice(0, index).split('\n').length + 1}`, code, prints };
  });
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
const paths = [
  'README.md',
  'docs/check.md',
  'docs/faults.md',
  'docs/interrupt.md',
  'docs/promises.md',
  ...readdirSync(join(root, 'site/guides')).flatMap((name) => (name.endsWith('.ko.md') ? [] : [`site/guides/${name}`])),
  ...sources.filter((path) => path.endsWith('.ts')).map((path) => `src/${path}`),
];
const examples = paths.sort().flatMap(examples_of);

// Inside the package, so that 'sys-socket' is the package itself, as it was built.
const folder = join(root, 'out', `docs-${process.pid}`);
const file_of = (example: Example) => join(folder, `${example.where.replaceAll(/\W/g, '-')}.ts`);
const complaints = new Map<string, string[]>();

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const example of examples) writeFileSync(file_of(example), example.code);
  const program = ts.createProgram(examples.map(file_of), {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: ['node'],
    skipLibCheck: true,
  });
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? '';
    complaints.set(name, [...(complaints.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  program.emit();
});

afterAll(() => rmSync(folder, { recursive: true }));

it('every file with examples was found', () => {
  expect(examples.length).toBeGreaterThan(50);
  const fences = paths.reduce(
    (count, path) => count + readFileSync(join(root, path), 'utf8').split('```ts').length - 1,
    0,
  );
  expect(examples.length).toBe(fences);
});

describe('an example compiles', () => {
  it.each(examples.map((example) => [example.where, example] as const))('%s', (_where, example) => {
    expect(complaints.get(file_of(example)) ?? []).toEqual([]);
  });
});

describe('an example runs, and prints what its comments say', () => {
  const runs = new Map<string, { readonly printed: readonly string[]; readonly failed: string | null }>();

  // One process runs them one after the other: each is a module, and what it logs is kept.
  const runner = `
    import { format } from 'node:util';
    const write = (run) => process.stdout.write(JSON.stringify(run) + '\\n');
    for (const file of process.argv.slice(2)) {
      const printed = [];
      console.log = (...values) => printed.push(...format(...values).split('\\n'));
      let failed = null;
      await import(file).catch((error) => { failed = String(error?.stack ?? error); });
      write({ file, printed, failed });
    }`;

  beforeAll(() => {
    const script = join(folder, 'runner.mjs');
    writeFileSync(script, runner);
    const command = [process.execPath, script, ...examples.map((example) => file_of(example).replace(/\.ts$/, '.js'))];
    // In a network of its own where that is allowed, so that ports of the examples are free and nobody listens.
    const [program = '', ...args] = no_namespace === undefined ? [...alone, ...command] : command;
    const { stdout, stderr, status, signal } = spawnSync(program, args, {
      cwd: folder, // what an example writes is gone with it
      encoding: 'utf8',
      timeout: hang,
      killSignal: 'SIGKILL',
    });
    for (const line of stdout.split('\n').filter((line) => line.startsWith('{'))) {
      const { file, ...run } = JSON.parse(line);
      runs.set(file, run);
    }
    // They run in order: the first that did not finish is the one that hung or ended the process.
    const unfinished = examples[runs.size]?.where;
    expect({ status, signal, stderr, unfinished }).toEqual({
      status: 0,
      signal: null,
      stderr: '',
      unfinished: undefined,
    });
  });

  it.each(examples.map((example) => [example.where, example] as const))('%s', (_where, example) => {
    const run = runs.get(file_of(example).replace(/\.ts$/, '.js'));
    expect(run?.failed).toBe(null);
    // Lines without a comment may stand between.
    const printed = run?.printed.filter((line) => example.prints.includes(line));
    expect(printed, `it printed:\n${run?.printed.join('\n')}`).toEqual(example.prints);
  });
});
