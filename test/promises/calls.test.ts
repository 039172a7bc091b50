// Each call tries first, and waits when the kernel says EAGAIN. Both ways are shown, and that no call can block the loop.
import { openSync } from 'node:fs';
import {
  AF_INET,
  AF_UNIX,
  AI_NUMERICHOST,
  as_fd,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  eventfd,
  eventfd_write,
  F_GETFL,
  F_SETFL,
  type Fd,
  fcntl,
  getaddrinfo as getaddrinfo_now,
  getsockname,
  listen,
  MSG_DONTWAIT,
  O_NONBLOCK,
  pipe2,
  recv as recv_now,
  SCM_RIGHTS,
  SO_ERROR,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send as send_now,
  sendmsg as sendmsg_now,
  sendto as sendto_now,
  sockaddr_in,
  sockaddr_storage,
  sockaddr_un,
  socket,
  socketpair,
  unwrap,
  write as write_now,
} from 'sys-socket';
import {
  accept,
  accept4,
  connect,
  getaddrinfo,
  read,
  recv,
  recvfrom,
  recvmsg,
  send,
  sendfile,
  sendmsg,
  sendto,
  splice,
  write,
} from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { it_in_namespace } from '../support/namespace.js';
import { closing, name_of, pair } from '../support/sockets.js';
import { answer_to, without_name_server } from '../sys/name-server.js';

const promises = new URL('../../dist/promises/index.js', import.meta.url).href;
const x = Buffer.from('x');

const open = (type: number) => closing(unwrap(socket(AF_INET, type, 0)));

/** A listener that does not block. */
function listening(): Fd {
  const fd = open(SOCK_STREAM | SOCK_NONBLOCK);
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(fd, 8));
  return fd;
}

/** Sends until the kernel takes no more. */
function fill(fd: Fd, piece = new Uint8Array(65_536)): void {
  while (send_now(fd, piece, MSG_DONTWAIT).ok);
}

/** Receives until there is nothing. */
function drain(fd: Fd): void {
  const into = new Uint8Array(65_536);
  while (recv_now(fd, into, MSG_DONTWAIT).ok);
}

