// Waiting on the event loop for descriptors of every kind. A time that runs out is given where the test would otherwise hang.
import { getEventListeners, once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  AF_VSOCK,
  accept,
  as_fd,
  bind,
  CLOCK_MONOTONIC,
  CMSG_SPACE,
  close,
  cmsg,
  connect,
  type Domain,
  dup,
  dup3,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  eventfd,
  eventfd_write,
  F_DUPFD_CLOEXEC,
  type Fd,
  fcntl,
  getsockname,
  listen,
  MSG_DONTWAIT,
  MSG_OOB,
  mmsghdr,
  NETLINK_ROUTE,
  NLM_F_ACK,
  NLM_F_REQUEST,
  NLMSG_NOOP,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLPRI,
  POLLRDHUP,
  pidfd_open,
  pipe2,
  recv,
  recvmmsg,
  recvmsg,
  SCM_CREDENTIALS,
  SCM_RIGHTS,
  SHUT_WR,
  SIGUSR1,
  SIGUSR2,
  SO_PASSCRED,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  send,
  sendmsg,
  sendto,
  setsockopt,
  shutdown,
  signalfd,
  sockaddr_in,
  sockaddr_nl,
  sockaddr_vm,
  socket,
  socketpair,
  timerfd_create,
  timerfd_settime,
  unwrap,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
  write,
} from 'sys-socket';
import { readable, ready, writable, write as write_soon } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { interpose, kernel } from '../../src/native.js';
import { encode_nlmsg } from '../../src/netlink/nlmsghdr.js';
import { known } from '../../src/promises/descriptors.js';
import { udp_and_its_packets } from '../support/packets.js';
import { closing, open, open_fds, pair, tcp_pair } from '../support/sockets.js';
import { child } from '../sys/child.js';

const promises = new URL('../../dist/promises/index.js', import.meta.url).href;
const x = Buffer.from('x');

/** Something that becomes readable when `make` is called. */
type Source = () => { readonly fd: Fd; readonly make: () => unknown };

const sources: Readonly<Record<string, Source>> = {
  'a TCP connection over IPv4': () => {
    const { client, server } = tcp_pair();
    return { fd: server, make: () => send(client, x) };
  },
  'a TCP connection over IPv6': () => {
    const { client, server } = tcp_pair(AF_INET6);
    return { fd: server, make: () => send(client, x) };
  },
  'a UDP socket': () => {
    const fd = closing(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const addr = unwrap(getsockname(fd));
    return { fd, make: () => sendto(fd, x, 0, addr) };
  },
  ...Object.fromEntries(
    Object.entries({
      'a unix stream': SOCK_STREAM,
      'a unix datagram socket': SOCK_DGRAM,
      SEQPACKET: SOCK_SEQPACKET,
    }).map(([name, type]) => [
      name,
      () => {
        const [a, b] = pair(type);
        return { fd: b, make: () => send(a, x) };
      },
    ]),
  ),
  'a listener': () => {
    const fd = closing(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(fd, 8));
    const client = closing(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
    return { fd, make: () => connect(client, unwrap(getsockname(fd))) };
  },
  'a pipe': () => {
    const [reading, writing] = unwrap(pipe2(0)).map((fd) => closing(fd)) as [Fd, Fd];
    return { fd: reading, make: () => write(writing, x) };
  },
  'an eventfd': () => {
    const fd = closing(unwrap(eventfd(0, 0)));
    return { fd, make: () => eventfd_write(fd, 1n) };
  },
  'a timerfd': () => {
    const fd = closing(unwrap(timerfd_create(CLOCK_MONOTONIC, 0)));
    const none = { tv_sec: 0, tv_nsec: 0 };
    return { fd, make: () => timerfd_settime(fd, 0, { it_value: { tv_sec: 0, tv_nsec: 1 }, it_interval: none }) };
  },
  'an epoll descriptor': () => {
    const [epfd, counter] = [closing(unwrap(epoll_create1(0))), closing(unwrap(eventfd(0, 0)))];
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, counter, { events: EPOLLIN }));
    return { fd: epfd, make: () => eventfd_write(counter, 1n) };
  },
  'a netlink socket': () => {
    const fd = closing(unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)));
    const asks_for_nothing = encode_nlmsg(NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK, 1, new Uint8Array(0));
    return { fd, make: () => sendto(fd, asks_for_nothing, 0, sockaddr_nl()) };
  },
};

