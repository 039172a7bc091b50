import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './support/strace.js';

const compiler_options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  types: ['node'],
};

/** What an editor offers at the `|` of a program that uses the built package. */
function offered(program: string): string[] {
  const file = join(root, 'test/program.ts');
  const text = program.replace('|', '');
  const service = ts.createLanguageService({
    getCompilationSettings: () => compiler_options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const source = path === file ? text : ts.sys.readFile(path);
      return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source);
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  const completions = service.getCompletionsAtPosition(file, program.indexOf('|'), {});
  return completions?.entries.map(({ name }) => name).sort() ?? [];
}

/** The codes of a union of src/sys/, as they are written there. */
function documented(path: string, union: string): string[] {
  const source = readFileSync(join(root, path), 'utf8');
  const [, members = ''] = source.match(new RegExp(`export type ${union} =([^;]*);`)) ?? [];
  return [...members.matchAll(/'(\w+)'/g)].flatMap(([, code]) => code ?? []).sort();
}

describe('in an editor', () => {
  it("error.code === '|' offers what send(2) documents, and not all of errno", () => {
    const codes = documented('src/sys/send.ts', 'SendCode');
    expect(codes).toContain('EPIPE');
    expect(
      offered(`import { type Fd, send } from 'sys-socket';
        declare const fd: Fd;
        const sent = send(fd, new Uint8Array(1));
        if (!sent.ok && sent.error.code === '|') throw sent;`),
    ).toEqual(codes);
  });

  it("case '|' offers what connect(2) documents", () => {
    expect(
      offered(`import { connect, type Fd, sockaddr_in } from 'sys-socket';
        declare const fd: Fd;
        const connected = connect(fd, sockaddr_in('127.0.0.1', 80));
        if (!connected.ok) switch (connected.error.code) { case '|': }`),
    ).toEqual(documented('src/sys/connect.ts', 'ConnectCode'));
  });

  it("error.code === '|' of recv_exact offers the two ends and the deadline too", () => {
    expect(
      offered(`import { type Fd, recv_exact } from 'sys-socket';
        declare const fd: Fd;
        const got = recv_exact(fd, new Uint8Array(1));
        if (!got.ok && got.error.code === '|') throw got;`),
    ).toEqual(expect.arrayContaining(['DEADLINE_EXCEEDED', 'EAGAIN', 'EOF', 'UNEXPECTED_EOF']));
  });

  it('error.| offers the four things that an error says', () => {
    expect(
      offered(`import { type Fd, send } from 'sys-socket';
        declare const fd: Fd;
        const sent = send(fd, new Uint8Array(1));
        if (!sent.ok) sent.error.|`),
    ).toEqual(['code', 'errno', 'message', 'syscall']);
  });

  it('the options of a struct are offered by the names of C', () => {
    expect(
      offered(`import { type Fd, SO_LINGER, SOL_SOCKET, setsockopt } from 'sys-socket';
        declare const fd: Fd;
        setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_|`),
    ).toEqual(expect.arrayContaining(['l_linger', 'l_onoff']));
  });
});
