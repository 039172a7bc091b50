import {
  bind,
  type Fd,
  is_sockaddr,
  is_sockaddr_in,
  is_sockaddr_in6,
  is_sockaddr_un,
  type SockAddr,
  type SockAddrIn,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_storage,
  sockaddr_un,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;

describe('SockAddr', () => {
  const addr = sockaddr_storage();

  it('may be of any family until a guard has looked', () => {
    expectTypeOf(addr.sin_port).toEqualTypeOf<number | undefined>();
    expectTypeOf(addr.sin6_addr).toEqualTypeOf<string | undefined>();
    expectTypeOf(addr.sun_path).toEqualTypeOf<string | Uint8Array | undefined>();
  });

  it('has the fields of the family that a guard found', () => {
    if (is_sockaddr_in(addr)) {
      expectTypeOf(addr.sin_addr).toEqualTypeOf<string>();
      expectTypeOf(addr.sin_port).toEqualTypeOf<number>();
    } else if (is_sockaddr_in6(addr)) {
      expectTypeOf(addr.sin6_addr).toEqualTypeOf<string>();
      expectTypeOf(addr.sin6_scope_id).toEqualTypeOf<number>();
    } else if (is_sockaddr_un(addr)) {
      expectTypeOf(addr.sun_path).toExtend<string | Uint8Array>();
    }
  });

  it('is told from what is not one', () => {
    const from_outside: unknown = addr;
    // @ts-expect-error: unknown
    bind(fd, from_outside);
    if (is_sockaddr(from_outside)) bind(fd, from_outside);
  });

  it('is known to be of the family that it was made of', () => {
    expectTypeOf(sockaddr_in('127.0.0.1', 80).sin_port).toEqualTypeOf<number>();
    expectTypeOf(sockaddr_in6('::1', 80).sin6_flowinfo).toEqualTypeOf<number>();
    expectTypeOf(sockaddr_un('@x').sun_path).toExtend<string | Uint8Array>();
    expectTypeOf<SockAddrIn>().toExtend<SockAddr>();
  });

  it('cannot be made up, nor written to', () => {
    // @ts-expect-error: Node's way of saying it
    bind(fd, { address: '127.0.0.1', port: 80, family: 'IPv4' });
    // @ts-expect-error: bytes: see sockaddr()
    bind(fd, new Uint8Array(16));
    // @ts-expect-error: make another one
    sockaddr_in('127.0.0.1', 80).sin_port = 81;
    // @ts-expect-error: the port is a number
    sockaddr_in('127.0.0.1', '80');
  });
});
