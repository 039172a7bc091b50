// What can be learned about a file without running it.
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { basename, isAbsolute, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { package_root } from '../load.js';
import type { Row } from './verdict.js';

type TypeScript = typeof import('typescript');

/** True for the unchanged starter, below the text of its task. */
export function is_untouched(file: string, starter: string): boolean {
  const bare = (path: string) => readFileSync(path, 'utf8').trimEnd();
  return file !== starter && bare(file).endsWith(bare(starter));
}

/**
 * The first name that the file takes from the package although it must write it itself, with its line. The name may be imported, also by
 * a call of `import`, re-exported, or taken from the whole module.
 */
export function forbidden(file: string, names: readonly string[]): Row | undefined {
  const text = readFileSync(file, 'utf8');
  for (const name of names) {
    const at = taken(text, name);
    if (at !== undefined) return [name, `${near(file)}:${text.slice(0, at).split('\n').length}`];
  }
  return undefined;
}

/** The position at which a name is taken from the package. */
function taken(text: string, name: string): number | undefined {
  const word = new RegExp(`\\b${name}\\b`);
  const statements = /\b(?:import|export)\s+(?:type\s+)?([^;'"]*?)\s*from\s*['"]sys-socket['"]/g;
  for (const { 0: whole, 1: what = '', index } of text.matchAll(statements)) {
    const space = /\*\s*as\s+(\w+)/.exec(what)?.[1];
    if (space === undefined && word.test(what)) return index + whole.search(word);
    const at = space === undefined ? -1 : text.search(of_module(name, `${space}\\b`));
    if (at >= 0) return at;
  }
  const at = text.search(of_module(name, `\\(?\\s*await\\s+import\\(\\s*['"]sys-socket['"]\\s*\\)\\s*\\)?`));
  return at < 0 ? undefined : at;
}

/** `space.name`, `space['name']` and `const { name } = space`. */
function of_module(name: string, space: string): RegExp {
  return new RegExp(
    `(?<![\\w.])${space}\\s*(?:\\.\\s*${name}\\b|\\[\\s*['"]${name}['"])|\\{[^{}]*\\b${name}\\b[^{}]*\\}\\s*=\\s*${space}`,
  );
}

/** Why a file does not parse, as rows; undefined if it parses, or if there is no TypeScript to tell. */
export function syntax_error(file: string): readonly Row[] | undefined {
  const ts = compiler(file);
  if (ts === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, allowJs: true },
  });
  const [first] = diagnostics.filter(({ category, code }) => category === ts.DiagnosticCategory.Error && code < 2000);
  return first && described(ts, file, text, first);
}

/**
 * An error of the type checker in a file, as rows: that of the line that an exception names, or else the first. None for JavaScript.
 *
 * @param said the text of the exception, with `file.ts:12`
 */
export function type_error(file: string, said = ''): readonly Row[] | undefined {
  const ts = /\.[cm]?ts$/.test(file) ? compiler(file) : undefined;
  if (ts === undefined) return undefined;
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    // If the package is not in the learner's own node_modules, its types are here.
    ...(found(file, 'sys-socket') === undefined ? { paths: { 'sys-socket': [types] } } : {}),
  });
  const source = program.getSourceFile(file);
  const text = readFileSync(file, 'utf8');
  const lines = new Set(
    said
      .split(`${basename(file)}:`)
      .slice(1)
      .map((rest) => Number.parseInt(rest, 10)),
  );
  const complaints = program
    .getSemanticDiagnostics(source)
    .filter(
      ({ code, messageText }) =>
        !unresolved.has(code) && !is_of_node(ts.flattenDiagnosticMessageText(messageText, ' ')),
    );
  const best =
    complaints.find(({ start = 0 }) => lines.has(text.slice(0, start).split('\n').length)) ??
    complaints.find(({ code }) => !consequences.has(code)) ??
    complaints[0];
  return best && described(ts, file, text, best);
}

/** "Must return a value": a consequence of any error within a function. */
const consequences = new Set([2355, 2366]);

const types = `${package_root}dist/index.d.ts`;

/** A module, or Node's types, that the learner's folder lacks: not an error of the file. */
const unresolved = new Set([2307, 2580, 2591, 7016, 2688]);

