import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  as_fd,
  connect,
  EAGAIN,
  EINTR,
  eventfd,
  eventfd_read,
  type Fd,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_NOSIGNAL,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  O_DIRECT,
  pipe2,
  preadv,
  pwritev,
  read,
  readv,
  recv,
  recvfrom,
  recvmsg,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  send,
  sendmsg,
  sendto,
  shutdown,
  sockaddr_in,
  sockaddr_storage,
  unwrap,
  write,
  writev,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose, kernel, type Native, native } from '../../../src/native.js';
import { calls } from '../../../src/observe/calls/index.js';
import { type Injection, inject, type TraceEvent, trace } from '../../../src/observe/index.js';
import { closing, open, pair, tcp_pair } from '../../support/sockets.js';
import { hostile_args } from '../hostile.js';

/** Faults that end with the test. */
function injected(...rules: string[]): Injection {
  const faults = inject(rules);
  onTestFinished(() => faults.stop());
  return faults;
}

/** How often each rule has fired. */
const fired = (faults: Injection) => faults.report().map(({ fired }) => fired);

const hello = Buffer.from('HELLO-WORLD');
const waits_not = MSG_DONTWAIT | MSG_NOSIGNAL;

/** What is in a socket. */
function drained(fd: Fd): string {
  const buf = Buffer.alloc(1000);
  const got = kernel.recv(fd, buf, MSG_DONTWAIT);
  return String(buf.subarray(0, Math.max(0, got)));
}

describe('error', () => {
  it("is the very value that the kernel's refusal is, and no call is made", () => {
    const [a, b] = pair();
    const refused = recv(b, new Uint8Array(4), MSG_DONTWAIT);
    unwrap(send(a, hello));
    injected('recvfrom:error=EAGAIN');
    const again = recv(b, new Uint8Array(4), MSG_DONTWAIT);
    expect(again).toEqual({
      ok: false,
      error: expect.objectContaining({ syscall: 'recv', code: 'EAGAIN', errno: EAGAIN }),
    });
    expect(again).toBe(refused);
    expect(Object.isFrozen(again) && !again.ok && Object.isFrozen(again.error)).toBe(true);
    expect(drained(b)).toBe('HELLO-WORLD');
  });

  it('leaves an address as a refused call leaves it', () => {
    const fd = open();
    const [real, ours] = [sockaddr_storage(), sockaddr_storage()];
    expect(recvfrom(fd, new Uint8Array(4), MSG_DONTWAIT, real).ok).toBe(false);
    const real_msg = sockaddr_storage();
    expect(recvmsg(fd, { msg_iov: [hello], msg_name: real_msg }, MSG_DONTWAIT).ok).toBe(false);
    injected('recvfrom,recvmsg:error=ENOTCONN');
    expect(recvfrom(fd, new Uint8Array(4), MSG_DONTWAIT, ours).ok).toBe(false);
    expect(ours).toEqual(real);
    const our_msg = sockaddr_storage();
    expect(recvmsg(fd, { msg_iov: [hello], msg_name: our_msg }, MSG_DONTWAIT).ok).toBe(false);
    expect(our_msg).toEqual(real_msg);
    expect([ours, our_msg].map(String)).toEqual([String(real), String(real)]);
  });
});

