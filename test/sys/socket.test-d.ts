import {
  AF_INET,
  AF_UNIX,
  AF_VSOCK,
  as_domain,
  type Domain,
  getaddrinfo,
  IPPROTO_TCP,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  socket,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

describe('the domain of socket', () => {
  it('is a family, and the type may be or-ed with flags', () => {
    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
    socket(AF_VSOCK, SOCK_STREAM, 0);
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socket(as_domain(999), SOCK_STREAM, 0);
  });

  it('comes with an address', () => {
    for (const { ai_family, ai_socktype, ai_protocol } of unwrap(getaddrinfo('localhost', null))) {
      socket(ai_family, ai_socktype, ai_protocol);
    }
    expectTypeOf<SockAddr['sa_family']>().toEqualTypeOf<Domain>();
  });

  it('is neither a type, nor a level, nor a bare number', () => {
    // @ts-expect-error: the other way round, which is another socket in C
    socket(SOCK_STREAM, AF_INET, 0);
    // @ts-expect-error
    socketpair(SOCK_STREAM, AF_UNIX, 0);
    // @ts-expect-error: a level
    socket(SOL_SOCKET, SOCK_STREAM, 0);
    // @ts-expect-error: or-ed is no family
    socket(AF_INET | SOCK_CLOEXEC, SOCK_STREAM, 0);
    // @ts-expect-error: as_domain(2)
    socket(2, SOCK_STREAM, 0);
  });
});
