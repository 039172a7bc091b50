import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse_strace, type StraceEvent, type Value } from '../../src/strace/index.js';
import { root } from '../support/strace.js';
import { print_value, value } from './notation.js';

const parse = (text: string): StraceEvent[] => [...parse_strace(text)];
const args_of = (text: string): readonly Value[] => {
  const [event] = parse(`f(${text}) = 0`);
  if (event?.kind !== 'call') throw new Error(`not a call: f(${text}) = 0, but ${JSON.stringify(event)}`);
  return event.args;
};
const flag = (...names: string[]) => ({ kind: 'flags', names, rest: [] });
const text = (bytes: string, more = false, abstract = false) => ({
  kind: 'string',
  bytes: new Uint8Array(Buffer.from(bytes, 'latin1')),
  more,
  abstract,
});

describe('an argument', () => {
  it('printed in the notation is read as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.constantFrom('octal', 'hex'), (values, escapes) => {
        expect(args_of(values.map((v) => print_value(v, escapes)).join(', '))).toEqual(values);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, unknown]>([
    ['0', 0],
    ['-1', -1],
    ['0x7ffe', 0x7ffe],
    ['0644', 0o644],
    ['18446744073709551615', 18446744073709551615n],
    ['8192*1024', 8192 * 1024],
    ['NULL', null],
    ['"\\0\\0\\0\\v"', text('\0\0\0\x0b')],
    ['"\\1771\\x41\\"\\\\\\n"', text('\x7f1A"\\\n')],
    ['"abc"...', text('abc', true)],
    ['@"name"', text('name', false, true)],
    ['A|B|0x40', { kind: 'flags', names: ['A', 'B'], rest: [0x40] }],
    ['0x2 /* AF_INET */', flag('AF_INET')],
    ['0x7ffd /* 12 vars */', 0x7ffd],
    ['1<<CAP_CHOWN|1<<CAP_KILL', flag('1<<CAP_CHOWN', '1<<CAP_KILL')],
    ['[]', []],
    ['[INT TERM]', { kind: 'bits', inverted: false, members: [flag('INT'), flag('TERM')] }],
    ['~[KILL]', { kind: 'bits', inverted: true, members: [flag('KILL')] }],
    ['[1, 2, ...]', [1, 2, { kind: 'more' }]],
    ['[128 => 16]', [{ kind: 'changed', before: 128, after: 16 }]],
    [
      '{a=1, b={c=X}, ...}',
      {
        kind: 'struct',
        fields: { a: 1, b: { kind: 'struct', fields: { c: flag('X') }, items: [], more: false } },
        items: [],
        more: true,
      },
    ],
    ['makedev(0x1, 0x3)', { kind: 'expression', name: 'makedev', args: [1, 3] }],
    ['WIFEXITED(s) && WEXITSTATUS(s) == 0', { kind: 'raw', text: 'WIFEXITED(s) && WEXITSTATUS(s) == 0' }],
    [
      '{B38400 opost isig}',
      { kind: 'struct', fields: {}, items: [{ kind: 'raw', text: 'B38400 opost isig' }], more: false },
    ],
    ['SNDCTL_TMR_STOP or TCSETSW', { kind: 'raw', text: 'SNDCTL_TMR_STOP or TCSETSW' }],
    ['flags=SIGCHLD', { kind: 'struct', fields: { flags: flag('SIGCHLD') }, items: [], more: false }],
  ])('%s', (printed, read) => {
    expect(args_of(printed)).toEqual([read]);
  });

  it.each<[string, unknown]>([
    ['TCP:[127.0.0.1:1->127.0.0.1:2]', { kind: 'socket', protocol: 'TCP', local: '127.0.0.1:1', peer: '127.0.0.1:2' }],
    ['TCPv6:[[::1]:1->[::1]:2]', { kind: 'socket', protocol: 'TCPv6', local: '[::1]:1', peer: '[::1]:2' }],
    ['UDP:[4242]', { kind: 'socket', protocol: 'UDP', inode: 4242 }],
    [
      'UNIX-STREAM:[1->2,"/a\\"x>y"]',
      { kind: 'socket', protocol: 'UNIX-STREAM', inode: 1, peer: '2', local: '/a\\"x>y' },
    ],
    ['UNIX:[7,@"name"]', { kind: 'socket', protocol: 'UNIX', inode: 7, local: '@name' }],
    ['NETLINK:[ROUTE:61]', { kind: 'socket', protocol: 'NETLINK', local: 'ROUTE:61' }],
    ['socket:[9]', { kind: 'socket', protocol: 'socket', inode: 9 }],
    ['pipe:[9]', { kind: 'inode', type: 'pipe', id: '9' }],
    ['anon_inode:[eventpoll]', { kind: 'inode', type: 'anon_inode', id: 'eventpoll' }],
    ['/dev/null<char 1:3>', { kind: 'path', path: '/dev/null', device: 'char 1:3', deleted: false }],
    ['/a\\74b\\76[c', { kind: 'path', path: '/a<b>[c', deleted: false }],
    ['\\x2f\\x61', { kind: 'path', path: '/a', deleted: false }],
    ['python3', { kind: 'other', text: 'python3' }],
    ['a\\76b] \\74', { kind: 'other', text: 'a>b] <' }],
  ])('4<%s>', (printed, is) => {
    // In a path of a socket, strace's escapes of a C string are undone.
    const expected = printed.includes('\\"x') ? { ...(is as object), local: '/a"x>y' } : is;
    expect(args_of(`4<${printed}>, 5`)).toEqual([{ kind: 'numbered', number: 4, is: expected }, 5]);
  });

  it('4</memfd:x>(deleted)', () => {
    expect(args_of('4</memfd:x>(deleted)')).toEqual([
      { kind: 'numbered', number: 4, is: { kind: 'path', path: '/memfd:x', deleted: true } },
    ]);
  });
});

