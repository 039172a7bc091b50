// Hooks of node:module. See https://nodejs.org/api/module.html#customization-hooks
import { existsSync, readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const dist = new URL('../../../dist/', import.meta.url);
const own: Readonly<Record<string, string>> = {
  'sys-socket': 'index.js',
  'sys-socket/observe': 'observe/index.js',
};

export const resolve: ResolveHook = (specifier, context, next) => {
  const file = own[specifier];
  if (file !== undefined) return { url: new URL(file, dist).href, shortCircuit: true };
  // TypeScript writes ./x.js for ./x.ts.
  if (context.parentURL !== undefined && /^\.\.?\/.*\.js$/.test(specifier)) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
};

export const load: LoadHook = (url, context, next) => {
  if (!url.startsWith('file:') || !/\.m?ts$/.test(url)) return next(url, context);
  const { outputText } = ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), {
    fileName: fileURLToPath(url),
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, inlineSourceMap: true },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
};
