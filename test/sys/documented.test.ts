// Every error that a call documents is expected by a test of this folder that makes the call, or a comment above the call's tests says why it is not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { codes_of_calls } from '../support/codes.js';
import { root } from '../support/strace.js';
import { on_files } from './on-files.js';

const documented = codes_of_calls('src/sys');
const folder = join(root, 'test/sys');

/** Names of calls, by the name of a list of them: `const ways_to_send = [{ name: 'send', ... }]`. */
type Lists = ReadonlyMap<string, readonly string[]>;

const words = (text: string): string[] => text.match(/[A-Za-z_]\w*/g) ?? [];
const codes_in = (text: string): string[] => words(text).filter((word) => /^E[A-Z0-9]+$/.test(word));
const pairs = (calls: readonly string[], codes: readonly string[]): string[] =>
  calls.flatMap((call) => codes.map((code) => `${call} ${code}`));

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ES2022, true);
}

/** The lists that a file declares, and those that it is given. */
function lists_in(source: ts.SourceFile, given: Lists): Lists {
  const lists = new Map(given);
  const visit = (node: ts.Node): void => {
    const text = ts.isVariableDeclaration(node) ? (node.initializer?.getText() ?? '') : '';
    if (ts.isVariableDeclaration(node) && text.startsWith('[')) {
      const named = [...text.matchAll(/'(\w+)'/g)].map(([, word = '']) => word).filter((word) => documented.has(word));
      lists.set(node.name.getText(), [...named, ...words(text).flatMap((word) => lists.get(word) ?? [])]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lists;
}

/** `send EPIPE`, for each error of a call that the tests of a file expect, and for each that its comments speak of. */
function found_in(source: ts.SourceFile, lists: Lists): string[] {
  const calls_in = (text: string): string[] =>
    words(text).flatMap((word) => lists.get(word) ?? (documented.has(word) ? [word] : []));
  const page = source.fileName.replace(/(-refused)?\.test\.ts$/, '').replaceAll('-', '_');
  const found: string[] = [];

  /** @param about the calls that the describe.each around it is for */
  const visit = (node: ts.Node, about: readonly string[]): void => {
    if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) {
      ts.forEachChild(node, (child) => visit(child, about));
      return;
    }
    const text = node.getText();
    const [callee = '', title = '', , , last = ''] = [node.expression.expression, ...node.expression.arguments].map(
      (part) => part.getText(),
    );
    const comments = (ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [])
      .map(({ pos, end }) => source.text.slice(pos, end))
      .join(' ');
    const titled = calls_in([comments, callee, title].join(' '));
    found.push(...pairs(titled.length > 0 ? titled : calls_in(text), codes_in(comments)));
    if (callee.startsWith('describe')) {
      const each = calls_in(callee);
      for (const argument of node.expression.arguments) visit(argument, [...about, ...each]);
    } else if (callee === 'contract') {
      found.push(...pairs([title], codes_in(last)));
    } else {
      // What is expected by name, and by a name that is a variable; a code alone counts for the calls of the page that the file is about.
      const made = about.length > 0 ? about : calls_in(text);
      for (const [, call, code = ''] of text.matchAll(/refused\((?:'(\w+)'|\w+), '(\w+)'\)/g)) {
        found.push(...pairs(call === undefined ? made : [call], [code]));
      }
      const alone = codes_in(text.replace(/refused\([^)]*\)/g, ''));
      found.push(
        ...pairs(
          [...about, ...calls_in(text)].filter((call) => call.startsWith(page)),
          alone,
        ),
      );
    }
  };
  visit(source, []);
  return found;
}

it('every error that a call documents is expected by a test, or has its reason', () => {
  const shared = lists_in(parsed('ways.ts'), new Map());
  const found = new Set(Object.keys(on_files).flatMap((call) => pairs([call], documented.get(call) ?? [])));
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.ts'))) {
    const source = parsed(file);
    for (const pair of found_in(source, lists_in(source, shared))) found.add(pair);
  }
  const all = [...documented].flatMap(([call, codes]) => pairs([call], codes));
  expect(
    all.filter((pair) => !found.has(pair)),
    'no test of test/sys/ expects it, and no comment there has its reason',
  ).toEqual([]);
});