describe('a result', () => {
  it.each<[string, object]>([
    ['0', { result: 0 }],
    ['?', { result: undefined }],
    ['0x7f0000', { result: 0x7f0000 }],
    ['022', { result: 0o22 }],
    ['-1 EAGAIN (Resource temporarily unavailable)', { result: -1, code: 'EAGAIN', errno: 11 }],
    ['-1 (errno 600)', { result: -1, code: 'ERRNO_600', errno: 600 }],
    ['? ERESTARTSYS (To be restarted if SA_RESTART is set)', { result: undefined, code: 'ERESTARTSYS' }],
    ['1 ([{fd=3, revents=POLLIN}])', { result: 1, detail: '[{fd=3, revents=POLLIN}]' }],
    ['0 (Timeout)', { result: 0, detail: 'Timeout' }],
    ['4<TCP:[127.0.0.1:1->127.0.0.1:2]>', { result: 4 }],
    ['5 (INJECTED)', { result: 5, injected: 'retval', returned: '5 (INJECTED)' }],
    ['5 (INJECTED: args)', { result: 5, injected: 'args' }],
    ['0 (DELAYED) <0.000123>', { result: 0, delayed: true, duration: 0.123, returned: '0 (DELAYED)' }],
    ['-1 EINTR (Interrupted system call) (INJECTED) <0.5>', { code: 'EINTR', injected: 'retval', duration: 500 }],
    ['0 <unavailable>', { result: 0 }],
  ])('%s', (printed, fields) => {
    expect(parse(`f(1)   = ${printed}`)).toMatchObject([{ kind: 'call', call: 'f(1)', ...fields }]);
  });
});

describe('two halves', () => {
  it("are one call, of the first half's time and both lines' numbers", () => {
    const [other, joined, ...more] = parse(
      '7 1700000000.000001 read(3,  <unfinished ...>\n8 1700000000.000002 close(4) = 0\n7 1700000000.000003 <... read resumed>"ab", 2) = 2 <0.000002>',
    );
    expect(other).toMatchObject({ name: 'close', number: 2 });
    expect(joined).toMatchObject({ name: 'read', tid: 7, number: 1, resumed: 3, start: 1700000000000.001, result: 2 });
    expect(joined).toMatchObject({ args: [3, text('ab'), 2], line: 'read(3, "ab", 2) = 2' });
    expect(more).toEqual([]);
  });

  it('without the other half are a call that never returned: at the exit, or at the end', () => {
    expect(
      parse('7 read(3,  <unfinished ...>\n7 +++ killed by SIGKILL +++\n8 accept(5,  <unfinished ...>'),
    ).toMatchObject([
      { kind: 'call', name: 'read', unfinished: true, result: undefined, args: [3] },
      { kind: 'exit', signal: 'SIGKILL', core_dumped: false },
      { kind: 'call', name: 'accept', unfinished: true },
    ]);
  });

  it.each(['unfinished ...', 'pid changed to 7 ...'])(
    'find each other over an execve that ends the first thread: <%s>',
    (mark) => {
      const lines = [
        '7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
        '7 clone(child_stack=0x7, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 9',
        '7 futex(0x7, FUTEX_WAIT, 9, NULL <unfinished ...>',
        `9 execve("/bin/x", [], 0x1 <${mark}>`,
        '7 <... futex resumed>) = ?',
        '7 +++ superseded by execve in pid 9 +++',
        '7 <... execve resumed>) = 0',
        '7 close(3) = 0',
      ];
      expect(parse(lines.join('\n')).slice(2)).toMatchObject([
        { kind: 'call', name: 'futex', result: undefined, unfinished: false },
        { kind: 'exit', superseded_by: 9 },
        { kind: 'call', name: 'execve', tid: 7, result: 0, number: 4, resumed: 7 },
        { kind: 'call', name: 'close', descriptor: { fd: 3, made: { by: 'socket', number: 1 } } },
      ]);
    },
  );
});

