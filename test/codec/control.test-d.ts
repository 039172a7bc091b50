import {
  type Cmsg,
  cmsg,
  cmsg_value,
  define_cmsg,
  define_option,
  type Fd,
  getsockopt,
  type InPktinfo,
  IP_PKTINFO,
  IP_RECVERR,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  int,
  preadv,
  recvmsg,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SCM_TIMESTAMP,
  SCM_TIMESTAMPING,
  SCM_TXTIME,
  type ScmTimestamping,
  SO_REUSEADDR,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SOL_IP,
  SOL_SOCKET,
  type SockExtendedErr,
  sendmsg,
  setsockopt,
  type Timeval,
  UDP_GRO,
  UDP_SEGMENT,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;
declare const arrived: Cmsg;

describe('cmsg', () => {
  it('takes the value of its type, or bytes', () => {
    cmsg(SOL_SOCKET, SCM_RIGHTS, [fd]);
    cmsg(SOL_SOCKET, SCM_CREDENTIALS, { pid: 1, uid: 0, gid: 0 });
    cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: 1, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0' });
    cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: 1 });
    cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_spec_dst: '127.0.0.2' });
    cmsg(IPPROTO_IPV6, IPV6_PKTINFO, { ipi6_ifindex: 1 });
    cmsg(SOL_SOCKET, SCM_TXTIME, 1n);
    cmsg(IPPROTO_UDP, UDP_SEGMENT, 1472);
    cmsg(SOL_IP, IP_TTL, 64);
    cmsg(SOL_SOCKET, SO_TIMESTAMPING, 3);
    cmsg(SOL_SOCKET, SCM_RIGHTS, new Uint8Array(4));
  });

  it('does not take the value of another', () => {
    // @ts-expect-error: a list
    cmsg(SOL_SOCKET, SCM_RIGHTS, fd);
    // @ts-expect-error: of descriptors, and not of numbers
    cmsg(SOL_SOCKET, SCM_RIGHTS, [3]);
    // @ts-expect-error: half a struct
    cmsg(SOL_SOCKET, SCM_CREDENTIALS, { pid: 1 });
    // @ts-expect-error: the option is a flag, the message a struct
    cmsg(IPPROTO_IP, IP_PKTINFO, 1);
    // @ts-expect-error: the struct of the other family
    cmsg(IPPROTO_IPV6, IPV6_PKTINFO, { ipi_ifindex: 1, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0' });
    // @ts-expect-error: a bigint
    cmsg(SOL_SOCKET, SCM_TXTIME, 1);
    // @ts-expect-error: bytes of another kind
    cmsg(IPPROTO_IP, IP_TTL, new Uint16Array(2));
  });

  it('knows which level a type is of', () => {
    // @ts-expect-error
    cmsg(IPPROTO_IP, SCM_RIGHTS, [fd]);
    // @ts-expect-error
    cmsg(SOL_SOCKET, IP_TTL, 64);
    // @ts-expect-error
    cmsg(IPPROTO_IP, IPV6_HOPLIMIT, 64);
    // @ts-expect-error: the other way round
    cmsg(SCM_RIGHTS, SOL_SOCKET, [fd]);
    // @ts-expect-error: bare numbers have neither level nor type
    cmsg(1, 1, [fd]);
  });

  it('sends nothing that only arrives, and no option that is no message', () => {
    // @ts-expect-error
    cmsg(IPPROTO_IP, IP_RECVERR, new Uint8Array(32));
    // @ts-expect-error
    cmsg(IPPROTO_UDP, UDP_GRO, 1472);
    // @ts-expect-error
    cmsg(SOL_SOCKET, SCM_PIDFD, fd);
    // @ts-expect-error
    cmsg(SOL_SOCKET, SO_RXQ_OVFL, 1);
    // @ts-expect-error
    cmsg(SOL_SOCKET, SO_REUSEADDR, 1);
  });
});

