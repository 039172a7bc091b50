// The loops of stream/ on the event loop: the same code goes on where it would have waited in poll(2).
import {
  AF_INET,
  AF_UNIX,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  connect,
  EINTR,
  type Fd,
  listen,
  SCM_RIGHTS,
  SO_SNDBUF,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  sendmsg,
  setsockopt,
  sockaddr_in,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { connections, recv_exact, recv_frame, recvmsg_exact, send_all, send_frame } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { interpose } from '../../src/native.js';
import { closing, name_of, pair } from '../support/sockets.js';
import { child } from '../sys/child.js';

const x = Buffer.from('x');

describe('send_all and recv_exact', () => {
  it('move a megabyte through a small buffer, both ways at once', async () => {
    const [a, b] = pair();
    const [out, back] = [Buffer.alloc(1 << 20, 'abcdefg'), Buffer.alloc(1 << 20, 'hijkl')];
    const [got, got_back] = [Buffer.alloc(out.length), Buffer.alloc(back.length)];
    const all = await Promise.all([send_all(a, out), send_all(b, back), recv_exact(b, got), recv_exact(a, got_back)]);
    for (const done of all) expect(done).toEqual({ ok: true, value: 1 << 20 });
    expect(got.equals(out) && got_back.equals(back)).toBe(true);
  });

  it('set no timer to pause, however often they wait, as long as bytes move', async () => {
    const [a, b] = pair();
    unwrap(setsockopt(a, SOL_SOCKET, SO_SNDBUF, 4608)); // the least that Linux grants
    const timers = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => timers.mockRestore());
    const length = 100_000;
    expect(await Promise.all([send_all(a, Buffer.alloc(length)), recv_exact(b, Buffer.alloc(length))])).toEqual([
      { ok: true, value: length },
      { ok: true, value: length },
    ]);
    const frame = Promise.all([send_frame(a, Buffer.alloc(length)), recv_frame(b)]);
    expect((await frame).map(({ ok }) => ok)).toEqual([true, true]);
    expect(timers).not.toHaveBeenCalled();
  });

  it('call again at once after an EINTR, since bytes may be there', async () => {
    const [a, b] = pair();
    unwrap(send(a, x, 0));
    let calls = 0;
    const undo = interpose((below) => ({
      recv: (fd: Fd, bytes: Uint8Array, flags: number) => (++calls === 1 ? -EINTR : below.recv(fd, bytes, flags)),
    }));
    onTestFinished(undo);
    const received = recv_exact(b, Buffer.alloc(1));
    expect(calls).toBe(2);
    expect(await received).toEqual({ ok: true, value: 1 });
  });

  it('need no call for nothing', async () => {
    const [a, b] = pair();
    unwrap(close(a));
    expect(await send_all(b, new Uint8Array(0))).toEqual({ ok: true, value: 0 });
    expect(await recv_exact(b, new Uint8Array(0))).toEqual({ ok: true, value: 0 });
  });

  it('say how far they came: the end, a deadline, a signal, a close', async () => {
    const [a, b] = pair();
    unwrap(send(a, Buffer.from('abc')));
    const four = () => new Uint8Array(4);
    expect(await recv_exact(b, four(), { deadline: 5 })).toMatchObject({
      error: { code: 'DEADLINE_EXCEEDED', received: 3 },
    });
    const controller = new AbortController();
    const aborted = recv_exact(b, four(), { signal: controller.signal });
    controller.abort();
    expect(await aborted).toMatchObject({ error: { code: 'ABORT_ERR', received: 0 } });
    const ended = recv_exact(b, four());
    unwrap(send(a, Buffer.from('ab')));
    unwrap(close(a));
    expect(await ended).toMatchObject({ error: { code: 'UNEXPECTED_EOF', received: 2 } });
    const [c, d] = pair();
    const all = new Uint8Array(10_000_000);
    const full = await send_all(c, all, { deadline: 5 });
    expect(full).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', sent: expect.any(Number) } });
    const waiting = send_all(c, all);
    const none = recv_exact(d, new Uint8Array(20_000_000));
    unwrap(close(c));
    expect(await waiting).toMatchObject({ error: { code: 'CLOSED', sent: expect.any(Number) } });
    expect(await none).toMatchObject({ error: { code: 'UNEXPECTED_EOF' } });
  });

  it('have a deadline that a peer who drips does not extend', async () => {
    const [a, b] = pair();
    const dripping = setInterval(() => send(a, x), 1);
    const got = await recv_exact(b, new Uint8Array(1_000_000), { deadline: 20 });
    clearInterval(dripping);
    expect(got).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED' } });
  });

  it('have a deadline that a peer who is never slower than they does not extend', async () => {
    const [, b] = pair();
    const undo = interpose(() => ({ recv: () => 1 }));
    const got = await recv_exact(b, new Uint8Array(20_000_000), { deadline: 20 });
    undo();
    expect(got).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: expect.any(Number) } });
  });

  it('make no call if the signal was aborted before', async () => {
    const [a, b] = pair();
    unwrap(send(a, x));
    const options = { signal: AbortSignal.abort(), msg_controllen: 0 };
    expect(await send_all(b, x, options)).toMatchObject({ error: { code: 'ABORT_ERR', sent: 0 } });
    for (const call of [recv_exact, recvmsg_exact]) {
      expect(await call(b, new Uint8Array(1), options)).toMatchObject({ error: { code: 'ABORT_ERR', received: 0 } });
    }
    expect(await recv_exact(b, new Uint8Array(1))).toEqual({ ok: true, value: 1 });
  });

  it('go on after EINTR, unless they shall give it back', async () => {
    const [a, b] = pair();
    unwrap(send(a, x));
    let first = true;
    const undo = interpose((below) => ({
      recv(...args) {
        const interrupted = first;
        first = false;
        return interrupted ? -4 : below.recv(...args);
      },
    }));
    try {
      expect(await recv_exact(b, new Uint8Array(1))).toEqual({ ok: true, value: 1 });
      first = true;
      expect(await recv_exact(b, new Uint8Array(1), { on_interrupt: 'return' })).toMatchObject({
        error: { code: 'EINTR', received: 0 },
      });
    } finally {
      undo();
    }
  });

  it('keep descriptors that come with the bytes: recvmsg_exact', async () => {
    const [a, b] = pair();
    const received = recvmsg_exact(b, new Uint8Array(6), { msg_controllen: CMSG_SPACE(4) });
    unwrap(send(a, Buffer.from('abc')));
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('def')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
    expect(close_rights(unwrap(await received).msg_control)).toBe(1);
    // Sent before, since a host may take longer than the deadline over the first call: what is there then is taken in any case.
    unwrap(sendmsg(a, { msg_iov: [x], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
    const failed = await recvmsg_exact(b, new Uint8Array(6), { msg_controllen: CMSG_SPACE(4), deadline: 5 });
    expect(failed).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: 1 } });
    if (!failed.ok && 'msg_control' in failed.error) expect(close_rights(failed.error.msg_control)).toBe(1);
  });
});

