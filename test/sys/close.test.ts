import {
  AF_UNIX,
  as_fd,
  close,
  F_DUPFD_CLOEXEC,
  fcntl,
  MSG_PEEK,
  recv,
  SOCK_STREAM,
  send,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, open, pair, tcp_pair } from '../support/sockets.js';
import { nowhere, ok, refused, reset } from './kit.js';
import { contract, int } from './misuse.js';

contract(close, { fd: int }, [nowhere], 'EBADF');

const buffer = new Uint8Array(8);

describe('close', () => {
  it('gives the number back: the next descriptor has it', () => {
    const fd = open();
    expect(close(fd)).toEqual(ok(0));
    expect(open()).toBe(fd);
  });

  it('ends the stream for the peer, who reads what was sent first', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('last')));
    unwrap(close(client));
    expect(recv(server, buffer)).toEqual(ok(4));
    expect(recv(server, buffer)).toEqual(ok(0));
  });

  it('ends nothing while another descriptor has the socket', () => {
    const [a, b] = pair();
    const second = closing(as_fd(unwrap(fcntl(a, F_DUPFD_CLOEXEC, 0))));
    unwrap(close(a));
    expect(send(second, Buffer.from('still here'))).toEqual(ok(10));
    expect(recv(b, buffer)).toEqual(ok(8));
  });

  it('with unread bytes in the socket resets the connection: the peer reads what it has, then ECONNRESET', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('unread')));
    unwrap(send(server, Buffer.from('reply')));
    unwrap(recv(server, new Uint8Array(1), MSG_PEEK));
    unwrap(close(server));
    expect(recv(client, buffer)).toEqual(ok(5));
    expect(recv(client, buffer)).toEqual(refused('recv', 'ECONNRESET'));
    expect(recv(client, buffer), 'which is told once').toEqual(ok(0));
  });

  it('with SO_LINGER and no time resets it too: what was delivered is readable, then ECONNRESET', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('sent')));
    reset(client);
    expect(recv(server, buffer)).toEqual(ok(4));
    expect(recv(server, buffer)).toEqual(refused('recv', 'ECONNRESET'));
  });
});

// EINTR, EIO, ENOSPC and EDQUOT are of files: no socket gives them. filesystem.test.ts has one that does.
describe('close, refused', () => {
  it('says EBADF for what is not open, the second close of a descriptor among it', () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    expect([close(a), close(b)]).toEqual([ok(0), ok(0)]);
    expect(close(a)).toEqual(refused('close', 'EBADF'));
    expect(close(nowhere)).toEqual(refused('close', 'EBADF'));
  });
});
