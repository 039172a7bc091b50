import { join } from 'node:path';
import ts from 'typescript';
import { root } from './strace.js';

/** What src/index.ts exports, as the compiler sees it: each symbol where it is declared. */
export function exports_of_index(): { readonly checker: ts.TypeChecker; readonly exported: readonly ts.Symbol[] } {
  const index = join(root, 'src/index.ts');
  const program = ts.createProgram([index], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error('src/index.ts exports nothing');
  const declared = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return { checker, exported: checker.getExportsOfModule(module).map(declared) };
}
