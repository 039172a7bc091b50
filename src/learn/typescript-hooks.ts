// Hooks of node:module. See https://nodejs.org/api/module.html#customization-hooks
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { no_typescript, runs_typescript, syntax_error, typescript_for } from './source.js';
import { mapped } from './source-map.js';

const dist = new URL('../', import.meta.url);
const own: Readonly<Record<string, string>> = {
  'sys-socket': 'index.js',
  'sys-socket/promises': 'promises/index.js',
  'sys-socket/observe': 'observe/index.js',
  'sys-socket/strace': 'strace/index.js',
  'sys-socket/learn': 'learn/index.js',
};

/** The folder for compiled files, which the next start of a program and its workers reuse. */
const kept = process.env.SYS_SOCKET_COMPILED;

export const resolve: ResolveHook = (specifier, context, next) => {
  const file = own[specifier];
  if (file !== undefined) return { url: new URL(file, dist).href, shortCircuit: true };
  // In TypeScript, an import of ./x.js refers to ./x.ts.
  if (context.parentURL !== undefined && /^\.\.?\/.*\.js$/.test(specifier)) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
};

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith('file:') || !/\.m?ts(\?|$)/.test(url)) return next(url, context);
  if (runs_typescript(fileURLToPath(url))) return next(url, context);
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
};

async function compiled(file: string): Promise<string> {
  const source = readFileSync(file, 'utf8');
  const name = createHash('sha256').update(`${file}\0${source}`).digest('hex');
  const place = kept === undefined ? undefined : join(kept, `${name}.js`);
  if (place !== undefined && existsSync(place)) return readFileSync(place, 'utf8');
  const ts = await compiler(file);
  // TypeScript would emit code even for a file that does not parse.
  const broken = syntax_error(file);
  if (broken !== undefined) throw new SyntaxError(broken.map((row) => row.join('  ').trim()).join(' '));
  const made = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, sourceMap: true },
  });
  const text = mapped(made.outputText, JSON.parse(made.sourceMapText ?? '{}'));
  if (place !== undefined) {
    const draft = `${place}.${process.pid}.${threadId}`;
    writeFileSync(draft, text);
    renameSync(draft, place); // atomically
  }
  return text;
}

/** The TypeScript of the file's own project, or the one beside this package. */
async function compiler(file: string): Promise<typeof import('typescript')> {
  const place = typescript_for(file);
  if (place !== undefined) {
    const { default: ts } = await import(pathToFileURL(place).href);
    return ts;
  }
  throw new Error(no_typescript(file));
}