describe('connections', () => {
  function listening(): Fd {
    const fd = closing(unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(fd, 8));
    return fd;
  }
  const dial = (fd: Fd) => unwrap(connect(closing(unwrap(socket(AF_INET, SOCK_STREAM, 0))), name_of(fd)));

  it('come as they are made, until the listener is closed', async () => {
    const listener = listening();
    for (let i = 0; i < 3; ++i) dial(listener);
    let count = 0;
    for await (const conn of connections(listener)) {
      closing(unwrap(conn));
      count += 1;
      if (count === 3) unwrap(close(listener));
    }
    expect(count).toBe(3);
  });

  it('end with the signal', async () => {
    const controller = new AbortController();
    const done = (async () => {
      for await (const conn of connections(listening(), { signal: controller.signal })) unwrap(conn);
    })();
    controller.abort();
    expect(await done).toBe(undefined);
  });

  it('end with the signal even while connections are pending', async () => {
    const listener = listening();
    for (let i = 0; i < 3; ++i) dial(listener);
    const controller = new AbortController();
    let count = 0;
    for await (const conn of connections(listener, { signal: controller.signal })) {
      closing(unwrap(conn));
      count += 1;
      controller.abort();
    }
    expect(count).toBe(1);
  });

  it('go on after a refusal that is about one of them, and after a pause when no descriptor is free', async () => {
    const listener = listening();
    const refusals = [-103, -24]; // ECONNABORTED, EMFILE
    const undo = interpose((below) => ({ accept4: (...args) => refusals.shift() ?? below.accept4(...args) }));
    dial(listener);
    const codes: string[] = [];
    for await (const conn of connections(listener)) {
      codes.push(conn.ok ? 'ok' : conn.error.code);
      if (conn.ok) unwrap(close(closing(conn.value)));
      if (conn.ok) break;
    }
    undo();
    expect(codes).toEqual(['ECONNABORTED', 'EMFILE', 'ok']);
  });

  it('go on when no descriptor was free for the epoll set of their first pause', () => {
    const program = `
      const { connections } = await import(PROMISES);
      const server = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      unwrap(listen(server, 16));
      const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      unwrap(connect(client, unwrap(getsockname(server))));
      const all = [];
      for (let more = eventfd(0, 0); more.ok; more = eventfd(0, 0)) all.push(more.value);
      const codes = [];
      for await (const conn of connections(server)) {
        codes.push(conn.ok ? 'ok' : conn.error.code);
        if (conn.ok) break;
        close(all.pop());
      }
      report(codes);`.replace('PROMISES', JSON.stringify(import.meta.resolve('sys-socket/promises')));
    expect(child(program, { nofile: 256 })).toEqual(['EMFILE', 'ok']);
  });

  it('end with the fault of what is no listener', async () => {
    const [blocking] = pair();
    const [unconnected] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)).map((fd) => closing(fd)) as [Fd];
    const codes: string[] = [];
    for (const fd of [blocking, unconnected]) {
      for await (const conn of connections(fd)) codes.push(conn.ok ? 'ok' : conn.error.code);
    }
    expect(codes).toEqual(['BLOCKING', 'EINVAL']);
  });
});