/** Sources that not every user and kernel has. */
const rare: Readonly<Record<string, Source>> = {
  'a packet socket': () => {
    const { udp, packets } = udp_and_its_packets();
    return { fd: packets, make: () => sendto(udp, x, 0, sockaddr_in('127.0.0.1', 9)) };
  },
  'a vsock connection': () => {
    const [listener, client] = [open(AF_VSOCK), open(AF_VSOCK)];
    unwrap(bind(listener, sockaddr_vm(VMADDR_CID_LOCAL, VMADDR_PORT_ANY)));
    unwrap(listen(listener, 1));
    unwrap(connect(client, unwrap(getsockname(listener))));
    return { fd: closing(unwrap(accept(listener))), make: () => send(client, x) };
  },
};

/** The errno with which such a socket is refused, or its address, or undefined. */
function refusal(family: Domain, type: number, addr?: SockAddr): string | undefined {
  const fd = socket(family, type, 0);
  if (!fd.ok) return fd.error.code;
  const bound = addr && bind(fd.value, addr);
  unwrap(close(fd.value));
  return bound?.ok === false ? bound.error.code : undefined;
}

const lacking: Readonly<Record<string, string | undefined>> = {
  'a packet socket': refusal(AF_PACKET, SOCK_DGRAM),
  'a vsock connection': refusal(AF_VSOCK, SOCK_STREAM, sockaddr_vm(VMADDR_CID_LOCAL, VMADDR_PORT_ANY)),
};

/** A pipe that the package did not see being made: as another module, or another thread, makes one. */
function behind_our_back(): readonly [Fd, Fd] {
  const numbers = new Int32Array(2);
  expect(kernel.pipe2(numbers, 0)).toBe(0);
  return [closing(numbers[0] as Fd), closing(numbers[1] as Fd)];
}

describe('readable', () => {
  const waits_for = async (source: Source) => {
    const { fd, make } = source();
    expect(await readable(fd, { timeout: 1 })).toMatchObject({ ok: false, error: { code: 'ETIMEDOUT' } });
    const waiting = readable(fd);
    make();
    expect(unwrap(await waiting) & POLLIN).toBe(POLLIN);
    // And at once when there is something already.
    expect(unwrap(await readable(fd)) & POLLIN).toBe(POLLIN);
  };

  it.each(Object.entries(sources))('waits for %s', (_name, source) => waits_for(source));

  for (const [name, source] of Object.entries(rare)) {
    const why = lacking[name];
    it.skipIf(why)(`waits for ${name}${why ? ` (skipped: ${why})` : ''}`, () => waits_for(source));
  }

  // A signal that is blocked and pending belongs to a thread: the program has a process of its own.
  it('waits for a signalfd', () => {
    const program = `
      const { readable, read: read_soon } = await import(${JSON.stringify(promises)});
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
      const fd = unwrap(signalfd(-1, [SIGUSR2], SFD_NONBLOCK));
      const none = await readable(fd, { timeout: 1 });
      const waiting = readable(fd);
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      const events = [unwrap(await waiting), unwrap(await readable(fd))];
      const info = new Uint8Array(signalfd_siginfo.size);
      unwrap(await read_soon(fd, info));
      report([none.error.code, ...events, signalfd_siginfo.decode(info).ssi_signo]);`;
    expect(child(program)).toEqual(['ETIMEDOUT', POLLIN, POLLIN, SIGUSR2]);
  });
});

