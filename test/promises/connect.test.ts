// Two promises of connect for one socket. The kernel tells the outcome of an attempt once, to whoever asks first.
import {
  AF_INET,
  bind,
  close,
  connect as connect_now,
  type Fd,
  getsockopt,
  listen,
  POLLOUT,
  poll,
  SHUT_RDWR,
  SO_ERROR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { accept, connect } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { closing, name_of } from '../support/sockets.js';

const open = (flags: number = SOCK_NONBLOCK) => closing(unwrap(socket(AF_INET, SOCK_STREAM | flags, 0)));

/** A listener whose queue is full: the kernel drops the SYN of the next client, which repeats it a second later. */
function full(): { readonly listener: Fd; readonly addr: SockAddr } {
  const listener = open();
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 0));
  const addr = name_of(listener);
  expect(connect_now(open(0), addr)).toEqual({ ok: true, value: 0 });
  return { listener, addr };
}

const already = (addr: SockAddr) => ({
  ok: false,
  error: { syscall: 'connect', code: 'EALREADY', errno: 114, address: String(addr) },
});

describe('a second connect of a socket', () => {
  it('is told EALREADY, as in C, and the first is told the outcome', async () => {
    const { addr } = full();
    const fd = open();
    const first = connect(fd, addr);
    expect(connect_now(fd, addr)).toMatchObject(already(addr));
    expect(await connect(fd, addr)).toMatchObject(already(addr));
    unwrap(shutdown(fd, SHUT_RDWR)); // ends the attempt
    expect(await first).toMatchObject({ ok: false, error: { code: 'ECONNRESET', address: String(addr) } });
    // The first is over, so this one is an attempt of its own.
    const third = connect(fd, addr);
    unwrap(shutdown(fd, SHUT_RDWR));
    expect(await third).toMatchObject({ error: { code: 'ECONNRESET' } });
  });

  it('takes no error that the first has not been told yet', async () => {
    const listener = open();
    unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
    const addr = name_of(listener);
    unwrap(close(listener));
    const fd = open();
    const first = connect(fd, addr);
    unwrap(poll([{ fd, events: POLLOUT }], -1)); // it was refused, and the loop has not turned
    const second = connect(fd, addr);
    expect(await second).toMatchObject(already(addr));
    expect(await first).toMatchObject({ ok: false, error: { code: 'ECONNREFUSED', address: String(addr) } });
  });

  it('is told EALREADY by the kernel if the first gave up, and nothing is lost for SO_ERROR', async () => {
    const { listener, addr } = full();
    const fd = open();
    expect(await connect(fd, addr, { timeout: 0 })).toMatchObject({ error: { code: 'ETIMEDOUT' } });
    expect(await connect(fd, addr)).toMatchObject(already(addr));
    closing(unwrap(await accept(listener)));
    unwrap(poll([{ fd, events: POLLOUT }], -1));
    expect(getsockopt(fd, SOL_SOCKET, SO_ERROR)).toEqual({ ok: true, value: 0 });
    closing(unwrap(await accept(listener)));
  });
});