describe('connect and accept', () => {
  it('meet on the loop: a connection is waited for, and its peer is told', async () => {
    const listener = listening();
    const peer = sockaddr_storage();
    const accepted = accept(listener, peer);
    const client = open(SOCK_STREAM | SOCK_NONBLOCK);
    expect(await connect(client, name_of(listener))).toEqual({ ok: true, value: 0 });
    const server = closing(unwrap(await accepted));
    expect(String(peer)).toBe(String(name_of(client)));
    expect(unwrap(fcntl(server, F_GETFL)) & O_NONBLOCK).toBe(0);
  });

  it('give accept4 flags for the new descriptor', async () => {
    const listener = listening();
    const accepted = accept4(listener, null, SOCK_NONBLOCK);
    unwrap(await connect(open(SOCK_STREAM | SOCK_NONBLOCK), name_of(listener)));
    expect(unwrap(fcntl(closing(unwrap(await accepted)), F_GETFL)) & O_NONBLOCK).toBe(O_NONBLOCK);
  });

  it('serve several who accept from one listener', async () => {
    const listener = listening();
    const accepted = [accept(listener), accept(listener), accept(listener)];
    for (const _ of accepted) unwrap(await connect(open(SOCK_STREAM | SOCK_NONBLOCK), name_of(listener)));
    const fds = (await Promise.all(accepted)).map((conn) => closing(unwrap(conn)));
    expect(new Set(fds).size).toBe(3);
  });

  it('say what SO_ERROR said of a connection that failed later, with the address', async () => {
    const listener = listening();
    const addr = name_of(listener);
    unwrap(close(listener));
    const fd = open(SOCK_STREAM | SOCK_NONBLOCK);
    expect(await connect(fd, addr)).toMatchObject({
      ok: false,
      error: { syscall: 'connect', code: 'ECONNREFUSED', address: String(addr) },
    });
  });

  it('wait for SO_ERROR after EINPROGRESS, and tell its ETIMEDOUT from that of the wait', async () => {
    const fd = open(SOCK_STREAM | SOCK_NONBLOCK);
    const undo = interpose((below) => ({
      connect: () => -115,
      getsockopt(...args) {
        const cell = args[3];
        const returned = below.getsockopt(...args);
        if (args[2] === SO_ERROR) new DataView(cell.buffer, cell.byteOffset).setInt32(4, 110, true);
        return returned;
      },
    }));
    const failed = await connect(fd, sockaddr_in('127.0.0.1', 9)).finally(undo);
    expect(failed).toMatchObject({ ok: false, error: { syscall: 'connect', code: 'ETIMEDOUT', errno: 110 } });
    expect(failed.ok || 'timeout' in failed.error).toBe(false);
  });

  it('call again after EINTR, which may have begun something or nothing', async () => {
    const listener = listening();
    for (const begins of [false, true]) {
      const client = open(SOCK_STREAM | SOCK_NONBLOCK);
      let calls = 0;
      const undo = interpose((below) => ({
        connect(...args) {
          calls += 1;
          if (calls > 1) return below.connect(...args);
          if (begins) below.connect(...args);
          return -4;
        },
      }));
      expect(await connect(client, name_of(listener)).finally(undo)).toEqual({ ok: true, value: 0 });
      expect(calls).toBe(2);
    }
  });

  it('wait for a place in the backlog of a unix socket, where connect says EAGAIN', async () => {
    const unix = () => closing(unwrap(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)));
    const listener = unix();
    unwrap(bind(listener, sockaddr_un(`@sys-socket-${process.pid}-backlog`)));
    unwrap(listen(listener, 0));
    const addr = unwrap(getsockname(listener));
    unwrap(await connect(unix(), addr));
    const late = connect(unix(), addr);
    expect(await connect(unix(), addr, { timeout: 30 })).toMatchObject({ ok: false, error: { code: 'ETIMEDOUT' } });
    closing(unwrap(await accept(listener)));
    expect(await late).toEqual({ ok: true, value: 0 });
  });
});

describe('receives', () => {
  it('take what is there, and wait for what is not: recv', async () => {
    const [a, b] = pair();
    unwrap(send_now(a, x));
    expect(await recv(b, new Uint8Array(4))).toEqual({ ok: true, value: 1 });
    const later = recv(b, new Uint8Array(4));
    unwrap(send_now(a, Buffer.from('abc')));
    expect(await later).toEqual({ ok: true, value: 3 });
    const end = recv(b, new Uint8Array(4));
    unwrap(close(a));
    expect(await end).toEqual({ ok: true, value: 0 });
  });

  it('say who sent it: recvfrom', async () => {
    const fd = open(SOCK_DGRAM);
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const from = sockaddr_storage();
    const later = recvfrom(fd, new Uint8Array(4), 0, from);
    unwrap(sendto_now(fd, x, 0, name_of(fd)));
    expect(await later).toEqual({ ok: true, value: 1 });
    expect(String(from)).toBe(String(name_of(fd)));
  });

  it('bring descriptors: recvmsg', async () => {
    const [a, b] = pair();
    const later = recvmsg(b, { msg_iov: [new Uint8Array(4)], msg_controllen: CMSG_SPACE(4) });
    unwrap(sendmsg_now(a, { msg_iov: [x], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
    const { received, msg_control } = unwrap(await later);
    expect(received).toBe(1);
    expect(close_rights(msg_control)).toBe(1);
  });

  it('are not made if the signal was aborted before', async () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)).map((fd) => closing(fd)) as [Fd, Fd];
    const [, pipe] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];
    const [listener, client] = [listening(), open(SOCK_STREAM | SOCK_NONBLOCK)];
    unwrap(send_now(a, x));
    const options = { signal: AbortSignal.abort() };
    for (const call of [
      recv(b, new Uint8Array(1), 0, options),
      read(b, new Uint8Array(1), options),
      splice(b, null, pipe, null, 1, 0, options),
      send(b, x, 0, options),
      connect(client, name_of(listener), options),
    ]) {
      expect(await call).toMatchObject({ error: { code: 'ABORT_ERR' } });
    }
    expect(recv_now(b, new Uint8Array(2), MSG_DONTWAIT)).toEqual({ ok: true, value: 1 });
    expect(recv_now(a, new Uint8Array(2), MSG_DONTWAIT)).toMatchObject({ error: { code: 'EAGAIN' } });
    expect(await accept(listener, null, { timeout: 1 })).toMatchObject({ error: { code: 'ETIMEDOUT' } });
  });

  it('end with an error of the socket, a time, a signal, a close', async () => {
    const [a, b] = pair();
    const buf = new Uint8Array(4);
    expect(await recv(open(SOCK_STREAM), buf)).toMatchObject({ error: { syscall: 'recv', code: 'ENOTCONN' } });
    expect(await recv(b, buf, 0, { timeout: 1 })).toMatchObject({ error: { code: 'ETIMEDOUT', timeout: 1 } });
    expect(await recv(b, buf, 0, { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'ABORT_ERR' } });
    const closed = recv(b, buf);
    unwrap(close(b));
    expect(await closed).toMatchObject({ error: { code: 'CLOSED' } });
    expect(await recv(b, buf)).toMatchObject({ error: { syscall: 'recv', code: 'EBADF' } });
    unwrap(close(a));
  });
});

