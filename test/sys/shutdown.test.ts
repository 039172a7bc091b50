import {
  AF_INET,
  MSG_NOSIGNAL,
  recv,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_DGRAM,
  send,
  shutdown,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { listener, open, pair, tcp_pair } from '../support/sockets.js';
import { drain, no_socket, nowhere, ok, refused } from './kit.js';
import { contract, int } from './misuse.js';

contract(shutdown, { fd: int, how: int }, [nowhere, SHUT_WR], 'EBADF');

const buffer = new Uint8Array(8);

describe('shutdown', () => {
  it('SHUT_WR: the peer reads the rest and then the end, and may go on sending', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('last')));
    expect(shutdown(client, SHUT_WR)).toEqual(ok(0));
    expect(recv(server, buffer)).toEqual(ok(4));
    expect(recv(server, buffer)).toEqual(ok(0));
    expect(send(client, buffer, MSG_NOSIGNAL)).toEqual(refused('send', 'EPIPE'));
    unwrap(send(server, Buffer.from('answer')));
    expect(recv(client, buffer)).toEqual(ok(6));
  });

  it('SHUT_RD: what was sent can still be read, then comes the end', () => {
    const [a, b] = pair();
    unwrap(send(b, Buffer.from('sent')));
    expect(shutdown(a, SHUT_RD)).toEqual(ok(0));
    expect(drain(a)).toBe('sent');
    expect(recv(a, buffer)).toEqual(ok(0));
    expect(send(a, Buffer.from('back'))).toEqual(ok(4));
  });

  it('SHUT_RDWR: both, at once', () => {
    const [a, b] = pair();
    expect(shutdown(a, SHUT_RDWR)).toEqual(ok(0));
    expect([recv(a, buffer), recv(b, buffer)]).toEqual([ok(0), ok(0)]);
    expect(send(a, buffer, MSG_NOSIGNAL)).toEqual(refused('send', 'EPIPE'));
  });

  it('ends a listener: tcp(7) lets it be shut down without a connection', () => {
    expect(shutdown(listener().fd, SHUT_RD)).toEqual(ok(0));
  });
});

describe('shutdown, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(shutdown(nowhere, SHUT_WR)).toEqual(refused('shutdown', 'EBADF'));
    expect(shutdown(no_socket(), SHUT_WR)).toEqual(refused('shutdown', 'ENOTSOCK'));
  });

  it('says EINVAL for another direction', () => {
    const [a] = pair();
    expect(shutdown(a, 3)).toEqual(refused('shutdown', 'EINVAL'));
    expect(shutdown(a, -1)).toEqual(refused('shutdown', 'EINVAL'));
  });

  it('says ENOTCONN without a connection', () => {
    expect(shutdown(open(), SHUT_WR)).toEqual(refused('shutdown', 'ENOTCONN'));
    expect(shutdown(open(AF_INET, SOCK_DGRAM), SHUT_WR)).toEqual(refused('shutdown', 'ENOTCONN'));
  });
});