describe('ready', () => {
  it('tells the events that there are, of those asked for', async () => {
    const [a, b] = pair();
    unwrap(send(a, x));
    expect(await ready(b, POLLIN | POLLOUT)).toEqual({ ok: true, value: POLLIN | POLLOUT });
    expect(await ready(b, POLLOUT)).toEqual({ ok: true, value: POLLOUT });
  });

  it('tells of the end of the peer: POLLRDHUP when it sends no more, POLLHUP when it is gone', async () => {
    const [a, b] = pair();
    const half = ready(b, POLLRDHUP);
    unwrap(shutdown(a, SHUT_WR));
    expect(await half).toEqual({ ok: true, value: POLLRDHUP });
    const whole = ready(b, 0);
    unwrap(close(a));
    expect(await whole).toEqual({ ok: true, value: POLLHUP });
  });

  it('tells of urgent data: POLLPRI', async () => {
    const { client, server } = tcp_pair();
    const urgent = ready(server, POLLPRI);
    unwrap(send(client, x, MSG_OOB));
    expect(await urgent).toEqual({ ok: true, value: POLLPRI });
  });

  it('tells a writer that the pipe has no reader: POLLERR', async () => {
    const [reading, writing] = unwrap(pipe2(0));
    closing(writing);
    unwrap(close(reading));
    expect(unwrap(await writable(writing)) & POLLERR).toBe(POLLERR);
  });

  it('waits for the end of a process', async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    const fd = closing(unwrap(pidfd_open(child.pid ?? -1, 0)));
    const exited = once(child, 'exit');
    const ended = readable(fd);
    child.stdin.end();
    expect(unwrap(await ended) & POLLIN).toBe(POLLIN);
    await exited;
  });
});

describe('several who wait for one descriptor', () => {
  it('are all told, each of what it asked for', async () => {
    const [a, b] = pair();
    const waiting = [readable(b), readable(b), writable(b), ready(b, POLLIN | POLLOUT)];
    expect(await waiting[2]).toEqual({ ok: true, value: POLLOUT });
    unwrap(send(a, x));
    expect(await Promise.all(waiting)).toMatchObject([
      { value: POLLIN },
      { value: POLLIN },
      { value: POLLOUT },
      { value: POLLOUT },
    ]);
  });

  it('do not end with one that is aborted', async () => {
    const [a, b] = pair();
    const controller = new AbortController();
    const aborted = readable(b, { signal: controller.signal });
    const other = readable(b);
    controller.abort();
    expect(await aborted).toMatchObject({ ok: false, error: { code: 'ABORT_ERR' } });
    unwrap(send(a, x));
    expect(await other).toEqual({ ok: true, value: POLLIN });
  });
});

