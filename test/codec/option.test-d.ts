import {
  AF_INET,
  AF_VSOCK,
  as_level,
  define_option,
  type Fd,
  getsockopt,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  int,
  type Level,
  type Linger,
  linger,
  MCAST_JOIN_GROUP,
  MPTCP_TCPINFO,
  type Ok,
  PACKET_FANOUT,
  SO_COOKIE,
  SO_ERROR,
  SO_LINGER,
  SO_MAX_PACING_RATE,
  SO_PEERCRED,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_TIMESTAMPING,
  SO_VM_SOCKETS_BUFFER_SIZE,
  SOL_MPTCP,
  SOL_PACKET,
  SOL_SOCKET,
  SOL_TCP,
  setsockopt,
  sockaddr_in,
  struct_view,
  TCP_CONGESTION,
  TCP_INFO,
  TCP_NODELAY,
  type TcpInfo,
  type Timeval,
  type Ucred,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;

type Value<R> = Extract<R, { ok: true }> extends Ok<infer T> ? T : never;

describe('getsockopt', () => {
  const read_int = () => getsockopt(fd, SOL_SOCKET, SO_RCVBUF);
  const read_linger = () => getsockopt(fd, SOL_SOCKET, SO_LINGER);
  const read_timeout = () => getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO);
  const read_peer = () => getsockopt(fd, SOL_SOCKET, SO_PEERCRED);
  const read_info = () => getsockopt(fd, IPPROTO_TCP, TCP_INFO);
  const read_name = () => getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION);
  const read_flag = () => getsockopt(fd, IPPROTO_TCP, TCP_NODELAY);

  it('gives the type of the option', () => {
    expectTypeOf<Value<ReturnType<typeof read_int>>>().toEqualTypeOf<number>();
    expectTypeOf<Value<ReturnType<typeof read_linger>>>().toEqualTypeOf<Linger>();
    expectTypeOf<Value<ReturnType<typeof read_timeout>>>().toEqualTypeOf<Timeval>();
    expectTypeOf<Value<ReturnType<typeof read_peer>>>().toEqualTypeOf<Ucred>();
    expectTypeOf<Value<ReturnType<typeof read_info>>>().toEqualTypeOf<TcpInfo>();
    expectTypeOf<Value<ReturnType<typeof read_name>>>().toEqualTypeOf<string>();
    expectTypeOf<Value<ReturnType<typeof read_flag>>>().toEqualTypeOf<0 | 1>();
  });

  it('counts bytes when it is given some to fill', () => {
    const read_raw = () => getsockopt(fd, SOL_SOCKET, SO_LINGER, new Uint8Array(8));
    expectTypeOf<Value<ReturnType<typeof read_raw>>>().toEqualTypeOf<number>();
  });

  it('fills a view of the struct that the option is, and no other', () => {
    const into_view = () => getsockopt(fd, SOL_SOCKET, SO_LINGER, struct_view(linger));
    expectTypeOf<Value<ReturnType<typeof into_view>>>().toEqualTypeOf<number>();
    const view = struct_view(linger);
    expectTypeOf(view.l_onoff).toEqualTypeOf<number>();
    // @ts-expect-error: calls write it
    view.l_onoff = 1;
    // @ts-expect-error: the peer's credentials are another struct
    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, view);
    // @ts-expect-error: a value that looks like it is no memory for one
    getsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 0, l_linger: 0 });
  });

  it('does not read a write-only option', () => {
    // @ts-expect-error
    getsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE);
  });

  it('knows which level an option is of', () => {
    getsockopt(fd, SOL_TCP, TCP_NODELAY);
    // @ts-expect-error: an option of TCP, which SOL_SOCKET would take for SO_DEBUG
    getsockopt(fd, SOL_SOCKET, TCP_NODELAY);
    // @ts-expect-error: an option of IPv6
    getsockopt(fd, IPPROTO_IP, IPV6_V6ONLY);
    // @ts-expect-error: the other way round
    getsockopt(fd, SO_REUSEADDR, SOL_SOCKET);
    // @ts-expect-error: bare numbers have neither level nor type
    getsockopt(fd, 1, 2);
  });
});

