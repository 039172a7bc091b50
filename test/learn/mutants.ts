// Programs that are nearly right: each differs from a solution by one thing that people leave out, swap or ignore.
import ts from 'typescript';

export interface Mutant {
  /** `14: while (filled < n) ... : runs once` */
  readonly what: string;
  readonly source: string;
}

/** A piece of the source, and what stands there instead. */
interface Change {
  readonly at: ts.Node;
  readonly by: string;
  readonly told: string;
}

/** All mutants of a program, in the order of its lines. */
export function mutants_of(source: string): Mutant[] {
  const file = ts.createSourceFile('solution.ts', source, ts.ScriptTarget.ESNext, true);
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    changes.push(...changed(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes.map(({ at, by, told }) => {
    const line = file.getLineAndCharacterOfPosition(at.getStart()).line + 1;
    const was = at.getText().replace(/\s+/g, ' ').slice(0, 60);
    const mutated = source.slice(0, at.getStart()) + by + source.slice(at.end);
    return { what: `${line}: ${was}: ${told}`, source: mutated };
  });
}

function changed(node: ts.Node): Change[] {
  if (ts.isIterationStatement(node, false)) return [once(node)];
  if (ts.isIfStatement(node)) return conditions(node);
  if (ts.isBinaryExpression(node)) return operators(node);
  if (ts.isCallExpression(node)) return calls(node);
  if (ts.isExpressionStatement(node)) return [{ at: node, by: ';', told: 'left out' }];
  if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent) && !is_port(node))
    return [{ at: node, by: String(Number(node.text) + 1), told: 'one more' }];
  if (ts.isStringLiteral(node) && /^E[A-Z]+$/.test(node.text))
    return [{ at: node, by: "'EBADF'", told: 'another error' }];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [{ at: node, by: node.operand.getText(), told: 'not negated' }];
  if (ts.isVariableDeclarationList(node) && /^using\b/.test(node.getText()))
    return [{ at: node, by: node.getText().replace(/^using/, 'const'), told: 'not owned' }];
  if (is_result(node)) return [{ at: node, by: 'true', told: 'result ignored' }];
  return [];
}

/** A port other than 0 belongs to the machine: who else has it decides what comes of the mutant. */
function is_port({ parent }: ts.NumericLiteral): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText() === 'sockaddr_in';
}

/** A `.ok` that is one condition among others: alone, as `x.ok` or `!x.ok`, it is a condition of {@link conditions}. */
function is_result(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'ok') return false;
  const whole = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
  return !ts.isIfStatement(whole.parent);
}

/** `break` and `continue` stay what they are, since there is a loop around them. */
function once(loop: ts.IterationStatement): Change {
  const { statement } = loop;
  return { at: statement, by: `{ do ${statement.getText()} while (false); break; }`, told: 'runs once' };
}

function conditions({ expression }: ts.IfStatement): Change[] {
  return ['true', 'false'].map((by) => ({ at: expression, by, told: by }));
}

const swapped: Readonly<Record<string, readonly string[]>> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '+=': ['=', '-='],
  '-=': ['=', '+='],
};

function operators(node: ts.BinaryExpression): Change[] {
  const { left, right, operatorToken: operator } = node;
  const others = swapped[operator.getText()] ?? [];
  const told = others.map((by): Change => ({ at: operator, by, told: `${by} in ${node.getText().slice(0, 40)}` }));
  if (operator.kind !== ts.SyntaxKind.BarToken) return told;
  return [left, right].map((by) => ({ at: node, by: by.getText(), told: `only ${by.getText()}` }));
}

const flags = /^(MSG|SOCK|POLL|EPOLL|O)_?[A-Z]+$/;

/** A piece of a buffer becomes the whole, or its other end; a flag is missing; what unwrap would throw is ignored. */
function calls(node: ts.CallExpression): Change[] {
  const { expression, arguments: given } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  if (ts.isPropertyAccessExpression(expression) && /^(subarray|slice)$/.test(name)) {
    const whole: Change = { at: node, by: expression.expression.getText(), told: 'the whole of it' };
    const [from, to] = given;
    if (from === undefined || to === undefined) return [whole];
    const swap = `${expression.getText()}(${to.getText()}, ${from.getText()})`;
    return [whole, { at: node, by: swap, told: 'offsets swapped' }];
  }
  return given.filter((one) => flags.test(one.getText())).map((one) => ({ at: one, by: '0', told: 'flag missing' }));
}