/** `console` or `import.meta.url` where Node's types are missing: what exists in this process exists in the learner's. */
function is_of_node(complaint: string): boolean {
  const name = /^Cannot find name '(\w+)'/.exec(complaint)?.[1];
  if (name !== undefined) return name in globalThis;
  return /^Property '(url|dirname|filename|resolve)' does not exist on type 'ImportMeta'/.test(complaint);
}

function described(ts: TypeScript, file: string, text: string, found: import('typescript').Diagnostic): readonly Row[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const { line, character } = ts.getLineAndCharacterOfPosition(source, found.start ?? 0);
  const path = near(file);
  // A long path would leave no space for the line.
  const place = `${isAbsolute(path) ? basename(path) : path}:${line + 1}`;
  const whole = text.split('\n')[line] ?? '';
  // Together with the place it fits a terminal, and the caret is under a part of the line that is shown.
  const room = Math.max(30, 72 - place.length);
  const indent = whole.length - whole.trimStart().length;
  const from = character - indent < room - 10 ? indent : character - Math.floor(room / 2);
  const shown = from > indent ? `…${whole.slice(from + 1, from + room)}` : whole.slice(from, from + room);
  const caret = `${' '.repeat(character - from)}^`;
  const complaint = essence(found.messageText);
  const rows: Row[] = [[place, shown]];
  return caret.length + complaint.length < room
    ? [...rows, ['', `${caret} ${complaint}`]]
    : [...rows, ['', caret], ['', complaint]];
}

type Chain = import('typescript').DiagnosticMessageChain;

/** The message and the last of its reasons; the reasons in between describe nested types. For overloads, the shortest message. */
function essence(message: string | Chain): string {
  if (typeof message === 'string') return message;
  const reasons = message.next ?? [];
  if (message.code === no_overload_matches) {
    const each = reasons.flatMap(({ next = [] }) => next.map(({ messageText }) => messageText));
    return each.sort((a, b) => a.length - b.length)[0] ?? message.messageText;
  }
  let last = message;
  for (let next = reasons.at(-1); next !== undefined; next = next.next?.at(-1)) last = next;
  return last === message ? message.messageText : `${message.messageText} ${last.messageText}`;
}

const no_overload_matches = 2769;

/** The TypeScript of the file's own project, or the one beside this package. */
function compiler(file: string): TypeScript | undefined {
  const place = typescript_for(file);
  return place === undefined ? undefined : createRequire(file)(place);
}

/** The path of TypeScript for a file; undefined if there is none. */
export function typescript_for(file: string): string | undefined {
  return typescript_of(file) ?? typescript_of(`${package_root}package.json`);
}

/** The TypeScript of a file's own project, if it has an API: from version 7 on, its module exports only the version. */
export function typescript_of(file: string): string | undefined {
  const place = found(file, 'typescript');
  return place !== undefined && basename(place) === 'typescript.js' ? place : undefined;
}

/** The command that installs it. */
export const install_typescript = 'npm install --save-dev typescript@6 @types/node';

/** A program that Node runs. */
export function is_script(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

/** Why a TypeScript file cannot be run here; undefined if it can. */
export function no_typescript(file: string): string | undefined {
  if (!/\.[cm]?ts$/.test(file) || runs_typescript(file) || typescript_for(file) !== undefined) return undefined;
  return `Node ${process.versions.node} does not run TypeScript: ${install_typescript}, or use Node 22.18 or newer`;
}

/** True if Node strips the types itself. Before 24 it does not know `using`, so TypeScript is preferred if there is one. */
export function runs_typescript(file: string): boolean {
  const strips = Reflect.get(process.features, 'typescript');
  return Boolean(strips) && (Number.parseInt(process.versions.node, 10) >= 24 || typescript_for(file) === undefined);
}

/** True if Node cannot run this file itself, or finds another copy of this package: it needs the hooks of typescript.ts. */
export function needs_hooks(file: string): boolean {
  return (
    (/\.[cm]?ts$/.test(file) && !runs_typescript(file)) || found(file, 'sys-socket') !== `${package_root}dist/index.js`
  );
}

let registered = false;

/** Makes sure that this process can import the file. */
export function make_runnable(file: string): void {
  if (registered || !needs_hooks(file)) return;
  register(pathToFileURL(`${package_root}dist/learn/typescript-hooks.js`));
  registered = true;
}

function found(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

/** A file below this folder is named relative to it. */
export function near(file: string): string {
  const path = relative('', file);
  return path.startsWith('..') ? file : path;
}
