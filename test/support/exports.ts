import { join } from 'node:path';
import ts from 'typescript';
import { root } from './strace.js';

/** The entries of the package whose exports are tested. */
export type Entry = 'index' | 'observe/index' | 'promises/index' | 'strace/index';

const file_of = (entry: Entry) => join(root, 'src', `${entry}.ts`);

// Created once for all entries, when the module is loaded: it takes seconds, which must not count against a test's timeout.
const entries: readonly Entry[] = ['index', 'observe/index', 'promises/index', 'strace/index'];
const program = ts.createProgram(entries.map(file_of), {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  types: ['node'],
});
const checker = program.getTypeChecker();

/** The symbols that an entry of src/ exports, as the compiler sees them at their declarations. */
export function exports_of(entry: Entry): {
  readonly checker: ts.TypeChecker;
  readonly exported: readonly ts.Symbol[];
} {
  const source = program.getSourceFile(file_of(entry));
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`src/${entry}.ts exports nothing`);
  const declared = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return { checker, exported: checker.getExportsOfModule(module).map(declared) };
}
