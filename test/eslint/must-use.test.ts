import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../src/eslint/index.js';
import { must_use } from '../../src/eslint/must-use.js';
import { root } from '../support/strace.js';

// With CI set, typescript-eslint would read the program from the disk, once, and not what is linted.
process.env.TSESTREE_SINGLE_RUN = 'false';

// A project of its own: the types are those of the built package.
mkdirSync(join(root, 'out'), { recursive: true });
const folder = mkdtempSync(join(root, 'out', 'eslint-'));
afterAll(() => rmSync(folder, { recursive: true }));
const tsconfig = {
  compilerOptions: { target: 'ES2022', module: 'NodeNext', strict: true, noEmit: true, types: [], skipLibCheck: true },
  include: ['*.ts'],
};
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
const filename = join(folder, 'program.ts');
writeFileSync(filename, '');

const imports = `import { close, recv, type Fd, type Result } from 'sys-socket';
declare const fd: Fd, buf: Uint8Array, fds: Fd[];
declare function ask(): Promise<ReturnType<typeof close>>;
`;
const with_unwrap = imports.replace('type Result }', 'type Result, unwrap }');

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { project: './tsconfig.json', tsconfigRootDir: folder },
  },
} as ConstructorParameters<typeof RuleTester>[0]); // typescript-eslint's parser has a type of its own

const valid = (code: string) => ({ filename, code: imports + code });
const wrong = (code: string, messageId: string, better: string) => ({
  filename,
  code: imports + code,
  errors: [{ messageId, suggestions: [{ messageId: 'unwrap', output: with_unwrap + better }] }],
});

tester.run('sys-socket/must-use', must_use, {
  valid: [
    'if (close(fd).ok) console.log(1);',
    'const closed = close(fd);',
    'void close(fd); // gone whatever it says',
    '// gone whatever it says\nvoid close(fd);',
    'if (!close(fd).ok) throw new Error();',
    'declare const maybe: Result<number, Error> | undefined;\nif (maybe) console.log(maybe.ok);',
    'const all = fds.map((one) => close(one));',
    'const shut = fds.filter((one) => close(one).ok);',
    'const others = fds.filter((one) => one !== fd);',
    'declare const mine: { filter(call: (one: Fd) => unknown): void };\nmine.filter(close);',
    'fds.forEach((one) => { const closed = close(one); });',
    'async function f() { const closed = await ask(); }',
    'let last: ReturnType<typeof close>;\nlast = close(fd);',
    'console.log(1);',
    'declare const neither: { ok: boolean };\nneither;',
  ].map(valid),
  invalid: [
    wrong('recv(fd, buf);', 'dropped', 'unwrap(recv(fd, buf));'),
    wrong('void close(fd);', 'voided', 'unwrap(close(fd));'),
    wrong(
      'fds.map((one) => close(one));',
      'dropped',
      '(fds.map((one) => close(one))).map((result) => unwrap(result));',
    ),
    wrong('async function f() { await ask(); }', 'dropped', 'async function f() { unwrap(await ask()); }'),
    wrong('async function f() { ask(); }', 'dropped', 'async function f() { unwrap(await ask()); }'),
    wrong(
      'async function f() { await Promise.all([ask(), ask()]); }',
      'dropped',
      'async function f() { (await Promise.all([ask(), ask()])).map((result) => unwrap(result)); }',
    ),
    wrong('fds.forEach((one) => close(one));', 'dropped', 'fds.forEach((one) => unwrap(close(one)));'),
    wrong('fd > 3 && close(fd);', 'dropped', 'fd > 3 && unwrap(close(fd));'),
    wrong('close(fd)!;', 'dropped', 'unwrap(close(fd))!;'),
    wrong('for (close(fd); fd > 3; ) break;', 'dropped', 'for (unwrap(close(fd)); fd > 3; ) break;'),
    wrong('for (; fd > 3; close(fd)) break;', 'dropped', 'for (; fd > 3; unwrap(close(fd))) break;'),
    wrong('console.log(1), close(fd);', 'dropped', 'console.log(1), unwrap(close(fd));'),
    wrong('fd > 3 ? close(fd) : 0;', 'dropped', 'fd > 3 ? unwrap(close(fd)) : 0;'),
    ...[
      'fds.forEach(close);', // there is nothing to wrap
      'async function f() { Promise.all([ask(), ask()]); }',
      'const pair = (): [number, ReturnType<typeof close>] => [1, close(fd)]; pair();',
      'const lists = (): ReturnType<typeof close>[][] => [fds.map((one) => close(one))]; lists();',
    ].map((code) => ({ filename, code: imports + code, errors: [{ messageId: 'dropped', suggestions: [] }] })),
    ...['fds.filter(close);', 'fds.some((one) => { return close(one); });'].map((code) => ({
      filename,
      code: imports + code,
      errors: [{ messageId: 'truthy', suggestions: [] }],
    })),
    ...[
      'fds.every(() => close(fd));',
      'const open = fds.find(() => close(fd));',
      'if (close(fd)) console.log(1);',
      'const shut = close(fd) ? 1 : 2;',
      'while (close(fd)) console.log(1);',
      'const no = !close(fd);',
    ].map((code) => ({
      filename,
      code: imports + code,
      errors: [
        {
          messageId: 'truthy',
          suggestions: [
            { messageId: 'ok', output: imports + code.replace('close(fd)', 'close(fd).ok') },
            { messageId: 'unwrap', output: with_unwrap + code.replace('close(fd)', 'unwrap(close(fd))') },
          ],
        },
      ],
    })),
  ],
});

describe('sys-socket/eslint', () => {
  const lint = async (parser: object, code: string) => {
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], ...plugin.configs.recommended, languageOptions: parser } as never],
    });
    return (await eslint.lintText(code, { filePath: filename }))[0]?.messages;
  };

  it('is one line of a flat config', async () => {
    const typed = { parser: tseslint.parser, parserOptions: { project: './tsconfig.json', tsconfigRootDir: folder } };
    expect(await lint(typed, `${imports}close(fd);`)).toMatchObject([
      { ruleId: 'sys-socket/must-use', severity: 2, line: 4 },
    ]);
  });

  it('says what it needs where there are no types', async () => {
    await expect(lint({ parser: tseslint.parser }, 'close(3);')).rejects.toThrow(
      /needs type information: typescript-eslint with/,
    );
  });
});