describe('short', () => {
  it('really moves so many bytes, the next ones the next time', () => {
    const [a, b] = pair();
    const faults = injected('sendto,recvfrom:short=3');
    expect(unwrap(send(a, hello, MSG_NOSIGNAL))).toBe(3);
    expect(unwrap(sendto(a, hello.subarray(3), MSG_NOSIGNAL))).toBe(3);
    const buf = Buffer.from('<..........>');
    expect(unwrap(recv(b, buf.subarray(1, 6)))).toBe(3);
    expect(String(buf)).toBe('<HEL.......>');
    expect(unwrap(recvfrom(b, buf.subarray(4, 6)))).toBe(2);
    expect(String(buf)).toBe('<HELLO.....>');
    expect(drained(b)).toBe('-');
    expect(faults.report()).toEqual([{ rule: 'sendto,recvfrom:short=3', calls: 4, fired: 3 }]);
  });

  it('leaves MSG_PEEK alone: no kernel shows three bytes for ever', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    const faults = injected('recvfrom,recvmsg:short=3');
    const buf = Buffer.alloc(20);
    expect(unwrap(recv(b, buf, MSG_PEEK))).toBe(11);
    expect(unwrap(recvmsg(b, { msg_iov: [buf] }, MSG_PEEK | MSG_DONTWAIT)).received).toBe(11);
    expect(unwrap(recv(b, buf, 0))).toBe(3);
    expect(fired(faults)).toEqual([1]);
  });

  it('leaves urgent bytes alone: of a part another byte would be the urgent one', () => {
    const { client, server } = tcp_pair();
    const faults = injected('sendto:short=3');
    expect(unwrap(send(client, hello, MSG_OOB))).toBe(11);
    expect(fired(faults)).toEqual([0]);
    const buf = Buffer.alloc(20);
    expect(buf.toString('latin1', 0, unwrap(recv(server, buf, 0)))).toBe('HELLO-WORL');
  });

  it('cuts a transfer with MSG_WAITALL, as a signal would, and what MSG_TRUNC throws away', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, hello));
    injected('recvfrom:short=3');
    const buf = Buffer.alloc(11, '.');
    expect(unwrap(recv(server, buf, MSG_WAITALL))).toBe(3);
    expect(unwrap(recv(server, new Uint8Array(8), MSG_TRUNC))).toBe(3);
    expect(String(buf)).toBe('HEL........');
    expect(drained(server)).toBe('WORLD');
  });

  it.each([
    [1, 'H'],
    [4, 'HELL'],
    [5, 'HELLO'],
    [6, 'HELLO-'],
    [10, 'HELLO-WORL'],
  ])('cuts pieces at %i bytes', (most, text) => {
    const [a, b] = pair();
    const whole = [hello.subarray(0, 5), new Uint8Array(0), hello.subarray(5)];
    const faults = injected(`sendmsg,writev:short=${most}`);
    expect(unwrap(sendmsg(a, { msg_iov: whole }, MSG_NOSIGNAL))).toBe(most);
    expect(drained(b)).toBe(text);
    expect(unwrap(writev(a, whole))).toBe(most);
    expect(drained(b)).toBe(text);
    expect(fired(faults)).toEqual([2]);
    faults.stop();

    unwrap(send(a, hello));
    injected(`recvmsg,readv:short=${most}`);
    const room = [Buffer.alloc(5), Buffer.alloc(10)];
    expect(unwrap(recvmsg(b, { msg_iov: room })).received).toBe(most);
    const more = [Buffer.alloc(2), Buffer.alloc(10)];
    const rest = Math.min(most, 11 - most);
    expect(unwrap(readv(b, more))).toBe(rest);
    const filled = Buffer.concat([Buffer.concat(room).subarray(0, most), Buffer.concat(more).subarray(0, rest)]);
    expect(String(filled) + drained(b)).toBe('HELLO-WORLD');
  });

  it('works on files and pipes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-socket-short-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = openSync(join(folder, 'file'), 'w+');
    onTestFinished(() => closeSync(file));
    injected('/write|read:short=4');
    expect(unwrap(pwritev(as_fd(file), [hello], 2))).toBe(4);
    expect(readFileSync(join(folder, 'file'), 'latin1')).toBe('\0\0HELL');
    const buf = Buffer.alloc(8, '.');
    expect(unwrap(preadv(as_fd(file), [buf], 1))).toBe(4);
    expect(String(buf)).toBe('\0HEL....');
    const [out, into] = unwrap(pipe2(0)).map((fd) => closing(fd)) as [Fd, Fd];
    expect(unwrap(write(into, hello))).toBe(4);
    expect(unwrap(read(out, buf))).toBe(4);
    expect(String(buf)).toBe('HELL....');
  });

  it('does not cut where a part is worth nothing: datagrams, counters, packets', () => {
    const faults = injected('/^(send(to|msg)|recv(from|msg)|write|read):short=1');
    for (const type of [SOCK_DGRAM, SOCK_SEQPACKET]) {
      const [a, b] = pair(type);
      expect(unwrap(send(a, hello))).toBe(11);
      expect(unwrap(sendmsg(a, { msg_iov: [hello] }))).toBe(11);
      expect(unwrap(recv(b, Buffer.alloc(20)))).toBe(11);
      expect(unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(20)] })).received).toBe(11);
    }
    const counter = closing(unwrap(eventfd(7, 0)));
    expect(unwrap(eventfd_read(counter))).toBe(7n);
    const [, into] = unwrap(pipe2(O_DIRECT)).map((fd) => closing(fd)) as [Fd, Fd];
    expect(unwrap(write(into, hello))).toBe(11);
    expect(faults.report()).toEqual([
      { rule: '/^(send(to|msg)|recv(from|msg)|write|read):short=1', calls: 10, fired: 0 },
    ]);
  });

  it('leaves to the kernel what it refuses', () => {
    const [, b] = pair();
    const faults = injected('/^(recvfrom|recvmsg|read|write):short=1');
    expect(recv(b, new Uint8Array(4), MSG_DONTWAIT | MSG_ERRQUEUE)).toMatchObject({ error: { code: 'EAGAIN' } });
    expect(readv(b, Array(1025).fill(new Uint8Array(2)))).toMatchObject({ error: { code: 'EINVAL' } });
    expect(write(as_fd(4242), hello)).toMatchObject({ error: { code: 'EBADF' } });
    expect(fired(faults)).toEqual([0]);
  });
});

