import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { typescript_of } from '../../learn/source.js';
import { package_root } from '../../load.js';
import { Failure } from '../command.js';

/** A program to run, and the flags of Node that it needs. */
export interface Program {
  /** Its name in the trace. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly flags: readonly string[];
  /** The preload of the package that the program itself imports. */
  readonly preload: URL;
}

/** @throws Failure if the program cannot be run */
export function program_of(file: string, args: readonly string[]): Program {
  const path = resolve(file);
  if (!existsSync(path)) throw new Failure(`${file}: no such file`);
  if (!statSync(path).isFile()) throw new Failure(`${file}: not a file`);
  const preload = preload_for(path);
  return {
    name: basename(file, extname(file)),
    file: path,
    args,
    flags: flags_for(path, file, preload),
    preload,
  };
}

/** The flags with which Node runs TypeScript: none if it strips types itself, otherwise a loader of the user's project, or its TypeScript. */
function flags_for(path: string, file: string, preload: URL): string[] {
  if (!/\.[cm]?ts$/.test(path) || Reflect.get(process.features, 'typescript')) return [];
  const require = createRequire(path);
  const tsx = found(require, 'tsx');
  if (tsx !== undefined) return ['--import', pathToFileURL(tsx).href];
  const ts_node = found(require, 'ts-node/esm');
  if (ts_node !== undefined) return ['--no-warnings', '--import', registration(ts_node)];
  // The hooks beside the preload are used, so that program and watcher use the same copy of this package.
  const hooks = new URL('../../learn/typescript.js', preload);
  if (typescript_of(path) !== undefined && existsSync(fileURLToPath(hooks)))
    return ['--enable-source-maps', '--no-warnings', '--import', hooks.href];
  throw new Failure(
    `${file}: Node ${process.versions.node} does not run TypeScript, and the project has no tsx, ts-node or TypeScript 6: ` +
      'npm install --save-dev tsx, or use Node 22.18 or newer, or trace the compiled .js file',
  );
}

/** Registers ts-node's hooks, for which ts-node has no module for `--import`. */
function registration(hooks: string): string {
  const code = `import{register}from'node:module';register(${JSON.stringify(pathToFileURL(hooks).href)},'file:///')`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** The preload of the copy of sys-socket that the program imports, because that copy makes the calls. */
function preload_for(path: string): URL {
  const observe = found(createRequire(path), 'sys-socket/observe');
  const own = pathToFileURL(`${package_root}dist/cli/trace/preload.js`);
  if (observe === undefined) return own;
  const preload = new URL('../cli/trace/preload.js', pathToFileURL(observe));
  if (existsSync(fileURLToPath(preload))) return preload;
  throw new Failure(
    `the sys-socket that ${path} imports is older than this command: update it, or run the command of that version`,
  );
}

function found(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