describe('a wait that ends early', () => {
  it('says ETIMEDOUT of its own kind: with the time, and without a syscall', async () => {
    const [, b] = pair();
    const late = await readable(b, { timeout: 2 });
    expect(late).toEqual({
      ok: false,
      error: { code: 'ETIMEDOUT', message: 'Nothing was ready within 2 ms', timeout: 2 },
    });
  });

  it('tells what is there when its time is over, before it gives up: timeout 0 asks', async () => {
    const [a, b] = pair();
    expect(await readable(b, { timeout: 0 })).toMatchObject({ ok: false, error: { code: 'ETIMEDOUT' } });
    unwrap(send(a, x));
    expect(await readable(b, { timeout: 0 })).toEqual({ ok: true, value: POLLIN });
  });

  it('takes Infinity, and more than a timer can be set for', async () => {
    const [a, b] = pair();
    const waiting = [Number.POSITIVE_INFINITY, 2 ** 33].map((timeout) => readable(b, { timeout }));
    unwrap(send(a, x));
    expect(await Promise.all(waiting)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('says ABORT_ERR with the reason of the signal, aborted before or meanwhile', async () => {
    const [, b] = pair();
    const reason = new Error('enough');
    const before = await readable(b, { signal: AbortSignal.abort(reason) });
    expect(before).toEqual({ ok: false, error: { code: 'ABORT_ERR', message: 'The wait was aborted', reason } });
    const controller = new AbortController();
    const meanwhile = readable(b, { signal: controller.signal });
    controller.abort(reason);
    expect(await meanwhile).toEqual(before);
  });

  it('says EBADF for what is not open, EPERM for a file, in words', async () => {
    const [a, b] = pair();
    unwrap(close(a));
    unwrap(close(b));
    expect(await readable(b)).toMatchObject({ ok: false, error: { syscall: 'epoll_ctl', code: 'EBADF', errno: 9 } });
    const file = closing(as_fd(openSync(import.meta.filename, 'r')));
    expect(await readable(file)).toMatchObject({
      ok: false,
      error: { code: 'EPERM', errno: 1, message: expect.stringContaining('is a regular file or a directory') },
    });
  });

  it.each([
    ['an fd that is none', () => ready(-1 as Fd, POLLIN), RangeError],
    ['events that are none', () => ready(as_fd(0), 1.5), RangeError],
    ['events of epoll alone', () => ready(as_fd(0), 1 << 31), RangeError],
    ['a negative time', () => ready(as_fd(0), POLLIN, { timeout: -1 }), RangeError],
    ['NaN', () => ready(as_fd(0), POLLIN, { timeout: Number.NaN }), RangeError],
    ['a time as text', () => Reflect.apply(ready, undefined, [as_fd(0), POLLIN, { timeout: '1' }]), TypeError],
    ['no signal', () => Reflect.apply(ready, undefined, [as_fd(0), POLLIN, { signal: {} }]), TypeError],
    ['no options', () => Reflect.apply(ready, undefined, [as_fd(0), POLLIN, null]), TypeError],
  ])('is a rejection for misuse: %s', async (_what, misuse, kind) => {
    await expect(misuse()).rejects.toThrow(kind);
  });
});

describe('close', () => {
  it('wakes all who wait, and says so', async () => {
    const [, b] = pair();
    const waiting = [readable(b), ready(b, POLLPRI), readable(b, { timeout: 60_000 })];
    unwrap(close(b));
    const message = `fd ${b} was closed during the wait`;
    for (const woken of await Promise.all(waiting)) {
      expect(woken).toEqual({ ok: false, error: { code: 'CLOSED', message } });
    }
  });

  it('wakes those of a number that dup3 gives to another file', async () => {
    const [[, b], [other]] = [pair(), pair()];
    const waiting = readable(b);
    unwrap(dup3(other, b, 0));
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
  });

  it('and dup3 refuse the epoll set, without which no wait would end', async () => {
    const [a, b] = pair();
    unwrap(send(a, x, 0));
    unwrap(await readable(b));
    const { set } = known;
    const rule = (where: string) =>
      `${where} must be a descriptor that is not the package's own, got ${set}, the epoll set of promises`;
    expect(() => close(as_fd(set))).toThrow(new RangeError(rule('close: fd')));
    expect(() => dup3(a, as_fd(set), 0)).toThrow(new RangeError(rule('dup3: newfd')));
    expect(await readable(b)).toEqual({ ok: true, value: POLLIN });
  });

  it('does not mistake the next descriptor of the number for the old one', async () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const keeps_it_open = closing(unwrap(dup(b)));
    const old = readable(b);
    unwrap(close(b));
    const [reused] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map((fd) => closing(fd)) as [Fd, Fd];
    expect(reused).toBe(b);
    const fresh = readable(reused, { timeout: 20 });
    unwrap(send(closing(a), x)); // for the old file, which another descriptor keeps open
    expect(await old).toMatchObject({ error: { code: 'CLOSED' } });
    expect(await fresh).toMatchObject({ error: { code: 'ETIMEDOUT' } });
    expect(await readable(keeps_it_open)).toEqual({ ok: true, value: POLLIN });
  });

  it('behind the back of the package is noticed by the next who waits for the number', async () => {
    const [, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const old = readable(b);
    closeSync(b);
    const [reading, writing] = behind_our_back();
    expect(reading).toBe(b);
    const fresh = readable(reading);
    expect(await old).toMatchObject({ error: { code: 'CLOSED' } });
    unwrap(write(writing, x));
    expect(await fresh).toEqual({ ok: true, value: POLLIN });
  });
});

describe('a descriptor whose number was closed behind the back of the package', () => {
  const batch = () => mmsghdr(2, { bytes: 1, control: CMSG_SPACE(4) });
  const after = CMSG_SPACE(12) + CMSG_SPACE(4);
  it.each<[string, (blocking: Fd, sender: Fd, receiver: Fd) => unknown]>([
    ['fcntl', (blocking) => fcntl(blocking, F_DUPFD_CLOEXEC, 0)],
    ['signalfd', () => signalfd(-1, [SIGUSR1], 0)],
    ['recvmsg', (_blocking, _a, b) => recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) })],
    ['recvmmsg', (_blocking, _a, b) => recvmmsg(b, batch(), 2, MSG_DONTWAIT)],
    [
      'recvmsg, after credentials',
      (_blocking, _a, b) => {
        unwrap(setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1));
        const { msg_control } = unwrap(recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: after }));
        expect(msg_control.map(({ cmsg_type }) => cmsg_type)).toEqual([SCM_CREDENTIALS, SCM_RIGHTS]);
      },
    ],
    [
      'recvmmsg, with its second message',
      (blocking, a, b) => {
        unwrap(recvmsg(b, { msg_iov: [new Uint8Array(1)] })); // drops the descriptor
        unwrap(send(a, x));
        unwrap(sendmsg(a, { msg_iov: [x], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [blocking])] }));
        expect(recvmmsg(b, batch(), 2, MSG_DONTWAIT)).toEqual({ ok: true, value: 2 });
      },
    ],
  ])('is not taken for the old one, which did not block, when it comes from %s', async (_call, make) => {
    const [[blocking], [a, b]] = [pair(), pair(SOCK_SEQPACKET)];
    const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, [blocking])];
    unwrap(sendmsg(a, { msg_iov: [x], msg_control }));
    const old = unwrap(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
    closeSync(old);
    make(blocking, a, b);
    closing(old);
    expect(await write_soon(old, x)).toMatchObject({ error: { code: 'BLOCKING' } });
  });
});