describe('setsockopt', () => {
  it('takes the type of the option, or raw bytes', () => {
    setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 });
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 1, tv_usec: 0 });
    setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'reno');
    setsockopt(fd, IPPROTO_IP, IP_TTL, 42);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, new Uint8Array(8));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, Buffer.from([1, 0, 0, 0]));
  });

  it('does not take another type', () => {
    // @ts-expect-error: a struct, not an int
    setsockopt(fd, SOL_SOCKET, SO_LINGER, 1);
    // @ts-expect-error: half a struct
    setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1 });
    // @ts-expect-error: an int, not a struct
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, { l_onoff: 1, l_linger: 0 });
    // @ts-expect-error: C has no booleans here
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, true);
    // @ts-expect-error: on is 1
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 2);
    // @ts-expect-error: a name, not a number
    setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 1);
    // @ts-expect-error: bytes of another kind
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Uint16Array(2));
  });

  it('does not write a read-only option, not even raw', () => {
    // @ts-expect-error
    setsockopt(fd, SOL_SOCKET, SO_ERROR, 0);
    // @ts-expect-error
    setsockopt(fd, SOL_SOCKET, SO_ERROR, new Uint8Array(4));
    // @ts-expect-error
    setsockopt(fd, SOL_SOCKET, SO_PEERCRED, { pid: 1, uid: 0, gid: 0 });
  });

  it('knows which level an option is of', () => {
    // @ts-expect-error: in C this silently sets SO_DEBUG
    setsockopt(fd, SOL_SOCKET, TCP_NODELAY, 1);
    // @ts-expect-error: a family is no level
    setsockopt(fd, AF_INET, TCP_NODELAY, 1);
  });
});

describe('an option of two levels', () => {
  const group = { gr_interface: 1, gr_group: sockaddr_in('239.1.2.3', 0) };

  it('goes with either, and with no third', () => {
    setsockopt(fd, IPPROTO_IP, MCAST_JOIN_GROUP, group);
    setsockopt(fd, IPPROTO_IPV6, MCAST_JOIN_GROUP, group);
    // @ts-expect-error: SOL_SOCKET has none
    setsockopt(fd, SOL_SOCKET, MCAST_JOIN_GROUP, group);
    // @ts-expect-error: it is only set
    getsockopt(fd, IPPROTO_IP, MCAST_JOIN_GROUP);
  });
});

describe('values beside int', () => {
  it('have the types that C has', () => {
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, {
      imr_multiaddr: '239.1.2.3',
      imr_address: '0.0.0.0',
      imr_ifindex: 1,
    });
    // @ts-expect-error: a struct, not an address
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, '239.1.2.3');
    setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, 1000n);
    // @ts-expect-error: 64 bits
    setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, 1000);
    setsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, 65_536n);
    // @ts-expect-error: its level is the family
    setsockopt(fd, SOL_SOCKET, SO_VM_SOCKETS_BUFFER_SIZE, 65_536n);
    // @ts-expect-error: the kernel's to say
    setsockopt(fd, SOL_SOCKET, SO_COOKIE, 1n);
    const cookie = () => getsockopt(fd, SOL_SOCKET, SO_COOKIE);
    expectTypeOf<Value<ReturnType<typeof cookie>>>().toEqualTypeOf<bigint>();
    const paths = () => getsockopt(fd, SOL_MPTCP, MPTCP_TCPINFO);
    expectTypeOf<Value<ReturnType<typeof paths>>>().toEqualTypeOf<readonly TcpInfo[]>();
  });
});

