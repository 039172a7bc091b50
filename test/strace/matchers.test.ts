import '../../src/vitest/index.js';
import { AF_UNIX, close, MSG_NOSIGNAL, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { type TraceEvent, trace } from '../../src/observe/index.js';
import { matchers, NothingToJudge, parse_strace } from '../../src/strace/index.js';

const made = 'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4';
const closed = 'close(4) = 0';
const forked = 'clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 8';
const lines = (...between: string[]) => [made, ...between, closed].join('\n');
const recv_of = (asked: number, answer: string, data = '""') =>
  `recvfrom(4, ${data}, ${asked}, 0, NULL, NULL) = ${answer}`;
const send_of = (data: string, asked: number, answer: string, flags = 'MSG_NOSIGNAL') =>
  `sendto(4, "${data}", ${asked}, ${flags}, NULL, 0) = ${answer}`;
const eintr = '-1 EINTR (Interrupted system call)';
const eagain = '-1 EAGAIN (Resource temporarily unavailable)';
const poll = 'poll([{fd=4, events=POLLIN}], 1, -1) = 1 ([{fd=4, revents=POLLIN}])';

/** Each assertion: a trace that it holds for, several that it does not, and one that says nothing about it. */
const cases = {
  toRetryOnEINTR: {
    good: [
      lines(recv_of(4, eintr), recv_of(4, '4', '"\\0\\0\\0\\1"')),
      lines(recv_of(4, eintr), '--- SIGURG {si_signo=SIGURG} ---', 'rt_sigreturn({mask=[]}) = 0', recv_of(4, '0')),
      lines(
        `poll([{fd=4, events=POLLIN}], 1, -1) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)`,
        recv_of(4, eintr),
        recv_of(4, '0'),
      ),
    ],
    bad: [
      [lines(recv_of(4, eintr)), 3, 'recvfrom to be called again'],
      [`${made}\n${recv_of(4, eintr)}`, 2, 'no further call on it followed'],
      [lines(`close(4) = ${eintr}`), 3, 'no second close'],
    ],
    nothing: lines(recv_of(4, '4', '"abcd"')),
  },
  toContinueShortCounts: {
    good: [
      lines(send_of('HELLO', 5, '2'), send_of('LLO', 3, '3')),
      lines(send_of('HELLO', 5, '2'), send_of('LLO', 3, eagain), poll, send_of('LLO', 3, '3')),
      lines(send_of('HELLO', 5, '2'), send_of('LLO-WORLD', 9, '9')),
      // strace printed none of the rest: the next send may begin with it.
      lines('sendto(4, "HE"..., 5, 0, NULL, 0) = 3', 'sendto(4, "LO"..., 5, 0, NULL, 0) = 5'),
      lines(
        'sendmsg(4, {msg_iov=[{iov_base="HE", iov_len=2}, {iov_base="LLO", iov_len=3}], msg_iovlen=2}, 0) = 3',
        send_of('LO', 2, '2'),
      ),
    ],
    bad: [
      [
        lines(send_of('HELLO', 5, '2'), send_of('HELLO', 5, '5')),
        3,
        'the remaining 3 bytes next: sendto (event 2) moved 2 of 5',
      ],
      [lines(send_of('HELLO', 5, '2')), 2, 'no such call followed'],
      [lines(send_of('HELLO', 5, '0'), send_of('ELLO', 4, '4')), 3, 'the remaining 5 bytes'],
    ],
    nothing: lines(send_of('HELLO', 5, '5')),
  },
  toNeverCallAfterEOF: {
    good: [
      lines(recv_of(4, '4', '"abcd"'), recv_of(4, '0')),
      `${lines(recv_of(4, '0'))}\n${lines(recv_of(4, '0'))}`,
      // A peek takes no end, and the error queue has none.
      lines('recvfrom(4, "", 4, MSG_PEEK, NULL, NULL) = 0', recv_of(4, '0')),
      lines(recv_of(4, '0'), 'recvmsg(4, {msg_iov=[{iov_base="", iov_len=4}], msg_iovlen=1}, MSG_ERRQUEUE) = 0'),
      // Two processes have a socket of this number each.
      `7 recvfrom(5<UNIX-STREAM:[17->18]>, "", 4, 0, NULL, NULL) = 0\n8 recvfrom(5<UNIX-STREAM:[19->20]>, "a", 4, 0, NULL, NULL) = 1`,
      // The number is reused, and the trace shows neither of the calls that created it.
      `${recv_of(4, '0')}\n${closed}\n${recv_of(4, '2', '"ab"')}`,
      // An empty datagram is no end.
      `socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 5\nrecvfrom(5, "", 4, 0, NULL, NULL) = 0
recvfrom(5, "ab", 4, 0, NULL, NULL) = 2\n${lines(recv_of(4, '0'))}`,
      `recvfrom(5<UDP:[127.0.0.1:1]>, "", 4, 0, NULL, NULL) = 0\nrecvfrom(5<UDP:[127.0.0.1:1]>, "ab", 4, 0, NULL, NULL) = 2
${lines(recv_of(4, '0'))}`,
    ],
    bad: [[lines(recv_of(4, '0'), recv_of(4, '0')), 3, 'no recvfrom on 4: its stream ended in event 2']],
    nothing: lines(recv_of(4, '4', '"abcd"')),
  },
  toCloseEverySocket: {
    good: [
      lines(),
      'socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\nclose(3) = 0\nclose(4) = 0',
      `${made}\nclose_range(3, 9, 0) = 0`,
      // Closed by execve(2), by close_range(2) for it, and by dup2(2).
      '7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 4\n7 execve("/bin/true", ["true"], 0x1 /* 5 vars */) = 0',
      `${made}\nfcntl(4, F_SETFD, FD_CLOEXEC) = 0\nexecve("/bin/true", ["true"], 0x1 /* 5 vars */) = 0`,
      `${made}\nioctl(4, FIOCLEX) = 0\nexecve("/bin/true", ["true"], 0x1 /* 5 vars */) = 0`,
      `${made}\nclose_range(3, ~0U, CLOSE_RANGE_CLOEXEC) = 0\nexecve("/bin/true", ["true"], 0x1 /* 5 vars */) = 0`,
      `${made}\ndup2(5, 4) = 4`,
      // A loop that closes every number.
      `close(3) = -1 EBADF (Bad file descriptor)\n${lines()}\nclose(5) = -1 EBADF (Bad file descriptor)`,
      // A daemon: the child closes after the end of its parent.
      `7 ${made}\n7 ${forked}\n7 +++ exited with 0 +++\n8 ${closed}`,
      // Threads share their descriptors, also where their creation was not traced.
      `7 ${made}\n7 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 8\n8 ${closed}`,
      `7 ${made}\n8 ${closed}`,
    ],
    bad: [
      // A server that forks: the child closes its copy.
      [`7 ${made}\n7 ${forked}\n8 ${closed}\n8 +++ exited with 0 +++\n7 +++ exited with 0 +++`, 1, 'a close of 4'],
      [`7 ${made}\n7 ${forked}\n8 close_range(3, 9, 0) = 0`, 1, 'a close of 4'],
      [`${made}\nclose_range(3, ~0U, CLOSE_RANGE_CLOEXEC) = 0`, 1, 'a close of 4'],
      [made, 1, 'a close of 4 before the end'],
      [`${lines()}\nclose(4) = -1 EBADF (Bad file descriptor)`, 3, '4 is already closed'],
      [`${lines()}\n${made}`, 3, 'a close of 4'],
    ],
    nothing: 'openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3',
  },
  toSendWithoutSIGPIPE: {
    good: [
      lines(send_of('x', 1, '1')),
      'sendto(3<UDP:[127.0.0.1:1->127.0.0.1:2]>, "x", 1, 0, NULL, 0) = 1',
      'sendto(3<UNIX-DGRAM:[1]>, "x", 1, 0, {sa_family=AF_UNIX, sun_path="/dev/log"}, 16) = 1',
      'sendto(3<NETLINK:[ROUTE:1]>, [{nlmsg_len=20}, {ifi_family=AF_UNSPEC}], 20, 0, NULL, 0) = 20',
      'socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3\ndup(3) = 5\nsendto(5, "x", 1, 0, NULL, 0) = 1',
    ],
    bad: [
      [lines(send_of('x', 1, '1', '0')), 2, 'MSG_NOSIGNAL among the flags of sendto'],
      [lines('write(4, "x", 1) = 1'), 2, 'write on a socket has no flags'],
      [lines(send_of('x', 1, '-1 EPIPE (Broken pipe)', '0'), '--- SIGPIPE {si_signo=SIGPIPE} ---'), 3, 'no SIGPIPE'],
      [
        lines('sendmsg(4, {msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1}, MSG_DONTWAIT) = 1'),
        2,
        'flags of sendmsg',
      ],
    ],
    nothing: lines(),
  },
  toReadFramesExactly: {
    good: [
      lines(recv_of(4, '4', '"\\0\\0\\0\\5"'), recv_of(5, '5', '"HELLO"'), recv_of(4, '0')),
      lines(
        recv_of(4, '1', '"\\0"'),
        recv_of(3, eintr),
        recv_of(3, '3', '"\\0\\0\\5"'),
        recv_of(5, '2', '"HE"'),
        recv_of(3, '3', '"LLO"'),
      ),
    ],
    bad: [
      [lines(recv_of(4096, '9', '"\\0\\0\\0\\5HELLO"')), 2, 'recvfrom to ask for 4 bytes of the header, not 4096'],
      [
        lines(recv_of(4, '4', '"\\0\\0\\0\\5"'), recv_of(9, '9', '"HELLO\\0\\0\\0\\1"')),
        3,
        'ask for 5 bytes of the payload, not 9',
      ],
      [lines(recv_of(4, '1', '"\\0"'), recv_of(4, '4', '"\\0\\0\\5H"')), 3, 'ask for 3 bytes of the header'],
    ],
    nothing: lines(recv_of(4, '0')),
  },
  toWaitAfterEAGAIN: {
    good: [
      lines(recv_of(4, eagain), poll, recv_of(4, '4', '"abcd"')),
      lines(recv_of(4, eagain), send_of('x', 1, '1')),
      lines(
        recv_of(4, eagain),
        'clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=1, tv_nsec=0}, 0x7f) = 0',
        recv_of(4, eagain),
      ),
      // SO_RCVTIMEO: the call itself has waited.
      lines(recv_of(4, `${eagain} <1.000123>`), recv_of(4, `${eagain} <1.000119>`)),
      // The thread that waits passes the descriptor to another.
      `7 ${recv_of(4, eagain)}\n8 epoll_wait(5, [{events=EPOLLIN, data=0x4}], 8, -1) = 1\n7 ${recv_of(4, '4', '"abcd"')}`,
    ],
    bad: [[lines(recv_of(4, eagain), recv_of(4, eagain)), 3, 'before recvfrom is tried again after EAGAIN (event 2)']],
    nothing: lines(recv_of(4, '0')),
  },
} as const;

describe.each(Object.entries(cases))('%s', (name, { good, bad, nothing }) => {
  const judge = (trace: string) => matchers[name as keyof typeof cases](trace);

  it('holds', () => {
    for (const trace of good) {
      const { pass, message } = judge(trace);
      expect(pass, message()).toBe(true);
    }
  });

  it('marks the event that breaks it, and says what was expected', () => {
    for (const [trace, event, expected] of bad) {
      const { pass, message } = judge(trace);
      expect(pass, trace).toBe(false);
      const marked = message()
        .split('\n')
        .filter((line) => line.startsWith('>'));
      const line = trace.split('\n')[event - 1];
      expect(marked, message()).toEqual([line === undefined ? '>    (the trace ends here)' : `> ${event}  ${line}`]);
      expect(message()).toContain(expected);
    }
  });

  it('is not satisfied by a trace in which nothing is that it is about', () => {
    expect(() => judge(nothing)).toThrow(NothingToJudge);
  });
});

describe('toMakeCalls', () => {
  const text = `12 ${made}
12 connect(4<TCP:[7]>, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
12 ${send_of('HELLO', 5, '5', 'MSG_DONTWAIT|MSG_NOSIGNAL')}
12 ${recv_of(64, eagain, '0x7ffe')}
12 getsockname(4, {sa_family=AF_INET, ...}, [128 => 16]) = 0
12 ioctl(4, TCGETS, {B38400, opost, isig}) = -1 ENOTTY (Inappropriate ioctl for device)
12 ${closed}`;

  it.each([
    [['socket', 'connect', 'sendto', 'close']],
    [['socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4', 'close(4) = 0']],
    [['connect(4, {sa_family=AF_INET, sin_port=htons(9000), ...}, 16)']],
    [['sendto(4, "HELLO", 5, MSG_NOSIGNAL|MSG_DONTWAIT, ...) = 5']],
    [['sendto(_, "HE"..., _, _, NULL, 0) = _']],
    [['recvfrom(4, ...) = EAGAIN', 'getsockname(4, _, [16])']],
    [['recvfrom(...) = -1 EAGAIN']],
    [['ioctl(4, TCGETS, {B38400, opost, ...}) = ENOTTY']],
    [[]],
  ])('finds %j', (calls) => {
    expect(text).toMakeCalls(calls);
  });

  it.each([
    [['close', 'socket'], 7, 'socket (call 2 of 2), from here on'],
    [['sendto(4, "HELLO", 5, MSG_NOSIGNAL, ...)'], 1, 'MSG_NOSIGNAL, ...) (call 1 of 1)'],
    [['connect(4, {sa_family=AF_INET}, 16)'], 1, 'connect('],
    [['sendto(4, "HELL", ...)'], 1, 'sendto('],
    [['socket', 'socket'], 2, 'socket (call 2 of 2)'],
  ])('does not find %j', (calls, event, expected) => {
    const { pass, message } = matchers.toMakeCalls(text, calls);
    expect(pass).toBe(false);
    expect(message()).toContain(expected);
    expect(message()).toMatch(new RegExp(`^> ${event > 6 ? ' ' : event} `, 'm'));
  });

  it('exactly: no other call stands between', () => {
    const all = ['socket', 'connect', 'sendto', 'recvfrom', 'getsockname', 'ioctl', 'close'];
    expect(text).toMakeCalls(all, { exactly: true });
    expect(text).not.toMakeCalls(all.slice(1), { exactly: true });
    expect(text).not.toMakeCalls(all.slice(0, 5), { exactly: true });
  });

  it.each([['close(4'], ['close(4) or so'], [''], [5 as never]])('throws for %j, which is no call', (call) => {
    expect(() => matchers.toMakeCalls(text, [call])).toThrow(TypeError);
  });
});

describe('in Vitest', () => {
  it('a failure shows the trace, marked, in words', () => {
    expect(() => expect(lines(recv_of(4, eintr))).toRetryOnEINTR()).toThrowErrorMatchingInlineSnapshot(`
      [Error: expected the trace to call again after EINTR

        1  socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4
        2  recvfrom(4, "", 4, 0, NULL, NULL) = -1 EINTR (Interrupted system call)
      > 3  close(4) = 0

      expected: recvfrom to be called again after its EINTR (event 2); this call came instead]
    `);
  });

  it('.not says what held', () => {
    expect(() => expect(lines()).not.toCloseEverySocket()).toThrow(
      'expected the trace not to close every socket, but every socket was closed (1)',
    );
    expect(made).not.toCloseEverySocket();
    expect(() => expect('').not.toCloseEverySocket()).toThrow(NothingToJudge);
  });

  it('takes events, what strace gives, and text, and nothing else', () => {
    expect(parse_strace(lines())).toCloseEverySocket();
    expect({ events: [...parse_strace(lines())] }).toCloseEverySocket();
    expect(() => expect(5).toCloseEverySocket()).toThrow('toCloseEverySocket: trace must be events');
    expect(() => expect([{}]).toCloseEverySocket()).toThrow('toCloseEverySocket: trace must contain only events');
  });

  it('takes the events of the built-in trace', () => {
    const events: TraceEvent[] = [];
    const stop = trace((event) => events.push(event));
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    unwrap(send(a, Buffer.from('HELLO'), MSG_NOSIGNAL));
    unwrap(recv(b, new Uint8Array(16), 0));
    unwrap(close(a));
    unwrap(recv(b, new Uint8Array(16), 0));
    unwrap(close(b));
    stop();
    expect(events).toCloseEverySocket();
    expect(events).toSendWithoutSIGPIPE();
    expect(() => expect([...events, ...parse_strace(lines())]).toCloseEverySocket()).toThrow(
      'toCloseEverySocket: trace must contain events of strace or of sys-socket/observe, and not both',
    );
    expect(events).toNeverCallAfterEOF();
    expect(events).toMakeCalls(
      ['socketpair', `sendto(${a}, "HELLO", 5, MSG_NOSIGNAL, NULL, 0) = 5`, 'recvfrom', 'close', 'recvfrom', 'close'],
      {
        exactly: true,
      },
    );
    expect(events).not.toReadFramesExactly();
  });
});