describe('sends', () => {
  const ways = {
    send: (fd: Fd) => send(fd, x),
    sendto: (fd: Fd) => sendto(fd, x, 0),
    sendmsg: (fd: Fd) => sendmsg(fd, { msg_iov: [x] }),
  };

  it.each(Object.entries(ways))('wait while the buffer is full: %s', async (_name, way) => {
    const [a, b] = pair();
    expect(await way(a)).toEqual({ ok: true, value: 1 });
    fill(a);
    const later = way(a);
    drain(b);
    expect(await later).toEqual({ ok: true, value: 1 });
  });
});

describe('reads and writes', () => {
  it('of a pipe and of an eventfd wait', async () => {
    const [reading, writing] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];
    const later = read(reading, new Uint8Array(8));
    unwrap(write_now(writing, Buffer.from('abc')));
    expect(await later).toEqual({ ok: true, value: 3 });
    const counter = closing(unwrap(eventfd(0, O_NONBLOCK)));
    const counted = read(counter, new Uint8Array(8));
    unwrap(eventfd_write(counter, 7n));
    expect(await counted).toEqual({ ok: true, value: 8 });
  });

  it('wait while a pipe is full', async () => {
    const [reading, writing] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];
    while (write_now(writing, new Uint8Array(4096)).ok);
    const later = write(writing, x);
    unwrap(await read(reading, new Uint8Array(1 << 20)));
    expect(await later).toEqual({ ok: true, value: 1 });
  });

  it('move a file to a socket, and between a socket and a pipe', async () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)).map((fd) => closing(fd)) as [Fd, Fd];
    fill(a);
    const file = closing(as_fd(openSync(import.meta.filename, 'r')));
    const later = sendfile(a, file, BigInt64Array.of(0n), 8);
    drain(b);
    expect(await later).toEqual({ ok: true, value: 8 });
    const [reading, writing] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];
    drain(b);
    const spliced = splice(b, null, writing, null, 64);
    unwrap(send_now(a, Buffer.from('through the pipe')));
    expect(await spliced).toEqual({ ok: true, value: 16 });
    const got = Buffer.alloc(16);
    unwrap(await read(reading, got));
    expect(String(got)).toBe('through the pipe');
  });
});

