import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import * as sys_socket from 'sys-socket';
import { type Fd, getsockopt, IPPROTO_TCP, SOL_SOCKET, strerror } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { constant } from '../src/headers.js';
import { older_than } from './options/kit.js';
import { cpp, macros } from './support/cpp.js';
import { musl } from './support/libc.js';
import { open, pair } from './support/sockets.js';
import { root } from './support/strace.js';

const exported: Record<string, unknown> = { ...sys_socket };

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The headers that the binary takes its numbers from, and what it adds where musl's lack something. */
const includes = (read('binding/constants.cc').split('\nnamespace ')[0] ?? '').replace('#include "modules.h"\n', '');

/** What the compiler says of each name that the headers have: a macro, or an enumerator, which no #ifdef sees. */
function numbers(
  macros: Iterable<string>,
  enumerators: Iterable<string> = [],
  headers = includes,
): Record<string, number> {
  const print = (name: string) => `print("${name}", ${name});`;
  const guarded = [...macros].map((name) => `#ifdef ${name}\n${print(name)}\n#endif`);
  const out = cpp(`
    ${headers}
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
function listed(list: string): string[] {
  return [...read(`binding/${list}`).matchAll(/^[A-Z]\w*/gim)].map(([name]) => name);
}

describe('every macro of the headers is exported, with the number of the compiler', () => {
  const headers = [...macros(includes)].sort();
  // Using one of these is a warning since glibc 2.28: the two deprecated flags do nothing.
  const deprecated = /_IDN_(ALLOW_UNASSIGNED|USE_STD3_ASCII_RULES)$/;
  // glibc's macros lack these two: its getnameinfo refuses the flag, and the number of protocols is an enumerator.
  const of_musl = /^(NI_NUMERICSCOPE|IPPROTO_MAX)$/;

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
    const names = headers.filter(
      (name) => name.startsWith(`${prefix}_`) && !deprecated.test(name) && !of_musl.test(name),
    );
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
  const names = ['constants.txt', 'typed.txt', 'errno.txt'].flatMap(listed);
  const newer = [...read('binding/newer.txt').matchAll(/^(?:enum )?(\w+) {2}(\w+) {2}\d+\.\d+ {2}\S+/gm)].map(
    ([, name = '', number]) => [name, Number(number)] as const,
  );
  const known = macros(includes);

  it('is there once', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has the number of the compiler, or that of binding/newer.txt where the headers lack it', () => {
    const rows = new Map(newer);
    const enumerators = names.filter((name) => !known.has(name) && !rows.has(name));
    const [older, here] = [newer.filter(([name]) => !known.has(name)), names.filter((name) => known.has(name))];
    const expected = { ...Object.fromEntries(older), ...numbers(here, enumerators) };
    expect(names.filter((name) => !(name in exported))).toEqual([]);
    expect(ours(names)).toEqual(expected);
  });

  it('that is newer than some headers has the same number in those that have it', () => {
    expect(newer.length).toBeGreaterThan(20);
    expect(newer.filter(([name]) => !names.includes(name))).toEqual([]);
    const here = newer.filter(([name]) => known.has(name));
    expect(numbers(here.map(([name]) => name))).toEqual(Object.fromEntries(here));
  });

  it('is in the files that are made of them: npm run constants', () => {
    expect(() => execFileSync(process.execPath, ['scripts/constants.mjs', '--check'], { cwd: root })).not.toThrow();
  });

  it('is looked up with a message that says what to do when it is missing', () => {
    expect(() => constant('SO_NO_SUCH_OPTION')).toThrow(
      'the binary has no number for SO_NO_SUCH_OPTION: `npm run constants` adds the name to binding/typed.txt, ' +
        '`npm run build:native` compiles it',
    );
  });
});

describe('no export is undefined', () => {
  it.each(['sys-socket', 'sys-socket/observe', 'sys-socket/strace'])('of %s', async (entry) => {
    const all: Record<string, unknown> = await import(entry);
    expect(Object.keys(all).length).toBeGreaterThan(1);
    expect(Object.keys(all).filter((name) => all[name] === undefined)).toEqual([]);
  });
});

describe('an alias', () => {
  const headers = '#include <asm/socket.h>\n#include <linux/in.h>\n#include <linux/in6.h>\n#include <linux/tcp.h>';
  const aliases = {
    IP_ORIGDSTADDR: sys_socket.IP_ORIGDSTADDR,
    IP_RECVRETOPTS: sys_socket.IP_RECVRETOPTS,
    IPV6_ORIGDSTADDR: sys_socket.IPV6_ORIGDSTADDR,
    SO_DETACH_BPF: sys_socket.SO_DETACH_BPF,
    SO_GET_FILTER: sys_socket.SO_GET_FILTER,
    SCM_TIMESTAMP: sys_socket.SCM_TIMESTAMP,
    SCM_TIMESTAMPNS: sys_socket.SCM_TIMESTAMPNS,
    TCP_CM_INQ: sys_socket.TCP_CM_INQ,
  };

  it("has the number of the kernel's headers", () => {
    expect(aliases).toEqual(numbers(Object.keys(aliases), [], headers));
  });
});

describe('numbers that are newer than the headers of Debian 12', () => {
  /** What the kernel says of an option of a fresh socket. */
  function asked(fd: Fd, level: number, name: string): string {
    const answer = getsockopt(fd, level, Number(exported[name]), new Uint8Array(4));
    return answer.ok ? 'ok' : answer.error.code;
  }

  it.each([
    ['TCP_IS_MPTCP', '6.9', 0],
    ['TCP_RTO_MAX_MS', '6.15', 120_000],
  ])('%s is what the kernel takes for it', (name, since, initial) => {
    const fd = open();
    const bytes = new Uint8Array(4);
    const answer = getsockopt(fd, IPPROTO_TCP, Number(exported[name]), bytes);
    if (older_than(since)) expect(answer).toMatchObject({ ok: false, error: { code: 'ENOPROTOOPT' } });
    else expect([answer.ok, new DataView(bytes.buffer).getInt32(0, endianness() === 'LE')]).toEqual([true, initial]);
  });

  it.each([
    ['SO_PASSPIDFD', '6.5'],
    ['SO_PEERPIDFD', '6.5'],
    ['SO_PASSRIGHTS', '6.16'],
  ])('%s is an option of unix sockets, and not of others', (name, since) => {
    const [a] = pair();
    if (older_than(since)) expect(asked(a, SOL_SOCKET, name)).toBe('ENOPROTOOPT');
    else expect(asked(a, SOL_SOCKET, name)).toBe('ok');
  });
});

describe('ErrnoName', () => {
  it('names every errno of the headers once, aliases aside', () => {
    const union = [...read('src/constants.ts').matchAll(/^ {2}\| '(E[A-Z0-9]+)'/gm)].map(([, name]) => name ?? '');
    const aliases = ['EWOULDBLOCK', 'EDEADLOCK', 'ENOTSUP'];
    expect(union.sort()).toEqual(
      listed('errno.txt')
        .filter((name) => !aliases.includes(name))
        .sort(),
    );
  });

  const no_texts = musl ? ' (skipped: the texts of musl are others)' : '';
  it.skipIf(musl)(`stands with the text of glibc's strerror(3)${no_texts}`, () => {
    const said = [...read('binding/errno.txt').matchAll(/^(E\w+) {2}([^=].*)$/gm)];
    expect(said.length).toBeGreaterThan(130);
    for (const [, name = '', text] of said) expect(strerror(Number(exported[name])), name).toBe(text);
  });
});
