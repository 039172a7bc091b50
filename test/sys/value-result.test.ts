// socket(7), recv(2), getsockname(2): a length that the kernel writes back arrives as it wrote it. A C program asks the same sockets, which it
// inherits, with the same room for the answer.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sys from 'sys-socket';
import { type Fd, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { native } from '../../src/native.js';
import { compiled } from '../support/cpp.js';
import { hang } from '../support/hang.js';
import { closing, pair } from '../support/sockets.js';

/** What is asked: a call, and its numbers. */
type Question = readonly [call: 'getsockopt' | 'getsockname' | 'getpeername' | 'recvfrom' | 'recvmsg', ...number[]];
/** Result, errno if it is -1, and the lengths and flags as the kernel left them. */
type Answer = readonly number[];

const source = `
  #include <cerrno>
  #include <cstdio>
  #include <cstring>
  #include <sys/socket.h>
  #include <sys/uio.h>
  int main() {
    char call[32];
    int fd, a, b, c;
    static char room[1024], name[512], control[512];
    while (scanf("%31s %d %d %d %d", call, &fd, &a, &b, &c) == 5) {
      memset(room, 0, 1024);
      socklen_t length = c;
      if (!strcmp(call, "recvmsg")) {
        iovec part = {room, sizeof room};
        // By their names: musl's struct has padding between them.
        msghdr msg{};
        msg.msg_name = name;
        msg.msg_namelen = b;
        msg.msg_iov = &part;
        msg.msg_iovlen = 1;
        msg.msg_control = control;
        msg.msg_controllen = c;
        long result = recvmsg(fd, &msg, a);
        printf("%ld %d %d %zu %d\\n", result, result < 0 ? errno : 0, msg.msg_namelen, (size_t)msg.msg_controllen, msg.msg_flags);
        continue;
      }
      long result = -1;
      if (!strcmp(call, "getsockopt")) result = getsockopt(fd, a, b, room, &length);
      if (!strcmp(call, "getsockname")) result = getsockname(fd, (sockaddr*)room, &length);
      if (!strcmp(call, "getpeername")) result = getpeername(fd, (sockaddr*)room, &length);
      if (!strcmp(call, "recvfrom")) result = recvfrom(fd, room, b, a, (sockaddr*)name, &length);
      printf("%ld %d %u\\n", result, result < 0 ? errno : 0, length);
    }
  }`;
let program: string | undefined;

/** C's answers about a socket. */
function asked(fd: Fd, questions: readonly Question[]): Answer[] {
  program ??= compiled(source);
  const input = questions.map(([call, a = 0, b = 0, c = 0]) => `${call} 3 ${a} ${b} ${c}\n`).join('');
  const options = { input, encoding: 'utf8', timeout: hang, maxBuffer: 1 << 26 } as const;
  const said = execFileSync(program, { ...options, stdio: ['pipe', 'pipe', 'inherit', fd] });
  return said
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
}

const result_of = (returned: number): [number, number] => (returned < 0 ? [-1, -returned] : [returned, 0]);

/** A value-result parameter: a length before the bytes that it is about. */
function cell(room: number): Uint8Array {
  const bytes = new Uint8Array(4 + room);
  new DataView(bytes.buffer).setUint32(0, room, true);
  return bytes;
}
const length_of = (cell: Uint8Array) => new DataView(cell.buffer).getUint32(0, true);

/** The same by the binary. undefined: the call is not made, for an option that takes memory which its value names. */
function answered(fd: Fd, [call, a = 0, b = 0, c = 0]: Question): Answer | undefined {
  const answer = cell(c);
  if (call === 'getsockopt') {
    try {
      return [...result_of(native.getsockopt(fd, a, b, answer)), length_of(answer)];
    } catch (error) {
      if (error instanceof RangeError && error.message.includes('carries no address')) return undefined;
      throw error;
    }
  }
  if (call === 'getsockname' || call === 'getpeername')
    return [...result_of(native[call](fd, answer)), length_of(answer)];
  if (call === 'recvfrom') return [...result_of(native.recvfrom(fd, new Uint8Array(b), a, answer)), length_of(answer)];
  const [name, control, out] = [cell(b), cell(c), new Int32Array(2)];
  const returned = native.recvmsg(fd, [new Uint8Array(1024)], name, control, out, a);
  return [...result_of(returned), length_of(name), length_of(control), out[0] ?? 0];
}

/** Of a call that failed the kernel has written no length but getsockopt's. */
const said = ([call]: Question, answer: Answer) =>
  call !== 'getsockopt' && answer[0] === -1 ? answer.slice(0, 2) : answer;

/** Asserts that both say the same of each, and gives how many were asked. */
function expect_same(fd: Fd, questions: readonly Question[]): number {
  const made = questions.flatMap((question) => {
    const ours = answered(fd, question);
    return ours === undefined ? [] : [{ question, ours }];
  });
  const theirs = asked(
    fd,
    made.map(({ question }) => question),
  );
  const differing = made.flatMap(({ question, ours }, i) =>
    String(said(question, ours)) === String(said(question, theirs[i] ?? []))
      ? []
      : [{ question: question.join(' '), ours, C: theirs[i] }],
  );
  expect(differing).toEqual([]);
  expect(theirs).toHaveLength(made.length);
  return made.length;
}

const fresh = (domain: number, type: number, protocol = 0) =>
  closing(unwrap(sys.socket(sys.as_domain(domain), type, protocol)));

/** Sockets of which the kernel has something to say, by what they are. */
const sockets = {
  'a TCP connection': () => tcp(sys.sockaddr_in('127.0.0.1', 0)),
  'a TCP connection over IPv6': () => tcp(sys.sockaddr_in6('::1', 0)),
  'a UDP socket': () => {
    const fd = fresh(sys.AF_INET, sys.SOCK_DGRAM);
    unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
    return fd;
  },
  'a UDP socket over IPv6': () => fresh(sys.AF_INET6, sys.SOCK_DGRAM),
  'a unix stream': () => pair()[0],
  'a netlink socket in two groups': () => {
    const fd = fresh(sys.AF_NETLINK, sys.SOCK_RAW);
    for (const group of [1, 20]) unwrap(sys.setsockopt(fd, sys.SOL_NETLINK, sys.NETLINK_ADD_MEMBERSHIP, group));
    return fd;
  },
} as const;

function tcp(address: sys.SockAddr): Fd {
  const listener = fresh(address.sa_family, sys.SOCK_STREAM);
  unwrap(sys.bind(listener, address));
  unwrap(sys.listen(listener, 1));
  const fd = fresh(address.sa_family, sys.SOCK_STREAM);
  unwrap(sys.connect(fd, unwrap(sys.getsockname(listener))));
  closing(unwrap(sys.accept(listener)));
  return fd;
}

describe('optlen of getsockopt', () => {
  const { SOL_SOCKET, SOL_NETLINK, SOL_MPTCP, SOL_PACKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP } = sys;
  const levels = [SOL_SOCKET, SOL_NETLINK, SOL_MPTCP, SOL_PACKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP];
  const rooms = [0, 1, 3, 4, 5, 8, 12, 16, 64, 256];
  /** Each answer is a new descriptor, or told once. */
  const changing = (level: number, name: number) =>
    level === SOL_SOCKET && (name === sys.SO_PEERPIDFD || name === sys.SO_ERROR);
  const numbers = Array.from({ length: 130 }, (_, name) => name);
  const questions = levels.flatMap((level) =>
    numbers
      .filter((name) => !changing(level, name))
      .flatMap((name) => rooms.map((room): Question => ['getsockopt', level, name, room])),
  );

  it.each(Object.entries(sockets))('is as in C for each number there is, and any room: %s', (_, make) => {
    expect(expect_same(make(), questions)).toBeGreaterThan(10_000);
  });

  it('of SO_GET_FILTER is in bytes, where the kernel counts instructions', () => {
    const fd = fresh(sys.AF_INET, sys.SOCK_DGRAM);
    const instruction = Uint8Array.of(6, 0, 0, 0, 0xff, 0xff, 0, 0); // BPF_RET | BPF_K
    const filter = Buffer.concat([instruction, instruction, instruction]);
    unwrap(sys.setsockopt(fd, SOL_SOCKET, sys.SO_ATTACH_FILTER, filter));
    const [instructions] = asked(fd, [['getsockopt', SOL_SOCKET, sys.SO_GET_FILTER, 0]]);
    expect(instructions).toEqual([0, 0, 3]);
    expect(answered(fd, ['getsockopt', SOL_SOCKET, sys.SO_GET_FILTER, 0])).toEqual([0, 0, 24]);
    expect(answered(fd, ['getsockopt', SOL_SOCKET, sys.SO_GET_FILTER, 24])).toEqual([0, 0, 24]);
  });
});

/** A unix socket with a name of its own, which takes all the room that sun_path has. */
function named(type: number, bytes: Uint8Array): Fd {
  const fd = fresh(sys.AF_UNIX, type);
  unwrap(sys.bind(fd, sys.sockaddr(Buffer.concat([Uint8Array.of(sys.AF_UNIX, 0), bytes]))));
  return fd;
}

function longest_path(): Uint8Array {
  const path = join(tmpdir(), `sys-socket-${process.pid}-`).padEnd(108, 'x');
  onTestFinished(() => rmSync(path, { force: true }));
  return Buffer.from(path);
}

const rooms = [0, 1, 2, 3, 8, 16, 28, 109, 110, 111, 128];

describe('the length of an address', () => {
  const names = {
    ...sockets,
    'a unix socket whose path has no NUL': () => named(sys.SOCK_STREAM, longest_path()),
    'an abstract name': () => named(sys.SOCK_STREAM, Buffer.from(`\0sys-socket-${process.pid}-name`)),
  };
  it.each(Object.entries(names))('is as in C, for any room: %s', (_, make) => {
    const fd = make();
    const questions = (['getsockname', 'getpeername'] as const).flatMap((call) =>
      rooms.map((room): Question => [call, 0, 0, room]),
    );
    expect_same(fd, questions);
  });

  const senders = {
    'of UDP': () => {
      const [from, to] = [sockets['a UDP socket'](), sockets['a UDP socket']()];
      unwrap(sys.sendto(from, Buffer.from('twelve bytes'), 0, unwrap(sys.getsockname(to))));
      return to;
    },
    'of a unix datagram whose path has no NUL': () => from_unix(named(sys.SOCK_DGRAM, longest_path())),
    'of a unix datagram without a name': () => from_unix(fresh(sys.AF_UNIX, sys.SOCK_DGRAM)),
    'of a stream, which tells none': () => {
      const [a, b] = pair();
      unwrap(sys.send(a, Buffer.from('twelve bytes')));
      return b;
    },
  };
  function from_unix(sender: Fd): Fd {
    const to = named(sys.SOCK_DGRAM, Buffer.from(`\0sys-socket-${process.pid}-to`));
    unwrap(sys.setsockopt(to, sys.SOL_SOCKET, sys.SO_PASSCRED, 1));
    unwrap(sys.sendto(sender, Buffer.from('twelve bytes'), 0, unwrap(sys.getsockname(to))));
    return to;
  }

  it.each(Object.entries(senders))(
    'is as in C for recvfrom and recvmsg, with the flags, for any room: %s',
    (_, make) => {
      const { MSG_PEEK, MSG_TRUNC, MSG_DONTWAIT } = sys;
      const questions = rooms.flatMap((room): Question[] => [
        ['recvfrom', MSG_PEEK | MSG_DONTWAIT, 64, room],
        ['recvfrom', MSG_PEEK | MSG_DONTWAIT, 5, room],
        ['recvfrom', MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT, 5, room],
        ['recvmsg', MSG_PEEK | MSG_DONTWAIT, room, 0],
        ['recvmsg', MSG_PEEK | MSG_DONTWAIT, 16, room],
        ['recvmsg', MSG_PEEK | MSG_DONTWAIT, room, room],
      ]);
      expect_same(make(), questions);
    },
  );
});
