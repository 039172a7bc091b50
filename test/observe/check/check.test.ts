// Each mistake is made by a function that is wrong, and avoided by its twin, which does the same right: that one is silent.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { inspect } from 'node:util';
import {
  AF_INET,
  AF_UNIX,
  accept,
  as_fd,
  bind,
  CMSG_SPACE,
  close,
  cmsg,
  cmsg_value,
  dup3,
  F_SETFL,
  type Fd,
  fcntl,
  listen,
  MSG_CMSG_CLOEXEC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  mmsghdr,
  O_CLOEXEC,
  O_NONBLOCK,
  POLLIN,
  pipe2,
  poll,
  type Result,
  recv,
  recv_exact,
  recvmmsg,
  SCM_RIGHTS,
  SFD_CLOEXEC,
  SIGUSR1,
  SIGUSR2,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  send_all,
  sendfile,
  sendmmsg,
  sendmsg,
  signalfd,
  sockaddr_in,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kernel, native } from '../../../src/native.js';
import { check, type Finding } from '../../../src/observe/index.js';
import { outside } from '../../../src/observe/where.js';
import { child as child_of } from '../../sys/child.js';

const site = (where: string | undefined) => where?.replace(/:\d+$/, '');

/** The line after the one that calls this. */
function next_line(): string | undefined {
  const [, , ...frames] = new Error().stack?.split('\n') ?? [];
  return site(outside(frames.join('\n')))?.replace(/\d+$/, (number) => String(Number(number) + 1));
}

/** Runs a function under check. */
function findings_of(run: () => void): readonly Finding[] {
  const checking = check(() => {});
  onTestFinished(() => {
    checking.end();
  });
  run();
  return checking.end();
}

const kinds_of = (run: () => void) => findings_of(run).map(({ kind }) => kind);

/** A pair that is closed at the end. */
function with_pair(use: (a: Fd, b: Fd) => void): void {
  const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  use(a, b);
  unwrap(close(a));
  unwrap(close(b));
}

const made = () => unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
const big = Buffer.alloc(4_000_000, 'abcdefg');
const quiet = MSG_NOSIGNAL | MSG_DONTWAIT;

