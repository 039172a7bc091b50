import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys_socket from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { cpp, macros } from './support/cpp.js';
import { root } from './support/strace.js';

const exported: Record<string, unknown> = { ...sys_socket };

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The headers that the binary takes its numbers from. */
const includes = (read('binding/constants.cc').match(/^#include <.*>$/gm) ?? []).join('\n');

/** What the compiler says: the number of each name, absent where the headers lack it. No #ifdef sees an enumerator. */
function numbers(names: Iterable<string>, enumerators: Iterable<string> = []): Record<string, number> {
  const print = (name: string) => `print("${name}", ${name});`;
  const guarded = [...names].map((name) => `#ifdef ${name}\n${print(name)}\n#endif`);
  const out = cpp(`
    ${includes}
    #include <cstdio>
    void print(const char* name, long long number) { std::printf("%s %lld\\n", name, number); }
    int main() {\n${[...guarded, ...[...enumerators].map(print)].join('\n')}\n}`);
  return Object.fromEntries([...out.matchAll(/^(\w+) (-?\d+)$/gm)].map(([, name, number]) => [name, Number(number)]));
}

/** The package's numbers for the same names. */
function ours(names: Iterable<string>): Record<string, unknown> {
  return Object.fromEntries([...names].map((name) => [name, exported[name]]));
}

/** The names of a list in binding/. */
function listed(list: string, of = /^(?:enum )?(\w+)$/gm): string[] {
  return [...list.matchAll(of)].flatMap(([, name]) => name ?? []);
}

describe('every macro of the headers is exported, with the number of the compiler', () => {
  const headers = [...macros(includes)].sort();
  // Using one of these is a warning since glibc 2.28: the two deprecated flags do nothing.
  const deprecated = /_IDN_(ALLOW_UNASSIGNED|USE_STD3_ASCII_RULES)$/;

  it.each([
    'AF',
    'SOCK',
    'IPPROTO',
    'MSG',
    'SHUT',
    'AI',
    'EAI',
    'NI',
    'SOL',
    'TCPI_OPT',
    'IP_PMTUDISC',
    'IPV6_PMTUDISC',
  ])('%s_*', (prefix) => {
    const names = headers.filter((name) => name.startsWith(`${prefix}_`) && !deprecated.test(name));
    expect(names).not.toEqual([]);
    expect(ours(names)).toEqual(numbers(names));
  });

  it('POLL*', () => {
    const names = headers.filter((name) => /^POLL[A-Z]+$/.test(name));
    expect(names).toContain('POLLIN');
    expect(ours(names)).toEqual(numbers(names));
  });

  it('errno', () => {
    const names = [...macros('#include <errno.h>')].filter((name) => /^E[A-Z0-9]+$/.test(name));
    expect(names.length).toBeGreaterThan(130);
    expect(ours(names)).toEqual(numbers(names));
  });
});

describe('every name of the lists', () => {
  const constants = read('binding/constants.txt');

  it('has the number of the compiler, and is undefined where the headers lack it', () => {
    const lists = `${constants}\n${read('binding/errno.txt')}`;
    const enumerators = listed(lists, /^enum (\w+)$/gm);
    const names = listed(lists);
    const absent = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(ours(names)).toEqual({ ...absent, ...numbers(listed(lists, /^(\w+)$/gm), enumerators) });
  });

  it('is in src/constants.ts, which is not stale', () => {
    expect(() => execFileSync(process.execPath, ['scripts/constants.mjs', '--check'], { cwd: root })).not.toThrow();
  });

  it('that has a type is exported with it, and not once more as a plain number', () => {
    const [plain = '', typed = ''] = constants.split('# typed:');
    const generated = listed(read('src/constants.ts').replaceAll(/^export const (\w+).*$/gm, '$1'));
    expect(generated).toEqual(expect.arrayContaining(listed(plain)));
    expect(generated.filter((name) => listed(typed).includes(name))).toEqual([]);
    expect(listed(typed).filter((name) => !(name in exported))).toEqual([]);
  });
});

describe('ErrnoName', () => {
  it('names every errno of the headers once, aliases aside', () => {
    const union = [...(read('src/errno.ts').match(/^ {2}\| '(E[A-Z0-9]+)'/gm) ?? [])].map((line) => line.slice(5, -1));
    const aliases = ['EWOULDBLOCK', 'EDEADLOCK', 'ENOTSUP'];
    const names = listed(read('binding/errno.txt')).filter((name) => !aliases.includes(name));
    expect(union.sort()).toEqual(names.sort());
  });
});
