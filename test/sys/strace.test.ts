import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as sys_socket from 'sys-socket';
import { beforeAll, describe, expect, it } from 'vitest';
import { fd } from '../../src/observe/calls/accepts.js';
import { type Call, the_result } from '../../src/observe/calls/call.js';
import { calls, syscalls_where } from '../../src/observe/calls/index.js';
import { of_libc } from '../support/libc.js';
import { no_strace, root, strace } from '../support/strace.js';
import { with_imports } from './child.js';
import { rows, setup } from './strace-table.mjs';

const trace = [...syscalls_where(() => true)].join(',');

/** What the program calls its descriptors: `const listener = unwrap(...)`, `const [a, b] = unwrap(...)`. And its thread. */
const numbers = rows.flatMap(([call]) => /^const (.*) = /.exec(call)?.[1]?.match(/\w+/g) ?? []);

const program = `
  ${setup}
  ${rows.map(([call]) => `${call};`).join('\n')}
  const ports = { addr: addr.sin_port, peer: peer.sin_port, self: self.sin_port };
  console.log(JSON.stringify({ numbers: { ${numbers.join(', ')} }, ports }));
`;

interface Chosen {
  readonly numbers: Readonly<Record<string, number>>;
  readonly ports: Readonly<Record<string, number>>;
}