describe('check', () => {
  it('finds a refusal that nobody reads, with the line of the call', () => {
    let at: string | undefined;
    const found = findings_of(() =>
      with_pair((a) => {
        at = next_line();
        recv(a, new Uint8Array(4), MSG_DONTWAIT);
      }),
    );
    expect(found).toMatchObject([
      { kind: 'unread-refusal', code: 'EAGAIN', explanation: expect.stringMatching(/recv\(2\)/) },
    ]);
    expect(site(found[0]?.where)).toBe(at);
  });

  it.each<[string, (result: Result<unknown, unknown>) => unknown]>([
    ['ok', ({ ok }) => ok],
    ['by unwrap', (result) => expect(() => unwrap(result as never)).toThrow()],
    ['by a clone', (result) => structuredClone(result)],
    ['by the console', (result) => inspect(result)],
    ['by JSON', (result) => JSON.stringify(result)],
    ['by equality', (result) => expect(result).toMatchObject({ ok: false, error: { code: 'EAGAIN' } })],
  ])('is silent when it is read: %s', (_how, read) => {
    expect(kinds_of(() => with_pair((a) => void read(recv(a, new Uint8Array(4), MSG_DONTWAIT))))).toEqual([]);
  });

  it('finds a short send whose count nobody looked at', () => {
    expect(kinds_of(() => with_pair((a) => void send(a, big, quiet).ok))).toEqual(['short-count']);
  });

  it('finds a short send that unwrap gave to nobody: what is sent next does not go on with it', () => {
    const found = findings_of(() =>
      with_pair((a, b) => {
        unwrap(send(a, big, quiet));
        unwrap(recv_exact(b, Buffer.alloc(100_000)));
        unwrap(send(a, Buffer.from('next'), quiet));
      }),
    );
    expect(found).toMatchObject([{ kind: 'short-count', causes: [{ what: expect.stringMatching(/^send/) }] }]);
  });

  it('finds one whose rest was refused, and then not sent: not if the program gives up instead', () => {
    const refused = (next: (a: Fd, b: Fd, rest: Uint8Array) => void) => () =>
      with_pair((a, b) => {
        const rest = big.subarray(unwrap(send(a, big, quiet)));
        expect(send(a, rest, quiet)).toMatchObject({ error: { code: 'EAGAIN' } });
        unwrap(recv_exact(b, Buffer.alloc(100_000)));
        next(a, b, rest);
      });
    expect(kinds_of(refused((a) => unwrap(send(a, Buffer.from('next'), quiet))))).toEqual(['short-count']);
    expect(kinds_of(refused((a, _, rest) => unwrap(send(a, rest.subarray(0, 8), quiet))))).toEqual([]);
    expect(kinds_of(refused(() => {}))).toEqual([]);
  });

  it('knows the bytes of several pieces of memory too', () => {
    const sends = (next: (sent: number) => Uint8Array) => () =>
      with_pair((a, b) => {
        const sent = unwrap(sendmsg(a, { msg_iov: [big.subarray(0, 100), big.subarray(100)] }, quiet));
        unwrap(recv_exact(b, Buffer.alloc(100_000)));
        unwrap(sendmsg(a, { msg_iov: [next(sent)] }, quiet));
      });
    expect(kinds_of(sends(() => Buffer.from('next')))).toEqual(['short-count']);
    expect(kinds_of(sends((sent) => big.subarray(sent, sent + 8)))).toEqual([]);
  });

  it('is silent when the rest follows, or the count is compared, and within send_all', () => {
    const right = () =>
      with_pair((a, b) => {
        const sent = unwrap(send(a, big, quiet));
        unwrap(recv_exact(b, Buffer.alloc(100_000)));
        unwrap(send(a, big.subarray(sent, sent + 8), quiet));
      });
    const compares = () =>
      with_pair((a) => {
        const sent = send(a, big, quiet);
        expect(sent.ok && sent.value < big.length).toBe(true);
      });
    const whole = () => with_pair((a) => void send_all(a, big, { deadline: 5 }).ok);
    expect([...kinds_of(right), ...kinds_of(compares), ...kinds_of(whole)]).toEqual([]);
  });

  it('finds a short sendfile: its length is known, its bytes are not', () => {
    const sends = (look: (result: Result<number, unknown>) => unknown) => () => {
      const file = openSync(process.execPath, 'r'); // larger than any buffer of a socket
      with_pair((a) => {
        unwrap(fcntl(a, F_SETFL, O_NONBLOCK));
        look(sendfile(a, as_fd(file), null, 50_000_000));
      });
      closeSync(file);
    };
    expect(kinds_of(sends(({ ok }) => ok))).toEqual(['short-count']);
    expect(kinds_of(sends((result) => expect(result).not.toEqual({ ok: true, value: 50_000_000 })))).toEqual([]);
  });

  it('finds a short receive whose count nobody looked at', () => {
    const wrong = () =>
      with_pair((a, b) => {
        unwrap(send_all(a, Buffer.from('HE')));
        expect(recv(b, Buffer.alloc(5), 0).ok).toBe(true);
      });
    const right = () =>
      with_pair((a, b) => {
        unwrap(send_all(a, Buffer.from('HE')));
        expect(recv(b, Buffer.alloc(5), 0)).toEqual({ ok: true, value: 2 });
      });
    expect(kinds_of(wrong)).toEqual(['short-count']);
    expect(kinds_of(right)).toEqual([]);
  });

  it('finds a second close, with the line of the first', () => {
    let at: string | undefined;
    const found = findings_of(() => {
      const fd = made();
      at = next_line();
      unwrap(close(fd));
      close(fd);
    });
    expect(found).toMatchObject([{ kind: 'double-close', causes: [{ what: 'closed' }, { what: 'opened by socket' }] }]);
    expect(site(found[0]?.causes[0]?.where)).toBe(at);
  });

  it('finds use after close, also when another was opened since: its number is another one', () => {
    const found = findings_of(() => {
      const fd = made();
      unwrap(close(fd));
      const other = made();
      expect(other).not.toBe(fd);
      expect(bind(fd, sockaddr_in('127.0.0.1', 0))).toMatchObject({ error: { code: 'EBADF' } });
      expect(dup3(other, fd, 0)).toMatchObject({ ok: true }); // a number that is chosen is not used
      unwrap(close(fd));
      unwrap(close(other));
    });
    expect(found.map(({ kind }) => kind)).toEqual(['use-after-close']);
  });

  it('finds use after close also of a number that does not rest any more, and that nobody has again', () => {
    const found = findings_of(() => {
      const fds = Array.from({ length: 100 }, made); // 64 numbers rest
      for (const fd of fds) unwrap(close(fd));
      const [first = as_fd(-1)] = fds;
      expect(bind(first, sockaddr_in('127.0.0.1', 0))).toMatchObject({ error: { code: 'EBADF' } });
    });
    expect(found.map(({ kind }) => kind)).toEqual(['use-after-close']);
  });

  it('gives numbers that rest back where there are no others', () => {
    expect(
      kinds_of(() => {
        for (let i = 0; i < 200; i += 1) unwrap(close(made()));
      }),
    ).toEqual([]);
  });

  it('keeps no number from a process that has no others: EMFILE', () => {
    const observe = JSON.stringify(new URL('../../../dist/observe/index.js', import.meta.url).href);
    const program = `
      const { check } = await import(${observe});
      const checking = check(() => {});
      for (let i = 0; i < 100; i += 1) unwrap(close(unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))));
      report(checking.end());`;
    expect(child_of(program, { nofile: 48 })).toEqual([]);
  });

  it('finds what is open at the end, with the line that opened it', () => {
    let left: Fd | undefined;
    let at: string | undefined;
    const found = findings_of(() => {
      at = next_line();
      left = made();
    });
    if (left !== undefined) unwrap(close(left));
    expect(found).toMatchObject([{ kind: 'leak', fd: left, causes: [{ what: 'opened by socket' }] }]);
    expect(at).toMatch(/check\.test\.ts:\d+$/);
  });

  it('knows each descriptor that a call opens, also those that came in a message', () => {
    const left: Fd[] = [];
    const found = findings_of(() => {
      left.push(...unwrap(pipe2(O_CLOEXEC)), unwrap(signalfd(-1, [SIGUSR2], SFD_CLOEXEC)));
      const [, , signals = as_fd(-1)] = left;
      expect(unwrap(signalfd(signals, [SIGUSR1], SFD_CLOEXEC))).toBe(signals); // which opens nothing
      with_pair((a, b) => {
        const batch = mmsghdr(1, { bytes: 1, control: CMSG_SPACE(4) });
        batch.set(0, Buffer.from('x'), undefined, [cmsg(SOL_SOCKET, SCM_RIGHTS, [signals])]);
        unwrap(sendmmsg(a, batch, 1, MSG_NOSIGNAL));
        unwrap(recvmmsg(b, batch, 1, MSG_CMSG_CLOEXEC));
        left.push(...batch.msg_control(0).flatMap((came) => cmsg_value(came, SOL_SOCKET, SCM_RIGHTS) ?? []));
      });
    });
    for (const fd of left) unwrap(close(fd));
    // Each place is told once: that of pipe2 with its first descriptor.
    const [from, , signals, came] = left;
    expect(found.map(({ kind, fd, causes }) => [kind, fd, causes[0]?.what])).toEqual([
      ['leak', from, 'opened by pipe2'],
      ['leak', signals, 'opened by signalfd'],
      ['leak', came, 'opened by recvmmsg'],
    ]);
  });

  it('finds what a child inherits for want of FD_CLOEXEC, and not what it is given', () => {
    const child = (type: number, given: boolean) => () => {
      const fd = unwrap(socket(AF_INET, type, 0));
      spawnSync('true', { stdio: given ? ['ignore', 'ignore', 'ignore', fd] : 'ignore' });
      unwrap(close(fd));
    };
    expect(kinds_of(child(SOCK_STREAM, false))).toEqual(['no-cloexec']);
    expect(kinds_of(child(SOCK_STREAM | SOCK_CLOEXEC, false))).toEqual([]);
    expect(kinds_of(child(SOCK_STREAM, true))).toEqual([]);
    const beside = () => {
      const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      spawn('true', { stdio: 'ignore' });
      unwrap(close(fd));
    };
    expect(kinds_of(beside)).toEqual(['no-cloexec']);
  });

  it('finds a send on a stream without MSG_NOSIGNAL', () => {
    expect(kinds_of(() => with_pair((a) => void unwrap(send(a, Buffer.from('x'), 0))))).toEqual(['no-nosignal']);
    expect(kinds_of(() => with_pair((a) => void unwrap(send(a, Buffer.from('x'), MSG_NOSIGNAL))))).toEqual([]);
    const batch = (flags: number) => () =>
      with_pair((a) => {
        const one = mmsghdr(1, { bytes: 1 });
        one.set(0, Buffer.from('x'));
        expect(unwrap(sendmmsg(a, one, 1, flags))).toBe(1);
      });
    expect(kinds_of(batch(0))).toEqual(['no-nosignal']);
    expect(kinds_of(batch(MSG_NOSIGNAL))).toEqual([]);
  });

  it('finds a receive after the end, with the line that saw the end', () => {
    const receives = (times: number) => () => {
      const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
      unwrap(close(a));
      for (let i = 0; i < times; i += 1) expect(unwrap(recv(b, new Uint8Array(4), 0))).toBe(0);
      unwrap(close(b));
    };
    expect(findings_of(receives(2))).toMatchObject([{ kind: 'after-end', causes: [{ what: 'recv returned 0' }] }]);
    expect(kinds_of(receives(1))).toEqual([]);
  });

  it('finds a spin, and none where the program waits between', () => {
    const tries = (wait: (fd: Fd) => void) => () => {
      const listener = made();
      unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
      unwrap(listen(listener, 1));
      with_pair((a) => {
        for (let i = 0; i < 1100; i += 1) {
          expect(recv(a, new Uint8Array(1), MSG_DONTWAIT).ok).toBe(false);
          wait(a);
        }
      });
      unwrap(close(listener));
    };
    expect(kinds_of(tries(() => {}))).toEqual(['spin']);
    expect(kinds_of(tries((fd) => void unwrap(poll([{ fd, events: POLLIN }], 0))))).toEqual([]);
  });

  it('leaves programs as they are: a Result looks as it does without', () => {
    const checking = check(() => {});
    const refused = accept(-1 as Fd);
    checking.end();
    expect(refused).toStrictEqual(accept(-1 as Fd));
    expect(Object.keys(refused)).toEqual(['ok', 'error']);
    expect(Object.isFrozen(refused)).toBe(true);
  });

  it('is one in a thread', () => {
    const checking = check(() => {});
    expect(() => check()).toThrow('this thread is already being checked');
    checking.end();
  });
});

describe('without check', () => {
  it('the functions of the table are the binary’s own, and nothing stands in the way of a Result', () => {
    check(() => {}).end();
    for (const name of Object.keys(kernel)) expect(Reflect.get(native, name)).toBe(Reflect.get(kernel, name));
    const refused = accept(-1 as Fd);
    expect(refused).toBe(accept(-1 as Fd)); // one value for each (syscall, errno)
    expect(Object.getOwnPropertyDescriptor(refused, 'ok')).toMatchObject({ value: false });
    with_pair((a) => {
      expect(Object.getOwnPropertyDescriptor(send(a, Buffer.from('x'), MSG_NOSIGNAL), 'value')).toMatchObject({
        value: 1,
      });
    });
  });
});