describe('a line that strace did not print', () => {
  it.each([
    ['close(4 = 0', 11, 'the closing ) of the call'],
    ['close(4) 0', 8, '= and a result'],
    ['close(4) = zero', 11, 'a result'],
    ['12 hello', 3, 'a call, a signal or an exit'],
    ['<... read resumed>0 = 0', 23, 'the closing ) of the call'],
    ['--- what ---', 0, '--- a signal --- or +++ an exit +++'],
    ['open("a', 7, 'the closing ) of the call'],
  ])('%s', (line, position, expected) => {
    const events = parse(`getpid() = 1\n${line}\ngetpid() = 1`);
    expect(events.map(({ kind }) => kind)).toEqual(['call', 'malformed', 'call']);
    expect(events[1]).toMatchObject({ number: 2, line, position, expected });
  });

  it('never throws, and is never dropped', () => {
    const folder = join(root, 'test/strace/recordings');
    const names = readdirSync(folder).filter((name) => name.endsWith('.strace'));
    const recorded = names.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    const damaged = fc
      .tuple(fc.constantFrom(...recorded), fc.nat(300), fc.string({ maxLength: 3 }), fc.nat(5))
      .map(([line, at, inserted, cut]) => line.slice(0, at) + inserted + line.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (line) => {
        const [only = ''] = line.split('\n');
        const events = [...parse_strace([only], { stacks: true })];
        // A line that strace broke off to say something holds two.
        const two = events.length === 2 && events[0]?.kind === 'note';
        expect(events.length).toBe(/^[ \t\r]*$/.test(only) ? 0 : two ? 2 : 1);
      }),
      { numRuns: 3000 },
    );
  });

  it('may have as many brackets as it likes', () => {
    const line = `f(${'['.repeat(100_000)}) = 0`;
    expect(() => parse(line)).not.toThrow();
  });

  it('is a misuse when it is not text', () => {
    expect(() => parse_strace(5 as never)).toThrow(TypeError);
  });
});

// The nightly run has a million.
const lines = Number(process.env.LINES ?? 100_000);

describe('a long trace', () => {
  it('whose line has no end is read in pieces, which are no calls', async () => {
    const piece = Buffer.alloc(1 << 24, 'x');
    async function* endless(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 5; i += 1) yield piece;
      yield Buffer.from('\n7 close(3) = 0\n');
    }
    const events: string[] = [];
    for await (const event of parse_strace(endless())) events.push(event.kind);
    expect(events).toEqual(['malformed', 'malformed', 'call']);
  });

  it(`of ${lines} lines is read in constant memory`, { timeout: 400_000 }, async () => {
    const begun = (i: number) =>
      `7 1700000000.${String(i % 1_000_000).padStart(6, '0')} recvfrom(4<TCP:[127.0.0.1:1->127.0.0.1:2]>,  <unfinished ...>\n`;
    const other =
      '8 1700000000.000001 sendto(5<TCP:[127.0.0.1:2->127.0.0.1:1]>, "\\0\\0\\0\\vHELLO-WORLD", 15, MSG_NOSIGNAL, NULL, 0) = 15 <0.000012>\n';
    const resumed = '7 1700000000.000003 <... recvfrom resumed>"\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4 <0.000045>\n';
    const made = '8 1700000000.000004 dup(5) = 6\n8 1700000000.000005 close(6) = 0\n';
    const rounds = lines / 5;
    let bytes = 0;
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let i = 0; i < rounds; i += 500) {
        const piece = Buffer.from(
          Array.from({ length: 500 }, (_, j) => begun(i + j) + other + resumed + made).join(''),
        );
        bytes += piece.length;
        yield piece;
      }
    }
    const before = process.memoryUsage().heapUsed;
    let calls = 0;
    let most = 0;
    for await (const event of parse_strace(pieces())) {
      if (event.kind === 'call') calls += 1;
      if (calls % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(calls).toBe(rounds * 4);
    expect(bytes).toBeGreaterThan(lines * 60);
    expect(most).toBeLessThan(150e6);
  });
});

it('follows a descriptor that recvmmsg has received, and one whose FD_CLOEXEC ioctl clears', () => {
  const message = (fd: number) =>
    `{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, ` +
    `cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[${fd}]}], msg_controllen=24, msg_flags=0}, msg_len=1}`;
  const text = `recvmmsg(3, [${message(5)}, ${message(6)}], 2, 0, NULL) = 2\nread(6, "x", 1) = 1
socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 7\nioctl(7, FIONCLEX) = 0\nexecve("/bin/sh", ["sh"], 0x7f) = 0\nread(7, "", 1) = 0`;
  const made = [...parse_strace(text)].map((event) => event.kind === 'call' && event.descriptor?.made);
  expect(made[1]).toEqual({ by: 'recvmmsg', number: 1, from: 3 });
  expect(made[5]).toEqual({ by: 'socket', number: 3 });
});
