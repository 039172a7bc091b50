// Builds `dist/`, which ships, from src/ in one build, so that all entries share their modules. With two copies of the native table a
// trace could miss calls. The modules that src/index.ts reaches become one file, since opening files takes most of the time of an import.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The public entries, which have types, and the modules that the package itself starts or requires by file name. */
const entries = Object.values(exports).flatMap(({ default: file }) => (file === undefined ? [] : [name_of(file)]));
const own = [
  'cli',
  'cli/trace/preload',
  'observe/environment',
  'observe/check/environment',
  'observe/fault/environment',
  ...learn(),
];

/**
 * V8 takes long to bind a name in a module. So the constants are bound once, in index.js, and what else uses some of them has a copy of
 * src/constants.ts of its own, without the rest.
 */
const constants = join(root, 'src/constants.ts');
const copy = `${constants}?copy`;
const constants_of_core = {
  name: 'constants of core',
  async resolveId(source, importer) {
    if (!source.endsWith('/constants.js') || importer === join(root, 'src/index.ts')) return null;
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved.id === constants ? { id: copy, moduleSideEffects: false } : resolved;
  },
  load: (id) => (id === copy ? { code: readFileSync(constants, 'utf8'), moduleType: 'ts' } : null),
};

/** The files that the package reads as text. */
const read = ['cli/trace/page.js', 'cli/trace/page.css'];

if (
  newest(join(root, 'src'), join(root, 'out/exercises'), join(root, 'package.json'), fileURLToPath(import.meta.url)) >
  oldest(dist)
) {
  rmSync(dist, { recursive: true, force: true });
  await Promise.all([code(), types()]);
  for (const file of read) copyFileSync(join(root, 'src', file), join(dist, file));
}
// Node does not run TypeScript below node_modules, so dist/ has the judges of the exercises and the examples as JavaScript.
compiled('exercises', /(^|\/)(judge|[\w-]+\.kit)\.js$/);
compiled('examples', /\.js(\.map)?$/);

/** Processes that `sys-socket learn` starts, and hooks that Node loads. */
function learn() {
  return ['bench', 'typescript', 'typescript-hooks'].map((name) => `learn/${name}`);
}

/** Copies what tsc has compiled from a folder. */
function compiled(folder, which) {
  const from = join(root, 'out', folder);
  for (const file of readdirSync(from, { recursive: true }).filter((file) => which.test(file))) {
    const to = join(dist, folder, file);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(from, file), to);
  }
}

async function code() {
  const core = new Set();
  const build = await rolldown({
    input: files([...entries, ...own], 'src', '.ts'),
    platform: 'node',
    external: ['vitest', 'eslint', 'typescript'],
    tsconfig: join(root, 'tsconfig.json'),
    transform: { target: 'es2022' },
    // observe/start.ts is imported only for its side effects, and must not be removed. A number that is not used is not read.
    treeshake: { moduleSideEffects: true, manualPureFunctions: ['constant', 'domain'] },
    plugins: [
      constants_of_core,
      {
        name: 'core',
        buildEnd() {
          reach((id) => this.getModuleInfo(id), join(root, 'src/index.ts'), core);
          // It requires modules that import the others, which must have been evaluated by then.
          core.delete(join(root, 'src/observe/start.ts'));
          core.delete(constants);
        },
      },
    ],
  });
  await build.write({
    dir: dist,
    sourcemap: true,
    sourcemapPathTransform: (path) => path.replace('?copy', ''),
    // Fewer bytes to parse: the types have the docstrings, and the maps have the sources. With a single character that is not Latin-1, V8 would
    // keep two bytes for each character of a file.
    comments: { jsdoc: false },
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: false, asciiOnly: true } },
    chunkFileNames: 'shared/[name].js',
    codeSplitting: { groups: [{ name: 'core', test: (id) => core.has(id) }] },
  });
}

/** Collects the modules that a module imports, directly or through others. */
function reach(getModuleInfo, id, modules) {
  for (const imported of getModuleInfo(id)?.importedIds ?? []) {
    if (modules.has(imported)) continue;
    modules.add(imported);
    reach(getModuleInfo, imported, modules);
  }
}

/** One file of types for each entry, from the declarations that tsc has written for src/. */
async function types() {
  const build = await rolldown({
    input: files(entries, 'out/src', '.d.ts'),
    external: ['vitest', 'eslint', 'typescript', /^node:/],
    plugins: [dts({ dtsInput: true, sourcemap: false }), { name: 'only-types', generateBundle: only_types }],
  });
  await build.write({ dir: dist, chunkFileNames: 'shared/[name].js' });
}

/** rolldown would also write its runtime: code, which types do not need. */
function only_types(_, bundle) {
  for (const file of Object.keys(bundle)) if (!file.endsWith('.d.ts')) delete bundle[file];
}

function name_of(file) {
  return file.replace('./dist/', '').replace('.js', '');
}

function files(names, folder, ending) {
  return Object.fromEntries(names.map((name) => [name, join(root, folder, name + ending)]));
}

function newest(...paths) {
  return Math.max(...paths.flatMap(times));
}

function oldest(folder) {
  const made = times(folder);
  return made.length === 0 ? 0 : Math.min(...made);
}

/** The modification times of a file, or of each file in a folder. */
function times(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [stat.mtimeMs];
  return readdirSync(path).flatMap((name) => times(join(path, name)));
}
