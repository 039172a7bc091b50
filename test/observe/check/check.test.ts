// Each mistake is made by a function that is wrong, and avoided by its twin, which does the same right: that one is silent.
import { spawnSync } from 'node:child_process';
import {
  AF_INET,
  AF_UNIX,
  accept,
  bind,
  close,
  dup3,
  type Fd,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLIN,
  poll,
  type Result,
  recv,
  recv_exact,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  send,
  send_all,
  sockaddr_in,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kernel, native } from '../../../src/native.js';
import { check, type Finding } from '../../../src/observe/index.js';
import { outside } from '../../../src/observe/where.js';

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

  it('gives numbers that rest back where there are no others', () => {
    expect(
      kinds_of(() => {
        for (let i = 0; i < 200; i += 1) unwrap(close(made()));
      }),
    ).toEqual([]);
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

  it('finds what a child inherits for want of FD_CLOEXEC, and not what it is given', () => {
    const child = (type: number, given: boolean) => () => {
      const fd = unwrap(socket(AF_INET, type, 0));
      spawnSync('true', { stdio: given ? ['ignore', 'ignore', 'ignore', fd] : 'ignore' });
      unwrap(close(fd));
    };
    expect(kinds_of(child(SOCK_STREAM, false))).toEqual(['no-cloexec']);
    expect(kinds_of(child(SOCK_STREAM | SOCK_CLOEXEC, false))).toEqual([]);
    expect(kinds_of(child(SOCK_STREAM, true))).toEqual([]);
  });

  it('finds a send on a stream without MSG_NOSIGNAL', () => {
    expect(kinds_of(() => with_pair((a) => void unwrap(send(a, Buffer.from('x'), 0))))).toEqual(['no-nosignal']);
    expect(kinds_of(() => with_pair((a) => void unwrap(send(a, Buffer.from('x'), MSG_NOSIGNAL))))).toEqual([]);
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