describe('a descriptor without O_NONBLOCK', () => {
  const blocking = () => pair()[0];
  const refused: Readonly<Record<string, (fd: Fd) => Promise<unknown>>> = {
    accept: (fd) => accept(fd),
    accept4: (fd) => accept4(fd, null, 0),
    connect: (fd) => connect(fd, sockaddr_in('127.0.0.1', 9)),
    read: (fd) => read(fd, new Uint8Array(1)),
    write: (fd) => write(fd, x),
    sendfile: (fd) => sendfile(fd, fd, null, 1),
    splice: (fd) => splice(fd, null, fd, null, 1),
  };

  it.each(Object.entries(refused))('is refused by %s, which says what to set', async (name, call) => {
    const fd = blocking();
    let called = false;
    const undo = interpose(() => ({
      [name]() {
        called = true;
        return 0;
      },
    }));
    const answer = await call(fd).finally(undo);
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'BLOCKING',
        message:
          `fd ${fd} does not have O_NONBLOCK, and ${name} takes no MSG_DONTWAIT: it could block the event loop. ` +
          'Create it with SOCK_NONBLOCK, or set the flag: fcntl(fd, F_SETFL, flags | O_NONBLOCK)',
      },
    });
    expect(called).toBe(false);
  });

  it('does as it is told once the flag is set, and is refused again once it is not', async () => {
    const fd = blocking();
    const flags = unwrap(fcntl(fd, F_GETFL));
    unwrap(fcntl(fd, F_SETFL, flags | O_NONBLOCK));
    expect(await write(fd, x)).toEqual({ ok: true, value: 1 });
    unwrap(fcntl(fd, F_SETFL, flags));
    expect(await write(fd, x)).toMatchObject({ error: { code: 'BLOCKING' } });
  });

  it('does not block the others, which have MSG_DONTWAIT', async () => {
    const [, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map((fd) => closing(fd)) as [Fd, Fd];
    expect(await recv(b, new Uint8Array(1), 0, { timeout: 1 })).toMatchObject({ error: { code: 'ETIMEDOUT' } });
  });
});

describe('misuse', () => {
  it.each([
    ['flags as text', () => Reflect.apply(recv, undefined, [as_fd(0), x, '1']), TypeError],
    ['a buffer that is none', () => Reflect.apply(recv, undefined, [as_fd(0), 'x']), TypeError],
    ['no descriptor', () => Reflect.apply(accept, undefined, ['3']), TypeError],
  ])('is a rejection: %s', async (_what, misuse, kind) => {
    await expect(misuse()).rejects.toThrow(kind);
  });
});

describe('getaddrinfo', () => {
  it('gives what the call that blocks gives, in the same order', async () => {
    const questions: Parameters<typeof getaddrinfo>[] = [
      ['127.0.0.1', '80'],
      ['localhost', null],
      [null, '7', { ai_socktype: SOCK_DGRAM }],
      ['no number', null, { ai_flags: AI_NUMERICHOST }],
    ];
    const answers = await Promise.all(questions.map((question) => getaddrinfo(...question)));
    expect(JSON.stringify(answers)).toBe(JSON.stringify(questions.map((question) => getaddrinfo_now(...question))));
  });

  it_in_namespace('leaves the loop free: the name server that it waits for is run by the same thread', () => {
    const program = `
      const { createSocket } = await import('node:dgram');
      const soon = await import(${JSON.stringify(promises)});
      ${answer_to}
      const server = createSocket('udp4');
      let turns = 0;
      server.on('message', async (query, from) => {
        for (; turns < 20; ++turns) await new Promise((resolve) => turns % 2 === 0 ? setTimeout(resolve, 1) : setImmediate(resolve));
        server.send(answer_to(query), from.port, from.address);
      });
      await new Promise((resolve) => server.bind(53, '127.0.0.1', resolve));
      const answer = await soon.getaddrinfo('found.example', '80', { ai_socktype: SOCK_STREAM, ai_family: AF_INET });
      report([turns, answer.ok ? answer.value.map(({ ai_addr }) => ai_addr.sin_addr) : answer.error.code]);`;
    expect(without_name_server(program)).toEqual([20, ['192.0.2.1']]);
  });

  it('throws for what is no text', async () => {
    await expect(Reflect.apply(getaddrinfo, undefined, [7])).rejects.toThrow(
      'getaddrinfo: node must be a string or null',
    );
  });
});
