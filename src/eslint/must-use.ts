import type { Rule, SourceCode } from 'eslint';
import type ts from 'typescript';
import { type Held, held_result, intrinsic_name } from './result-type.js';

/** A node of ESTree, with the properties that ESLint and typescript-eslint add. */
type Node = Rule.Node;

/** The services of typescript-eslint's parser for rules that use types. */
interface Services {
  readonly program?: ts.Program | null;
  readonly esTreeNodeToTSNodeMap: { get(node: unknown): ts.Node };
}

/** Reports a Result, alone, in a promise or among other values, that is dropped, discarded with `void`, or used as a boolean. */
export const must_use: Rule.RuleModule = {
  meta: {
    type: 'problem',
    hasSuggestions: true,
    docs: {
      description: 'require that every Result is used, since it says whether the call failed',
      url: 'https://www.npmjs.com/package/sys-socket',
    },
    schema: [],
    messages: {
      dropped: 'This Result{{held}} is dropped, so an error would go unnoticed.',
      voided: 'This Result{{held}} is discarded with void: a comment must say why.',
      truthy: 'A Result is always truthy: test its ok.',
      unwrap: 'Take the value with unwrap(...), which throws on an error.',
      ok: 'Test its ok.',
    },
  },
  create,
};

function create(context: Rule.RuleContext): Rule.RuleListener {
  const { sourceCode } = context;
  const services = sourceCode.parserServices as Partial<Services>; // other parsers have none of them
  const { program, esTreeNodeToTSNodeMap } = services;
  if (!program || esTreeNodeToTSNodeMap === undefined) {
    throw new Error(
      'sys-socket/must-use needs type information: typescript-eslint with languageOptions.parserOptions.projectService',
    );
  }
  const checker = program.getTypeChecker();
  const to_ts = (node: unknown) => esTreeNodeToTSNodeMap.get(node);
  const held_by = (node: unknown) => held_result(checker.getTypeAtLocation(to_ts(node)), checker);

  const drop = (node: Node): void => {
    for (const last of values_of(node)) {
      const voided = is_void(last);
      const dropped = voided ? last.argument : last;
      const held = held_by(dropped);
      if (held === undefined || (voided && has_comment(sourceCode, last))) continue;
      context.report({
        node: last,
        messageId: voided ? 'voided' : 'dropped',
        data: data_of(held),
        suggest: unwrapped(sourceCode, { dropped, whole: last, held }),
      });
    }
  };

  const test = (node: Node | null | undefined): void => {
    if (node == null || node.type === 'UnaryExpression' || node.type === 'LogicalExpression') return; // a separate visitor judges these
    const held = held_by(node);
    if (held !== 'alone') return;
    context.report({
      node,
      messageId: 'truthy',
      suggest: [
        { messageId: 'ok', fix: (fixer) => fixer.insertTextAfter(node, '.ok') },
        ...unwrapped(sourceCode, { dropped: node, whole: node, held }),
      ],
    });
  };

  /** How the result of a function holds a Result. */
  const returned_by = (node: Node): Held | undefined =>
    checker
      .getTypeAtLocation(to_ts(node))
      .getCallSignatures()
      .map((signature) => held_result(signature.getReturnType(), checker))
      .find((held) => held !== undefined);

  /** Reports a function that returns a Result to a method of arrays that takes it for a boolean. */
  const asked = (argument: Node): void => {
    const body = body_of(argument);
    if (body !== undefined) test(body);
    else if (returned_by(argument) === 'alone') context.report({ node: argument, messageId: 'truthy' });
  };

  const is_array = (node: unknown): boolean => {
    const type = checker.getTypeAtLocation(to_ts(node));
    return checker.isArrayType(type) || checker.isTupleType(type);
  };

  /** Reports a function that returns a Result where its caller ignores the result, as forEach does. */
  const ignored = (argument: Node): void => {
    const node = to_ts(argument) as ts.Expression;
    const wanted = checker.getContextualType(node)?.getCallSignatures() ?? [];
    const gives_nothing = wanted.length > 0 && wanted.every((signature) => is_void_type(signature.getReturnType()));
    if (!gives_nothing) return;
    const held = returned_by(argument);
    if (held === undefined) return;
    const body = body_of(argument);
    context.report({
      node: argument,
      messageId: 'dropped',
      data: data_of(held),
      suggest: body === undefined ? [] : unwrapped(sourceCode, { dropped: body, whole: body, held }),
    });
  };

  return {
    ExpressionStatement: ({ expression }) => drop(expression as Node),
    ForStatement: ({ init, update }) => {
      for (const part of [init, update]) if (part != null && part.type !== 'VariableDeclaration') drop(part as Node);
    },
    'CallExpression, NewExpression': (node: Node) => {
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
      const functions = node.arguments.filter(({ type }) => may_be_function(type)) as Node[];
      const method = method_of(node.callee as Node);
      const asks = method !== undefined && asking.has(method.name) && is_array(method.object);
      functions.forEach(asks ? asked : ignored);
    },
    'IfStatement, WhileStatement, DoWhileStatement, ForStatement, ConditionalExpression': (node: Node) => {
      if ('test' in node) test(node.test as Node | null | undefined);
    },
    'UnaryExpression[operator="!"]': (node: Node) => {
      if (node.type === 'UnaryExpression') test(node.argument as Node);
    },
    LogicalExpression: ({ left }) => test(left as Node),
  };
}