/** Where a number is one that the kernel chose, behind the first bracket. */
const with_such = (is_such: (call: Call) => boolean) => [...syscalls_where(is_such)].join('|');
const places = [
  new RegExp(`^((?:${with_such(({ accepts }) => accepts[0] === fd)}|tgkill|pidfd_open)\\()(\\d+)`),
  new RegExp(`^((?:${with_such(({ accepts }) => accepts[1] === fd)}|tgkill|pidfd_getfd)\\(\\w+, )(\\d+)`),
  new RegExp(`^((?:${with_such(({ accepts }) => accepts[2] === fd)})\\(\\w+, [^,]+, )(\\d+)`),
  /(\bfd=|\bu32=|\bu64=)(\d+)/g, // struct pollfd, struct epoll_event
  /(\bnlmsg_pid=)(\d+)/g, // the port id of a netlink socket: the process's, unless another socket has it
  /^((?:socketpair|pipe2)\(.*\[)(\d+)/, // both of a pair
  /^((?:socketpair|pipe2)\(.*\[\w+, )(\d+)/,
  new RegExp(`^((?:${with_such(({ makes }) => makes === the_result)}|signalfd4|gettid)\\(.* = )(\\d+)$`), // what is returned
  /^(fcntl\(\w+, F_DUPFD_CLOEXEC, 0\) = )(\d+)$/,
];

/** Writes what the kernel chose as what holds it in the program, and the address of a buffer, 0x7f..., as ADDRESS. */
function normalise(line: string, { numbers, ports }: Chosen): string {
  const name_in = (names: Readonly<Record<string, number>>, number: string) =>
    Object.keys(names).find((name) => names[name] === Number(number));
  const named = places.reduce(
    (text, place) =>
      text.replace(place, (_, before: string, number: string) => before + (name_in(numbers, number) ?? number)),
    line,
  );
  return named
    .replace(/htons\((\d+)\)/g, (same: string, port: string) => {
      const holder = name_in(ports, port);
      return holder === undefined ? same : `htons(${holder}.sin_port)`;
    })
    .replace(/0x[0-9a-f]{6,}/g, 'ADDRESS')
    .replace(/nodename="[^"]*"/, 'nodename=NODENAME');
}

/** V8's and libuv's threads wake the main one at any time, by an eventfd of libuv. */
const wake_up = /^(?:write\(\d+, "\\1(?:\\0){7}", 8\)|read\(\d+, "\\[1-9](?:\\0){7}", 1024\)) = 8$/;

/** On Node 24 and later a thread of V8's that has to wait for a lock for the first time blocks all signals for a moment, at any time: sigfillset. */
const first_lock = /^rt_sigprocmask\(SIG_SETMASK, (?:~\[RTMIN RT_1(?: RT_2)?\], |\[USR1\], NULL, )/;

/** What a program calls, from its first socket on: before that, Node has made no socket. */
function calls_of(program: string) {
  const { lines, stdout, stderr, status } = strace(with_imports(program), { trace });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const calls = lines.slice(lines.findIndex((line) => line.startsWith('socket(')));
  return { stdout, calls: calls.filter((line) => !wake_up.test(line) && !first_lock.test(line)) };
}

const arm64 = process.arch === 'x64' ? undefined : 'the lines are those of x86-64';
const skipped = no_strace ?? arm64;

describe.skipIf(skipped)(`the table of calls and traces${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let printed: string[] = [];

  beforeAll(() => {
    const { stdout, calls } = calls_of(program);
    const chosen: Chosen = JSON.parse(stdout);
    printed = calls.map((line) => normalise(line, chosen));
  });

  const expected = rows.flatMap(([call, lines]) => lines.split('\n').map((line) => ({ call, line })));

  it.each(expected.map(({ call, line }, index) => [call, line, index] as const))('%s is %s', (_, line, index) => {
    expect(printed[index]).toBe(line);
  });

  it('has all lines of the program: no call of Node stands between, and none was made in secret', () => {
    expect(printed.slice(0, expected.length)).toEqual(expected.map(({ line }) => line));
  });
});

describe.skipIf(no_strace)(`misuse under strace${no_strace ? ` (skipped: ${no_strace})` : ''}`, () => {
  it('throws before any syscall', () => {
    // The descriptors of the first and the last call are the only ones that may be seen.
    const { stdout, calls } = calls_of(`
      const fd = unwrap(socket(AF_UNIX, SOCK_STREAM, 0));
      const bytes = new Uint8Array(8);
      const addr = sockaddr_in('127.0.0.1', 0);
      const valid = [
        [socket, AF_INET, SOCK_STREAM, 0], [socketpair, AF_UNIX, SOCK_STREAM, 0], [bind, fd, addr], [listen, fd, 1],
        [accept, fd, addr], [accept4, fd, addr, 0], [connect, fd, addr], [shutdown, fd, 0], [getsockname, fd, addr],
        [getpeername, fd, addr], [send, fd, bytes, 0], [sendto, fd, bytes, 0, addr], [sendmsg, fd, { msg_iov: [bytes] }, 0],
        [recv, fd, bytes, 0], [recvfrom, fd, bytes, 0, addr], [recvmsg, fd, { msg_iov: [bytes] }, 0], [read, fd, bytes],
        [write, fd, bytes], [getsockopt, fd, SOL_SOCKET, SO_TYPE], [setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, 1], [close, fd],
        [fcntl, fd, F_GETFL, 0], [poll, [{ fd, events: 0 }], 0],
      ];
      const may_be_null = [accept, accept4, sendto, recvfrom]; // the address, as in C
      let thrown = 0;
      let returned = 0;
      for (const [call, ...args] of valid) {
        for (const i of args.keys()) {
          for (const bad of [1.5, NaN, 2 ** 53, '3', null, {}, 'text', [1.5], new Uint16Array(4)]) {
            if (bad === null && args[i] === addr && may_be_null.includes(call)) continue;
            try {
              call(...Object.assign([...args], { [i]: bad }));
              returned++;
            } catch {
              thrown++;
            }
          }
        }
      }
      unwrap(close(fd));
      console.log(JSON.stringify({ thrown, returned }));
    `);
    expect(JSON.parse(stdout)).toMatchObject({ returned: 0 });
    expect(calls.filter((line) => !of_libc.test(line)).slice(0, 2)).toEqual([
      expect.stringMatching(/^socket\(AF_UNIX, SOCK_STREAM, 0\) = \d+$/),
      expect.stringMatching(/^close\(\d+\) = 0$/),
    ]);
  });
});

describe('docs/strace.md', () => {
  const exported = Object.keys(calls).filter((name) => name in sys_socket);

  it.each(exported)('has a row for %s', (name) => {
    const called = new RegExp(`^(const .* = (unwrap\\()?)?${name}\\(`);
    const found = rows.some(([call]) => called.test(call));
    expect(found, `call ${name} in test/sys/strace-table.mjs, and run npm run strace-table`).toBe(true);
  });

  it('is what scripts/strace-table.mjs makes of the table', () => {
    execFileSync(process.execPath, [join(root, 'scripts/strace-table.mjs'), '--check'], { stdio: 'pipe' });
  });
});