describe('cmsg_value', () => {
  it('gives the value of the type, or undefined', () => {
    expectTypeOf(cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS)).toEqualTypeOf<readonly Fd[] | undefined>();
    expectTypeOf(cmsg_value(arrived, SOL_SOCKET, SCM_PIDFD)).toEqualTypeOf<Fd | undefined>();
    expectTypeOf(cmsg_value(arrived, IPPROTO_IP, IP_PKTINFO)).toEqualTypeOf<InPktinfo | undefined>();
    expectTypeOf(cmsg_value(arrived, IPPROTO_IP, IP_RECVERR)).toEqualTypeOf<SockExtendedErr | undefined>();
    expectTypeOf(cmsg_value(arrived, SOL_SOCKET, SO_TIMESTAMP)).toEqualTypeOf<Timeval | undefined>();
    expectTypeOf(cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMP)).toEqualTypeOf<Timeval | undefined>();
    expectTypeOf(cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPING)).toEqualTypeOf<ScmTimestamping | undefined>();
    expectTypeOf(cmsg_value(arrived, IPPROTO_IP, IP_TTL)).toEqualTypeOf<number | undefined>();
  });

  it('reads nothing that is only sent, and no other level', () => {
    // @ts-expect-error
    cmsg_value(arrived, SOL_SOCKET, SCM_TXTIME);
    // @ts-expect-error
    cmsg_value(arrived, IPPROTO_UDP, UDP_SEGMENT);
    // @ts-expect-error: what arrives of this number is SCM_TIMESTAMPING
    cmsg_value(arrived, SOL_SOCKET, SO_TIMESTAMPING);
    // @ts-expect-error
    cmsg_value(arrived, IPPROTO_TCP, IP_TTL);
  });
});

describe('a constant that is an option and a message', () => {
  it('has the value of the option in setsockopt, and that of the message in cmsg', () => {
    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, 1);
    const read = () => getsockopt(fd, IPPROTO_IP, IP_PKTINFO);
    expectTypeOf<Extract<ReturnType<typeof read>, { ok: true }>['value']>().toEqualTypeOf<0 | 1>();
    // @ts-expect-error: the struct is the message's
    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: 1, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0' });
    // @ts-expect-error: no option
    setsockopt(fd, SOL_SOCKET, SCM_RIGHTS, [fd]);
  });
});

describe('define_cmsg', () => {
  it('makes a message that is as safe as those of the catalogue', () => {
    const both = () => define_cmsg(IPPROTO_TCP, 9, int, 'rw');
    const only_sent = () => define_cmsg(IPPROTO_TCP, 10, int, 'w');
    cmsg(IPPROTO_TCP, both(), 1);
    cmsg(IPPROTO_TCP, only_sent(), 1);
    // @ts-expect-error: its value is an int
    cmsg(IPPROTO_TCP, both(), '1');
    // @ts-expect-error: its level is IPPROTO_TCP
    cmsg(IPPROTO_IP, both(), 1);
    // @ts-expect-error: it was said that it is only sent
    cmsg_value(arrived, IPPROTO_TCP, only_sent());
    // @ts-expect-error: no such access
    define_cmsg(IPPROTO_TCP, 11, int, 'x');
    // @ts-expect-error: an option is no message
    cmsg(IPPROTO_TCP, define_option(IPPROTO_TCP, 12, int, 'rw'), 1);
  });
});

describe('sendmsg, recvmsg and preadv', () => {
  it('take messages or bytes, a count, and a place', () => {
    sendmsg(fd, { msg_iov: [], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [fd]), arrived] });
    sendmsg(fd, { msg_iov: [], msg_control: new Uint8Array(24) });
    sendmsg(fd, { msg_iov: [], msg_control: [{ cmsg_level: 1, cmsg_type: 2, cmsg_data: new Uint8Array(12) }] });
    // @ts-expect-error: a list
    sendmsg(fd, { msg_iov: [], msg_control: cmsg(SOL_SOCKET, SCM_RIGHTS, [fd]) });
    // @ts-expect-error: how many bytes, and not which
    recvmsg(fd, { msg_iov: [], msg_controllen: new Uint8Array(24) });
    preadv(fd, [], 1);
    preadv(fd, [], 1n);
    // @ts-expect-error: a place is needed
    preadv(fd, []);
  });
});