/** The methods of arrays whose function answers yes or no. */
const asking: ReadonlySet<string> = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
]);

/** The object and the name of a method that is called; undefined for what is no `a.b`. */
function method_of(callee: Node): { readonly object: unknown; readonly name: string } | undefined {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined;
  return { object: callee.object, name: callee.property.name };
}

/** The expression that an arrow function returns, if it has no block. */
function body_of(node: Node): Node | undefined {
  return node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement'
    ? (node.body as Node)
    : undefined;
}

function may_be_function(type: string): boolean {
  return ['ArrowFunctionExpression', 'FunctionExpression', 'Identifier', 'MemberExpression'].includes(type);
}

function is_void_type(type: ts.Type): boolean {
  return intrinsic_name(type) === 'void';
}

/** The expressions whose values a statement drops: all of `a, b`, either of `c ? a : b`, the last of `a && b`. */
function values_of(node: Node): Node[] {
  const of = (child: unknown) => values_of(child as Node);
  switch (node.type as string) {
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return of(Reflect.get(node, 'expression'));
    case 'SequenceExpression':
      return (Reflect.get(node, 'expressions') as Node[]).flatMap(values_of);
    case 'ConditionalExpression':
      return [...of(Reflect.get(node, 'consequent')), ...of(Reflect.get(node, 'alternate'))];
    case 'LogicalExpression':
      return of(Reflect.get(node, 'right'));
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return [];
    default:
      return [node];
  }
}

function is_void(node: Node): node is Node & { argument: Node } {
  return node.type === 'UnaryExpression' && node.operator === 'void';
}

/** True if there is a comment within the statement, after it on its line, or on the line above. */
function has_comment(sourceCode: SourceCode, node: Node): boolean {
  const [first, last] = [node.loc?.start.line ?? 0, node.loc?.end.line ?? 0];
  return sourceCode.getAllComments().some(({ loc }) => {
    const [from, to] = [loc?.start.line ?? 0, loc?.end.line ?? 0];
    return (from >= first && from <= last) || to === first - 1;
  });
}

/** What a message says of where the Result is. */
function data_of(held: Held) {
  return { held: held === 'alone' ? '' : ` ${held}` };
}

interface Dropped {
  readonly dropped: Node;
  /** The node including the `void` before it. */
  readonly whole: Node;
  readonly held: Held;
}

/** The suggestion to unwrap a Result, if one expression can. */
function unwrapped(sourceCode: SourceCode, { dropped, whole, held }: Dropped): Rule.SuggestionReportDescriptor[] {
  if (held === 'among other values') return [];
  const text = sourceCode.getText(dropped);
  const made = {
    alone: `unwrap(${text})`,
    'in a promise': `unwrap(await ${text})`,
    'in an array': `(${text}).map((result) => unwrap(result))`,
  }[held];
  const fix: Rule.ReportFixer = (fixer) => [fixer.replaceText(whole, made), ...imported(fixer, sourceCode)];
  return [{ messageId: 'unwrap', fix }];
}

/** Adds `unwrap` to the imported names, if there is an import to add it to. */
function* imported(fixer: Rule.RuleFixer, sourceCode: SourceCode) {
  for (const statement of sourceCode.ast.body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== 'sys-socket') continue;
    const names = statement.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
    const last = names.at(-1);
    if (last === undefined || names.some(({ local }) => local.name === 'unwrap')) return;
    yield fixer.insertTextAfter(last, ', unwrap');
    return;
  }
}