describe('eof', () => {
  /** What each receive says and leaves behind. */
  const receives = (fd: Fd) => {
    const [from, name] = [sockaddr_storage(), sockaddr_storage()];
    const buf = Buffer.alloc(4, '.');
    const results = [
      recv(fd, buf, MSG_DONTWAIT),
      recvfrom(fd, buf, MSG_DONTWAIT, from),
      recvmsg(fd, { msg_iov: [buf], msg_name: name, msg_controllen: 64 }, MSG_DONTWAIT),
      read(fd, buf),
      readv(fd, [buf]),
    ];
    return { results, buf: String(buf), addresses: [from, name].map((addr) => `${addr} ${addr.sa_family}`) };
  };

  it("looks as the kernel's, and takes no byte", () => {
    const ended = tcp_pair();
    unwrap(shutdown(ended.server, SHUT_WR));
    const real = receives(ended.client);
    expect(real.results.map((result) => result.ok)).toEqual([true, true, true, true, true]);

    const { client, server } = tcp_pair();
    unwrap(send(server, hello));
    const faults = injected('recvfrom,recvmsg,read,readv:eof');
    expect(receives(client)).toEqual(real);
    expect(fired(faults)).toEqual([5]);
    expect(drained(client)).toBe('HELLO-WORLD');
  });
});

describe('delay', () => {
  it('waits before the call and after it', () => {
    const [a] = pair();
    injected('sendto:delay_enter=30ms:delay_exit=20000');
    const began = performance.now();
    expect(unwrap(send(a, hello))).toBe(11);
    expect(performance.now() - began).toBeGreaterThanOrEqual(49);
  });

  it("is in the trace's duration before the call, and not after it, as in strace's -T", () => {
    const [a] = pair();
    const durations: number[] = [];
    onTestFinished(trace(({ duration }) => durations.push(duration)));
    injected('sendto:delay_enter=30ms:when=1', 'sendto:delay_exit=200ms:when=2');
    for (let i = 0; i < 2; i += 1) send(a, hello);
    expect(durations[0]).toBeGreaterThanOrEqual(29);
    expect(durations[1]).toBeLessThan(150);
  });
});

describe('signal', () => {
  it('is delivered to the process, and the call is made', async () => {
    const [a, b] = pair();
    const came = new Promise((resolve) => process.once('SIGUSR2', resolve));
    const faults = injected('sendto:signal=USR2:when=2');
    unwrap(send(a, hello));
    expect(fired(faults)).toEqual([0]);
    unwrap(send(a, hello));
    expect(await came).toBe('SIGUSR2');
    expect(fired(faults)).toEqual([1]);
    expect(drained(b)).toBe('HELLO-WORLDHELLO-WORLD');
  });
});

