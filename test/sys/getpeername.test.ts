import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  bind,
  connect,
  getpeername,
  listen,
  SOCK_DGRAM,
  sockaddr_in,
  sockaddr_storage,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { listener, name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { no_socket, nowhere, ok, refused, reset, troubled } from './kit.js';
import { address, contract, filled, int } from './misuse.js';

contract(getpeername, { fd: int, addr: filled(address) }, [nowhere, sockaddr_storage()], 'EBADF');

describe('getpeername', () => {
  it.each([
    ['IPv4', AF_INET],
    ['IPv6', AF_INET6],
  ])("fills in the other end's address, on both ends, over %s", (_, family) => {
    const { client, server } = tcp_pair(family);
    const peer = sockaddr_storage();
    expect(getpeername(client, peer)).toEqual(ok(0));
    expect(String(peer)).toBe(String(name_of(server)));
    expect(getpeername(server, peer)).toEqual(ok(0));
    expect(String(peer)).toBe(String(name_of(client)));
  });

  it('fills in where a connected datagram socket sends to', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(connect(fd, sockaddr_in('127.0.0.1', 9000)));
    const peer = sockaddr_storage();
    expect(getpeername(fd, peer)).toEqual(ok(0));
    expect(String(peer)).toBe('127.0.0.1:9000');
  });

  it('fills in the name of a unix listener, and none for a pair', () => {
    const peer = sockaddr_storage();
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un(`@sys-socket-peer-${process.pid}`)));
    unwrap(listen(fd, 1));
    const client = open(AF_UNIX);
    unwrap(connect(client, name_of(fd)));
    expect(getpeername(client, peer)).toEqual(ok(0));
    expect(String(peer)).toBe(`@sys-socket-peer-${process.pid}`);
    expect(getpeername(pair()[0], peer)).toEqual(ok(0));
    expect(peer).toMatchObject({ length: 2, sun_path: '' });
  });

  it('says the real length when there is less room, and fills that', () => {
    const peer = sockaddr_storage(2);
    expect(getpeername(tcp_pair().client, peer)).toEqual(ok(0));
    expect(peer).toMatchObject({ length: 16, sa_family: AF_INET, sin_addr: undefined });
  });
});

// EINVAL is for a negative addrlen, which no storage has. ENOBUFS would take the machine out of memory.
describe('getpeername, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(getpeername(nowhere, sockaddr_storage())).toEqual(refused('getpeername', 'EBADF'));
    expect(getpeername(no_socket(), sockaddr_storage())).toEqual(refused('getpeername', 'ENOTSOCK'));
  });

  it('says ENOTCONN before there is a peer, for a listener, and after a reset', () => {
    const { client, server } = tcp_pair();
    reset(client);
    for (const fd of [open(), listener().fd, open(AF_INET, SOCK_DGRAM), troubled(server)]) {
      expect(getpeername(fd, sockaddr_storage())).toEqual(refused('getpeername', 'ENOTCONN'));
    }
  });
});
