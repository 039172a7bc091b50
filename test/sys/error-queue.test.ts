// IP_RECVERR and IPV6_RECVERR: what went wrong with a datagram, read with MSG_ERRQUEUE, as ip(7) and ipv6(7) say.
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  bind,
  cmsg_value,
  type Domain,
  ECONNREFUSED,
  EMSGSIZE,
  type Fd,
  getsockopt,
  IP_RECVERR,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_TRUNC,
  poll,
  recvmsg,
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  SO_ERROR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { name_of, open } from '../support/sockets.js';
import { child } from './child.js';
import { give, take } from './datagrams.js';
import { ok, refused } from './kit.js';

const hello = Buffer.from('HELLO-WORLD');

/** An address that no UDP socket has: the port is held for TCP. */
function nobody(family: Domain): SockAddr {
  const fd = open(family, SOCK_STREAM);
  unwrap(bind(fd, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
  return name_of(fd);
}

/** A socket that queues errors. */
function queueing(family: Domain): Fd {
  const fd = open(family, SOCK_DGRAM);
  if (family === AF_INET) unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVERR, 1));
  else unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, 1));
  return fd;
}

const families = [
  {
    name: 'IP_RECVERR',
    family: AF_INET,
    offender: '127.0.0.1',
    says: { ee_origin: SO_EE_ORIGIN_ICMP, ee_type: 3, ee_code: 3 },
  },
  {
    name: 'IPV6_RECVERR',
    family: AF_INET6,
    offender: '::1',
    says: { ee_origin: SO_EE_ORIGIN_ICMP6, ee_type: 1, ee_code: 4 },
  },
] as const;

describe.each(families)('$name', ({ family, offender, says }) => {
  function error_of(fd: Fd) {
    const message = take(fd, MSG_ERRQUEUE | MSG_DONTWAIT);
    const [error, ...more] = message.msg_control.map(
      (arrived) => cmsg_value(arrived, IPPROTO_IP, IP_RECVERR) ?? cmsg_value(arrived, IPPROTO_IPV6, IPV6_RECVERR),
    );
    expect(more).toEqual([]);
    return { message, error: error ?? expect.fail('no error in the message') };
  }

  it('queues "port unreachable" with who said so, what was sent, and where to', () => {
    const [fd, to] = [queueing(family), nobody(family)];
    unwrap(give(fd, to, hello));
    expect(unwrap(poll([{ fd, events: 0 }], 2000)), 'POLLERR').toBe(1);
    const { message, error } = error_of(fd);
    expect(error).toMatchObject({ ee_errno: ECONNREFUSED, ...says, ee_info: 0, ee_data: 0 });
    expect(error.offender.sin_addr ?? error.offender.sin6_addr).toBe(offender);
    expect(String(message.from)).toBe(String(to));
    expect(String(message.bytes)).toBe('HELLO-WORLD');
    expect(message.msg_flags).toBe(MSG_ERRQUEUE);
  });

  it('keeps the errors apart from SO_ERROR, which it sets as well, and from what arrives', () => {
    const [fd, to] = [queueing(family), nobody(family)];
    unwrap(give(fd, to, hello));
    expect(unwrap(poll([{ fd, events: 0 }], 2000))).toBe(1);
    expect(getsockopt(fd, SOL_SOCKET, SO_ERROR)).toEqual(ok(ECONNREFUSED));
    expect(recvmsg(fd, { msg_iov: [] }, MSG_DONTWAIT)).toEqual(refused('recvmsg', 'EAGAIN'));
    expect(error_of(fd).error.ee_errno).toBe(ECONNREFUSED);
  });

  it('says EAGAIN when the queue is empty, and does not block', () => {
    expect(recvmsg(queueing(family), { msg_iov: [] }, MSG_ERRQUEUE)).toEqual(refused('recvmsg', 'EAGAIN'));
  });

  it('cuts off what there is no room for: MSG_TRUNC and MSG_CTRUNC', () => {
    const [fd, to] = [queueing(family), nobody(family)];
    unwrap(give(fd, to, hello));
    expect(unwrap(poll([{ fd, events: 0 }], 2000))).toBe(1);
    const msg_iov = [Buffer.alloc(5)];
    const { msg_flags, msg_control, received } = unwrap(recvmsg(fd, { msg_iov, msg_controllen: 24 }, MSG_ERRQUEUE));
    expect(received).toBe(5);
    expect(msg_flags).toBe(MSG_ERRQUEUE | MSG_TRUNC | MSG_CTRUNC);
    // Eight bytes of the error are no error.
    expect(msg_control.map(({ cmsg_data }) => cmsg_data.length)).toEqual([8]);
    expect(msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_RECVERR))).toEqual([undefined]);
    expect(msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IPV6, IPV6_RECVERR))).toEqual([undefined]);
  });
});

it_in_namespace('a datagram that is too long for the path is EMSGSIZE, and the queue says the MTU', () => {
  const said = child(
    `
    const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVERR, 1));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO));
    const sent = code(sendto(fd, new Uint8Array(2000), 0, sockaddr_in('127.0.0.1', 9)));
    const { msg_control } = unwrap(recvmsg(fd, { msg_iov: [], msg_controllen: 512 }, MSG_ERRQUEUE));
    const { offender, ...error } = cmsg_value(msg_control[0], IPPROTO_IP, IP_RECVERR);
    report({ sent, ...error, offender: offender.sa_family });
    `,
    { namespace: 'ip link set lo mtu 1500' },
  );
  expect(said).toEqual({
    sent: 'EMSGSIZE',
    ee_errno: EMSGSIZE,
    ee_origin: SO_EE_ORIGIN_LOCAL,
    ee_type: 0,
    ee_code: 0,
    ee_info: 1500,
    ee_data: 0,
    offender: AF_UNSPEC,
  });
});