describe('several rules for one call', () => {
  it('all count it; the first that has a result decides; the others did not fire', () => {
    const [a] = pair();
    const faults = injected(
      'sendto:error=EPIPE:when=2',
      'sendto:retval=5:when=2+',
      'sendto:short=4',
      'sendto:delay_enter=0',
    );
    const results = [1, 2, 3].map(() => send(a, hello, MSG_NOSIGNAL));
    expect(results.map((result) => (result.ok ? result.value : result.error.code))).toEqual([4, 'EPIPE', 5]);
    expect(faults.report().map(({ calls, fired }) => [calls, fired])).toEqual([
      [3, 1],
      [3, 1],
      [3, 1],
      [3, 3],
    ]);
  });

  it('the smallest short counts, and of equal ones the first', () => {
    const [a] = pair();
    const faults = injected('sendto:short=4', 'sendto:short=2', 'sendto:short=2');
    expect(unwrap(send(a, hello))).toBe(2);
    expect(fired(faults)).toEqual([0, 1, 0]);
  });

  it('are counted for each syscall by itself', () => {
    const [a, b] = pair();
    const faults = injected('sendto,recvfrom:error=EINTR:when=2');
    const codes = [send(a, hello), recv(b, hello), send(a, hello), recv(b, hello), send(a, hello)].map(
      (result) => result.ok,
    );
    expect(codes).toEqual([true, true, false, false, true]);
    expect(faults.report()).toEqual([{ rule: 'sendto,recvfrom:error=EINTR:when=2', calls: 5, fired: 2 }]);
  });

  it('work together though they were injected apart, and end apart', () => {
    const [a] = pair();
    const first = injected('sendto:short=4');
    const second = injected('sendto:short=2');
    expect(unwrap(send(a, hello))).toBe(2);
    second.stop();
    expect(unwrap(send(a, hello))).toBe(4);
    first.stop();
    expect(unwrap(send(a, hello))).toBe(11);
    expect([first, second].map((faults) => faults.report()[0])).toEqual([
      { rule: 'sendto:short=4', calls: 2, fired: 1 },
      { rule: 'sendto:short=2', calls: 1, fired: 1 },
    ]);
  });
});

describe('misuse', () => {
  it('throws the same exception, and is no call', () => {
    const [a] = pair();
    const faults = injected('sendto,bind,setsockopt,readv:error=EINTR');
    expect(() => send(a, 'text' as never)).toThrow('send: buf must be a Uint8Array, got a string');
    expect(() => send(1.5 as Fd, hello)).toThrow('send: fd must be');
    expect(() => readv(a, [hello, 7 as never])).toThrow(TypeError);
    const trap = new Proxy([], {
      get() {
        throw new Error('from the getter');
      },
    });
    expect(() => readv(a, trap)).toThrow('from the getter');
    expect(faults.report()).toMatchObject([{ calls: 0, fired: 0 }]);
  });
});

describe('what the binding refuses, it refuses under faults too', () => {
  /** The exception, if there is one. */
  const thrown = (call: () => number): string | undefined => {
    try {
      call();
      return undefined;
    } catch (error) {
      return String(error);
    }
  };

  /** What only the binding can judge: docs/faults.md has them. */
  const unjudged =
    / must be (a command whose argument is an int|as long as what the request reads and writes|an option whose value carries no |control messages whose data )/;

  it.each(Object.keys(calls))('%s', (name) => {
    const on = (table: Native, args: readonly unknown[]) =>
      thrown(() => Reflect.apply(Reflect.get(table, name), undefined, args));
    const cases = [...hostile_args(name)];
    const plain = cases
      .map((args) => on(kernel, args))
      .map((error) => (error && unjudged.test(error) ? undefined : error));
    injected('all:error=EINTR');
    expect(cases.map((args) => on(native, args))).toEqual(plain);
  });
});