describe('what a wait leaves behind', () => {
  it('is nothing: 10,000 waits, of which half are aborted, and no descriptor, listener or entry more', async () => {
    const [a, b] = pair();
    await writable(b);
    const before = { fds: open_fds(), known: known.descriptors.size };
    const { signal } = new AbortController();
    for (let i = 0; i < 5000; ++i) {
      const aborted = new AbortController();
      const waits = [readable(b, { signal }), readable(b, { signal: aborted.signal })];
      aborted.abort();
      unwrap(send(a, x));
      expect((await Promise.all(waits)).map(({ ok }) => ok)).toEqual([true, false]);
      unwrap(recv(b, new Uint8Array(1)));
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect({ fds: open_fds(), known: known.descriptors.size }).toEqual(before);
    expect(known.descriptors.get(b)?.waiters).toEqual([]);
  });
});

describe('the kernel that refuses', () => {
  it('a wait is a value, and the next wait goes on', async () => {
    const [a, b] = pair();
    await writable(b);
    const undo = interpose(() => ({ epoll_ctl: () => -28 }));
    const refused = await readable(b).finally(undo);
    expect(refused).toMatchObject({ ok: false, error: { syscall: 'epoll_ctl', code: 'ENOSPC' } });
    unwrap(send(a, x));
    expect(await readable(b)).toEqual({ ok: true, value: POLLIN });
  });
});
