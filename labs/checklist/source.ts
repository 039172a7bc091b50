import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { Fault } from './fault.js';

/** Throws a Fault when the file does not parse: the line, and where in it. */
export function parses(file: string): void {
  const text = readFileSync(file, 'utf8');
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, allowJs: true },
  });
  const [first] = diagnostics.filter(({ category, code }) => category === ts.DiagnosticCategory.Error && code < 2000);
  if (first === undefined) return;
  const { line, character } = ts.getLineAndCharacterOfPosition(
    ts.createSourceFile(file, text, ts.ScriptTarget.ES2022),
    first.start ?? 0,
  );
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  const code = text.split('\n')[line] ?? '';
  const near = relative('', file);
  throw new Fault('does-not-parse', undefined, message, [
    `${near.startsWith('..') ? file : near}:${line + 1}:${character + 1}`,
    code,
    `${' '.repeat(character)}^`,
  ]);
}