describe('the table', () => {
  const own = () => Object.keys(calls).filter((name) => Reflect.get(native, name) !== Reflect.get(kernel, name));

  it('has nothing in front of the functions that no rule means', () => {
    const faults = inject('sendto,close:error=EINTR');
    expect(own()).toEqual(['send', 'sendto', 'close']);
    faults.stop();
    faults.stop();
    expect(own()).toEqual([]);
  });

  it('is as it was at the end of the scope', () => {
    {
      using _ = inject('close:error=EINTR');
      expect(own()).toEqual(['close']);
    }
    expect(own()).toEqual([]);
  });

  it('is as it was when a rule is none', () => {
    expect(() => inject(['close:error=EINTR', 'close'])).toThrow(RangeError);
    expect(own()).toEqual([]);
  });
});

describe('the trace', () => {
  const seen: TraceEvent[] = [];
  const start = {
    trace: () => trace((event) => seen.push(event), { filter: 'sendto' }),
    faults: () => {
      const faults = inject(['sendto:error=EINTR:when=1', 'sendto:short=3:when=2', 'sendto:delay_exit=0:when=1+3']);
      return () => faults.stop();
    },
  };
  const notes = ['-1 EINTR (Interrupted system call) (INJECTED) (DELAYED)', '3 (INJECTED: args)', '11', '11 (DELAYED)'];
  const plain = ['11', '11', '11', '11'];

  it.each([
    ['trace', 'faults', 'trace'],
    ['trace', 'faults', 'faults'],
    ['faults', 'trace', 'trace'],
    ['faults', 'trace', 'faults'],
  ] as const)('stands above the faults: %s first, then %s; %s ends first', (first, second, ends) => {
    const [a] = pair();
    const talk = () => {
      seen.length = 0;
      for (let i = 0; i < 4; i += 1) send(a, hello, waits_not);
      return seen.map(({ returned }) => returned);
    };
    const stop = { [first]: start[first](), [second]: start[second]() } as Record<'trace' | 'faults', () => void>;
    onTestFinished(stop.trace);
    onTestFinished(stop.faults);
    expect(talk()).toEqual(notes);
    stop[ends]();
    expect(talk()).toEqual(ends === 'trace' ? [] : plain);
    stop[ends === 'trace' ? 'faults' : 'trace']();
    expect(talk()).toEqual([]);
    expect(native.send).toBe(kernel.send);
  });

  it('says what was done in fields of the event too, to every watcher, whatever the watchers call', () => {
    const [a] = pair();
    const noted: unknown[] = [];
    const note = ({ injected, delayed, line, result, errno }: TraceEvent) => {
      noted.push([injected, delayed, result, errno, line.endsWith('(INJECTED)')]);
      native.send(a, hello, waits_not);
    };
    onTestFinished(trace(note, { filter: 'sendto' }));
    onTestFinished(trace(note, { filter: 'sendto' }));
    injected('sendto:error=EINTR:when=1');
    send(a, hello);
    expect(noted).toEqual(Array(2).fill(['retval', undefined, -1, EINTR, true]));
  });

  it('says nothing of a call that was not disturbed, though the one before it was', () => {
    const lines: string[] = [];
    onTestFinished(trace(({ returned }) => lines.push(returned)));
    injected('connect:error=ECONNREFUSED');
    connect(open(), sockaddr_in('127.0.0.1', 1));
    native.close(-1);
    expect(lines.slice(-2)).toEqual([
      '-1 ECONNREFUSED (Connection refused) (INJECTED)',
      '-1 EBADF (Bad file descriptor)',
    ]);
  });

  it('shows the call as it was made by the program, short or not', () => {
    const [a] = pair();
    const lines: string[] = [];
    onTestFinished(trace(({ line }) => lines.push(line)));
    injected('sendmsg:short=5');
    sendmsg(a, { msg_iov: [hello] });
    expect(lines).toEqual([
      `sendmsg(${a}, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO-WORLD", iov_len=11}], msg_iovlen=1, msg_controllen=0, ` +
        'msg_flags=0}, 0) = 5 (INJECTED: args)',
    ]);
  });
});

it('a kernel that a test plays stands above the faults', () => {
  const [a] = pair();
  injected('sendto:error=EINTR');
  const played: Partial<Native> = { send: () => 7 };
  onTestFinished(interpose(() => played));
  injected('sendto:error=EPIPE');
  expect(unwrap(send(a, hello))).toBe(7);
});
