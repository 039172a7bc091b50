// What strace printed before 4.21 of 2018: CentOS 7 has 4.12 or 4.24, Debian 8 has 4.9, and bug reports have any of them.
import { describe, expect, it } from 'vitest';
import { matchers, parse_strace, type StraceEvent } from '../../src/strace/index.js';

const parse = (...lines: string[]): StraceEvent[] => [...parse_strace(lines)];
const args_of = (call: string) => {
  const [event] = parse(`${call} = 0`);
  return event?.kind === 'call' ? event.args : undefined;
};
const bytes = (text: string) => ({
  kind: 'string',
  bytes: new Uint8Array(Buffer.from(text)),
  more: false,
  abstract: false,
});

describe('a blank before the bracket of a call that was resumed', () => {
  it('is no part of the last argument', () => {
    expect(parse('1 close(7 <unfinished ...>', '1 <... close resumed> ) = 0')).toMatchObject([
      { kind: 'call', tid: 1, name: 'close', args: [7], result: 0, descriptor: { fd: 7 }, line: 'close(7 ) = 0' },
    ]);
  });

  it.each<[string, unknown[]]>([
    ['f("ab" )', [bytes('ab')]],
    ['f(A|B )', [{ kind: 'flags', names: ['A', 'B'], rest: [] }]],
    ['f([1, 2] )', [[1, 2]]],
    ['f({a=1 } , 3<pipe:[4]> )', [{ fields: { a: 1 } }, { kind: 'numbered', number: 3 }]],
    ['f([128->16] )', [[{ kind: 'changed', before: 128, after: 16 }]]],
    ['f(~[KILL STOP ] )', [{ kind: 'bits', inverted: true }]],
    ['f( )', []],
  ])('%s', (call, args) => {
    expect(args_of(call)).toMatchObject(args);
    expect(args_of(call)).toHaveLength(args.length);
  });
});

describe('other notations of the same values', () => {
  it('[128->16]: a length before and after', () => {
    expect(args_of('f([128->16])')).toEqual([[{ kind: 'changed', before: 128, after: 16 }]]);
  });

  it('msg_iov(1)=[{"x", 1}]: the length of an array behind its name', () => {
    const [, msghdr] = args_of('sendmsg(4, {msg_name(0)=NULL, msg_iov(1)=[{"x", 1}], msg_flags=0}, 0)') ?? [];
    expect(msghdr).toMatchObject({ fields: { msg_name: null, msg_iov: [{ items: [bytes('x'), 1] }], msg_flags: 0 } });
  });

  it.each([
    ['--- SIGCHLD (Child exited) @ 0 (0) ---', 'SIGCHLD'],
    ['--- SIGSTOP (Stopped (signal)) @ 0 (0) ---', 'SIGSTOP'],
    ['--- SIGPIPE (Broken pipe) ---', 'SIGPIPE'],
  ])('%s', (line, name) => {
    expect(parse(line)).toEqual([{ kind: 'signal', number: 1, name, stopped: false, line }]);
  });

  it.each(['-1 E??? (errno 999)', '-1 (errno 999)'])('%s', (returned) => {
    expect(parse(`f() = ${returned}`)).toMatchObject([{ result: -1, errno: 999, code: 'ERRNO_999', returned }]);
  });

  it('Process 7 attached, in the middle of a call and alone', () => {
    expect(parse('clone(Process 7 attached', 'child_stack=0, flags=SIGCHLD) = 7', 'Process 7 detached')).toMatchObject([
      { kind: 'note', text: 'Process 7 attached', number: 1 },
      { kind: 'call', name: 'clone', result: 7, number: 1 },
      { kind: 'note', text: 'Process 7 detached', number: 3 },
    ]);
  });

  it('descriptors that a message brought', () => {
    const open = '{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, {4}}';
    for (const control of [`msg_controllen=20, ${open}`, `msg_control=[${open}]`]) {
      const [, closed] = parse(
        `recvmsg(3, {msg_name(0)=NULL, msg_iov(1)=[{"x", 1}], ${control}, msg_flags=0}, 0) = 1`,
        'close(4) = 0',
      );
      expect(closed).toMatchObject({ descriptor: { fd: 4, made: { by: 'recvmsg', from: 3 } } });
    }
  });

  it('an address of AF_UNIX', () => {
    const [, sent] = parse(
      'connect(3, {sa_family=AF_FILE, path="/run/x"}, 110) = 0',
      'socket(AF_FILE, SOCK_STREAM, 0) = 3',
    );
    expect(sent).toMatchObject({ name: 'socket' });
    const lines = [
      'socket(PF_FILE, SOCK_STREAM, 0) = 3',
      'connect(3, {sa_family=AF_FILE, path="/run/x"}, 110) = 0',
      'close(3) = 0',
    ];
    expect(parse(...lines).at(-1)).toMatchObject({ descriptor: { peer: '/run/x' } });
  });
});