describe('an option without a constant', () => {
  const bytes = new Uint8Array(4);

  it('is a number, of a level or of a number, and its value is bytes', () => {
    const read = () => getsockopt(fd, SOL_SOCKET, 28, bytes);
    expectTypeOf<Value<ReturnType<typeof read>>>().toEqualTypeOf<number>();
    getsockopt(fd, 1, 28, bytes);
    setsockopt(fd, SOL_SOCKET, 28, bytes);
    setsockopt(fd, 1, 28, Buffer.alloc(4));
    const optname: number = 28;
    setsockopt(fd, SOL_SOCKET, optname, bytes);
    getsockopt(fd, as_level(268), 1, bytes);
  });

  it('has no typed value', () => {
    // @ts-expect-error: nothing says what the value is
    getsockopt(fd, SOL_SOCKET, 28);
    // @ts-expect-error: nor what it takes
    setsockopt(fd, SOL_SOCKET, 28, 1);
    // @ts-expect-error
    setsockopt(fd, 1, 2, '1');
  });

  it('is no way round the types of those that have one', () => {
    // @ts-expect-error: its level is IPPROTO_TCP
    getsockopt(fd, SOL_SOCKET, TCP_NODELAY, bytes);
    // @ts-expect-error
    setsockopt(fd, SOL_SOCKET, TCP_NODELAY, bytes);
    // @ts-expect-error: its level is no bare number
    setsockopt(fd, 1, SO_REUSEADDR, bytes);
    // @ts-expect-error: it is only set
    getsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes);
    // @ts-expect-error: a level is no option
    getsockopt(fd, 28, SOL_SOCKET, bytes);
    // @ts-expect-error: and an option no level
    getsockopt(fd, SO_REUSEADDR, 28, bytes);
  });
});

describe('as_level', () => {
  it('makes a level that is another than those with a name, and than those of other numbers', () => {
    const SOL_LLC = as_level(268);
    const option = () => define_option(SOL_LLC, 1, int, 'rw');
    getsockopt(fd, SOL_LLC, option());
    // @ts-expect-error
    getsockopt(fd, SOL_SOCKET, option());
    // @ts-expect-error
    getsockopt(fd, as_level(269), option());
    // @ts-expect-error: bare
    getsockopt(fd, 268, option());
  });
});

describe('an option of more than one shape', () => {
  it('takes each of them, and gives one', () => {
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, '127.0.0.1');
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, { imr_ifindex: 1 });
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, { imr_multiaddr: '0.0.0.0', imr_address: '0.0.0.0', imr_ifindex: 1 });
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, { imr_multiaddr: '239.1.2.3', imr_interface: '127.0.0.1' });
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, { imr_multiaddr: '239.1.2.3', imr_interface: '127.0.0.1' });
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, { imr_multiaddr: '239.1.2.3', imr_ifindex: 1 });
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, 8);
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, { flags: 8, bind_phc: 0 });
    setsockopt(fd, SOL_PACKET, PACKET_FANOUT, { id: 1, type_flags: 0, max_num_members: 2 });
    const read = () => getsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF);
    expectTypeOf<Value<ReturnType<typeof read>>>().toEqualTypeOf<string>();
    const flags = () => getsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING);
    expectTypeOf<Value<ReturnType<typeof flags>>>().toEqualTypeOf<number>();
  });

  it('takes no other', () => {
    // @ts-expect-error: the kernel takes no plain index
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, 1);
    // @ts-expect-error: no such field
    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, { index: 1 });
    // @ts-expect-error: which group
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, { imr_ifindex: 1 });
    // @ts-expect-error: half a struct
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, { flags: 8 });
  });
});

describe('define_option', () => {
  it('makes an option that is as safe as those of the catalogue', () => {
    const priority = () => define_option(SOL_SOCKET, 12, int, 'rw');
    const mark = () => define_option(SOL_SOCKET, 36, int, 'r');
    getsockopt(fd, SOL_SOCKET, priority());
    setsockopt(fd, SOL_SOCKET, priority(), 6);
    // @ts-expect-error: its level is SOL_SOCKET
    getsockopt(fd, IPPROTO_TCP, priority());
    // @ts-expect-error: its value is an int
    setsockopt(fd, SOL_SOCKET, priority(), '6');
    // @ts-expect-error: it was said to be read-only
    setsockopt(fd, SOL_SOCKET, mark(), 1);
    // @ts-expect-error: no such access
    define_option(SOL_SOCKET, 12, int, 'wr');
  });
});

describe('Level', () => {
  it('tells the levels apart, and SOL_TCP is IPPROTO_TCP', () => {
    expectTypeOf<typeof SOL_TCP>().toEqualTypeOf<typeof IPPROTO_TCP>();
    expectTypeOf<Level<'SOL_SOCKET'>>().not.toEqualTypeOf<Level<'IPPROTO_TCP'>>();
    expectTypeOf(SOL_SOCKET).toExtend<number>();
  });
});
