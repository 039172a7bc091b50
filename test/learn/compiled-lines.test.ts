// Where TypeScript compiles for a Node that does not know all of it, each call has the line of the source: also one that is made by
// what TypeScript puts in front of the program, for `using` and decorators.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { runs_typescript } from '../../src/learn/source.js';
import { mapped } from '../../src/learn/source-map.js';
import { root } from '../support/strace.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Closes descriptors that nobody has, each by a number of its own, which a comment says at the line that is to be named. */
const program = `// The task of an exercise stands here,
// apart from what follows.

import { as_fd, close } from 'sys-socket';
import { trace } from 'sys-socket/observe';

trace(({ args, where }) => console.log(args[0], where));
const closes = (fd: number) => ({ [Symbol.dispose]: close.bind(undefined, as_fd(fd)) });
const soon = (fd: number) => ({ [Symbol.asyncDispose]: async () => void close(as_fd(fd)) }); // 1003
const decorates = (fd: number) => [as_fd(fd)].forEach.bind([as_fd(fd)], close as never);

function leaves(early: boolean): void {
  using one = closes(1001);
  if (early) return;
  close(as_fd(1000)); // 1000 1001
}
leaves(false);
{
  using one = closes(1002);
  await using other = soon(1003);
  await null; // 1002
}
for (using one of [closes(1004)]) {
  void one; // 1004
}
enum Kind {
  One = close(as_fd(1005)).ok ? 1 : 2, // 1005
}
namespace Inner {
  export const kind = close(as_fd(1006)); // 1006
}
class Thing {
  constructor(
    readonly kind: number = close(as_fd(1007)).ok ? 1 : 2, // 1007
  ) {
    close(as_fd(1008)); // 1008
  }
  accessor seen = close(as_fd(1009)); // 1009
  @decorates(1010)
  method() { // 1010
    close(as_fd(1011)); // 1011
  }
}
new Thing().method();
@decorates(1012)
class Other {} // 1012
const value = <T,>(one: T): T => {
  close(as_fd(1013)); // 1013
  return one satisfies T as T;
};
value<unknown>(Kind.One + Number(Inner.kind.ok) + Number(Other.length));
`;

const lines = program.split('\n');
const wanted = lines.flatMap((line, i) =>
  (/\/\/ (1\d{3}.*)$/.exec(line)?.[1]?.split(' ') ?? []).map((fd) => `${fd} program.ts:${i + 1}`),
);

const compiled = (source: string) => {
  const { outputText, sourceMapText = '{}' } = ts.transpileModule(source, {
    fileName: join(folder, 'program.ts'),
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, sourceMap: true },
  });
  return mapped(outputText, JSON.parse(sourceMapText));
};

/** The source and line of each line of a compiled text, as Node reads its map. */
function places(text: string): (string | undefined)[] {
  const [, map = ''] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text) ?? [];
  const payload = new SourceMap(JSON.parse(String(Buffer.from(map, 'base64'))));
  return text.split('\n').map((line, at) => {
    const entry = payload.findEntry(at, line.length - line.trimStart().length);
    return 'originalSource' in entry
      ? `${entry.originalSource.replace(/^.*\//, '')}:${entry.originalLine + 1}`
      : undefined;
  });
}

describe('the lines of a program that TypeScript compiles', () => {
  const file = join(folder, 'program.ts');
  writeFileSync(file, program);

  it.skipIf(runs_typescript(file))(
    'are those of the source, whatever syntax makes the call',
    { timeout: 30_000 },
    () => {
      const args = ['--enable-source-maps', '--import', join(root, 'dist/learn/typescript.js'), 'program.ts'];
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      expect(stderr).toBe('');
      const told = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/:\d+$/, ''));
      expect(told.sort()).toEqual(wanted.sort());
    },
  );

  it('are not those of what TypeScript puts in front of it: that is of this package', () => {
    const text = compiled(program);
    const found = places(text);
    const at = (part: string) => text.split('\n').findIndex((line) => line.includes(part));
    for (const part of ['r.dispose.call(r.value)', 'env.stack.push({ value', '__esDecorate = ', 'initializers[i].call'])
      expect(found[at(part)], part).toMatch(/^source-map\.ts:/);
    expect(found[at('close(as_fd(1000))')]).toBe(
      `program.ts:${lines.findIndex((line) => line.includes('// 1000')) + 1}`,
    );
    expect(found[at('function leaves')]).toBe(
      `program.ts:${lines.indexOf('function leaves(early: boolean): void {') + 1}`,
    );
  });

  it.each([
    ['const one: number = 1;\nconsole.log(one);\n', 'console.log(one)', 2],
    ["'use strict';\n{\n  using one = null;\n  console.log(one);\n}\n", 'console.log(one)', 4],
    ['/* kept */\n\nusing one = null;\nconsole.log(one);\n', 'console.log(one)', 4],
  ])('are right with helpers and without: %j', (source, part, line) => {
    const text = compiled(source);
    expect(places(text)[text.split('\n').findIndex((one) => one.includes(part))]).toBe(`program.ts:${line}`);
  });
});