/** A right program and a wrong one, by each assertion, as strace 4.9 printed them with -f. */
const programs = {
  toCloseEverySocket: [
    ['1 socket(PF_INET, SOCK_STREAM, IPPROTO_IP) = 7', '1 close(7 <unfinished ...>', '1 <... close resumed> ) = 0'],
    ['1 socket(PF_INET, SOCK_STREAM, IPPROTO_IP) = 7', '1 close(8 <unfinished ...>', '1 <... close resumed> ) = 0'],
  ],
  toRetryOnEINTR: [
    [
      '1 recvfrom(7,  <unfinished ...>',
      '1 <... recvfrom resumed> 0x7ffe, 4, 0, 0, 0) = -1 EINTR (Interrupted system call)',
      '1 --- SIGALRM (Alarm clock) @ 0 (0) ---',
      '1 recvfrom(7, "abcd", 4, 0, NULL, NULL) = 4',
    ],
    ['1 recvfrom(7, 0x7ffe, 4, 0, 0, 0) = -1 EINTR (Interrupted system call)', '1 close(7) = 0'],
  ],
  toContinueShortCounts: [
    [
      '1 sendmsg(7, {msg_name(0)=NULL, msg_iov(2)=[{"HE", 2}, {"LLO", 3}], msg_controllen=0, msg_flags=0}, 0) = 3',
      '1 send(7, "LO", 2, 0 <unfinished ...>',
      '1 <... send resumed> ) = 2',
    ],
    ['1 sendmsg(7, {msg_name(0)=NULL, msg_iov(2)=[{"HE", 2}, {"LLO", 3}], msg_controllen=0, msg_flags=0}, 0) = 3'],
  ],
  toNeverCallAfterEOF: [
    ['1 recv(7, "", 4, 0 <unfinished ...>', '1 <... recv resumed> ) = 0', '1 close(7) = 0'],
    ['1 recv(7, "", 4, 0 <unfinished ...>', '1 <... recv resumed> ) = 0', '1 recv(7, "", 4, 0) = 0'],
  ],
  toSendWithoutSIGPIPE: [
    ['1 sendto(7, "x", 1, MSG_NOSIGNAL, NULL, 0 <unfinished ...>', '1 <... sendto resumed> ) = 1'],
    [
      '1 sendto(7, "x", 1, MSG_NOSIGNAL, NULL, 0) = 1',
      '1 --- SIGPIPE (Broken pipe) @ 0 (0) ---',
      '1 +++ killed by SIGPIPE +++',
    ],
  ],
  toReadFramesExactly: [
    [
      '1 recvmsg(7, {msg_name(0)=NULL, msg_iov(1)=[{"\\0\\0\\0\\1", 4}], msg_controllen=0, msg_flags=0}, 0) = 4',
      '1 recv(7,  <unfinished ...>',
      '1 <... recv resumed> "x", 1, 0) = 1',
    ],
    ['1 recv(7, "\\0\\0\\0\\1x", 4096, 0 <unfinished ...>', '1 <... recv resumed> ) = 5'],
  ],
  toWaitAfterEAGAIN: [
    [
      '1 recv(7, 0x7ffe, 4, 0) = -1 EAGAIN (Resource temporarily unavailable)',
      '1 poll([{fd=7, events=POLLIN}], 1, -1 <unfinished ...>',
      '1 <... poll resumed> ) = 1 ([{fd=7, revents=POLLIN}])',
      '1 recv(7, "abcd", 4, 0) = 4',
    ],
    [
      '1 recv(7, 0x7ffe, 4, 0) = -1 EAGAIN (Resource temporarily unavailable)',
      '1 recv(7, 0x7ffe, 4, 0 <unfinished ...>',
      '1 <... recv resumed> ) = -1 EAGAIN (Resource temporarily unavailable)',
    ],
  ],
} as const satisfies Partial<Record<keyof typeof matchers, readonly [readonly string[], readonly string[]]>>;

describe.each(Object.entries(programs))('%s', (name, [right, wrong]) => {
  const judge = (lines: readonly string[]) => matchers[name as keyof typeof programs](lines.join('\n'));

  it('acquits the right program', () => {
    const { pass, message } = judge(right);
    expect(pass, message()).toBe(true);
  });

  it('finds the wrong one', () => {
    expect(judge(wrong).pass).toBe(false);
  });
});

it('toMakeCalls finds a call that was resumed', () => {
  const trace = '1 close(7 <unfinished ...>\n1 <... close resumed> ) = 0';
  expect(matchers.toMakeCalls(trace, ['close(7) = 0'], { exactly: true }).pass).toBe(true);
});
