import { fstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  AF_VSOCK,
  bind,
  close,
  connect,
  type Fd,
  getsockopt,
  htons,
  INET_DIAG_INFO,
  IP_TOS,
  IPPROTO_IP,
  IPPROTO_IPIP,
  IPPROTO_MPTCP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  listen,
  NETLINK_ROUTE,
  NETLINK_SOCK_DIAG,
  SHUT_WR,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockDiagRequest,
  type SocketDiag,
  send,
  setsockopt,
  shutdown,
  sock_diag,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_nl,
  sockaddr_un,
  socket,
  TCP_CLOSE,
  TCP_CONGESTION,
  TCP_ESTABLISHED,
  TCP_INFO,
  TCP_LISTEN,
  UDIAG_SHOW_PEER,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/native.js';
import { closing, listener, name_of, open, open_fds, pair, tcp_pair } from '../support/sockets.js';
import { folder, no_socket, nowhere, refused } from '../sys/kit.js';

function inode_of(fd: Fd): number {
  return fstatSync(fd).ino;
}

/** What is told of one socket. */
function told(fd: Fd, request: SockDiagRequest): SocketDiag {
  const rows = unwrap(sock_diag({ ...request, inode: inode_of(fd) }));
  expect(rows).toHaveLength(1);
  return rows[0] ?? expect.fail('nothing is told');
}

/** getsockopt(SO_COOKIE), asm-generic/socket.h */
function cookie_of(fd: Fd): bigint {
  const cell = new Uint8Array(12);
  new Uint32Array(cell.buffer, 0, 1)[0] = 8;
  expect(native.getsockopt(fd, SOL_SOCKET, 57, cell)).toBe(0);
  return Buffer.from(cell).readBigUInt64LE(4);
}

const texts = (rows: readonly SocketDiag[]) => rows.map(({ src, dst }) => `${src} ${dst}`).sort();

describe.each([
  ['AF_INET', AF_INET],
  ['AF_INET6', AF_INET6],
] as const)('sock_diag of %s', (_name, family) => {
  it('tells of a connection what its own options tell', () => {
    const { client, server } = tcp_pair(family);
    unwrap(send(client, Buffer.from('hello')));
    const row = told(server, { family });
    expect(row).toMatchObject({
      family,
      protocol: IPPROTO_TCP,
      state: TCP_ESTABLISHED,
      cookie: cookie_of(server),
      rqueue: 5,
      wqueue: 0,
      uid: process.getuid?.(),
      interface: 0,
      cong: unwrap(getsockopt(server, IPPROTO_TCP, TCP_CONGESTION)),
      skmeminfo: {
        rcvbuf: unwrap(getsockopt(server, SOL_SOCKET, SO_RCVBUF)),
        sndbuf: unwrap(getsockopt(server, SOL_SOCKET, SO_SNDBUF)),
        drops: 0,
      },
      shutdown: 0,
      sockopt: { is_icsk: 1 },
    });
    expect(String(row.src)).toBe(String(name_of(server)));
    expect(String(row.dst)).toBe(String(name_of(client)));
    expect(row.src.bytes).toEqual(name_of(server).bytes);
    const { tcpi_bytes_received, tcpi_rcv_mss, tcpi_snd_wscale } = unwrap(getsockopt(server, IPPROTO_TCP, TCP_INFO));
    expect(row.tcp_info).toMatchObject({ tcpi_bytes_received, tcpi_rcv_mss, tcpi_snd_wscale });
    expect(row.skmeminfo?.rmem_alloc).toBe(row.meminfo?.idiag_rmem);
  });

  it('tells of a shutdown, and of a listener who waits, and for whom there is room', () => {
    const { client } = tcp_pair(family);
    unwrap(shutdown(client, SHUT_WR));
    expect(told(client, { family }).shutdown).toBe(2);
    const { fd, addr } = listener(family, 9);
    unwrap(connect(open(family), addr));
    const row = told(fd, { family });
    expect(row).toMatchObject({ state: TCP_LISTEN, rqueue: 1, wqueue: 9 });
    expect(row.tcp_info).toMatchObject({ tcpi_unacked: 1, tcpi_sacked: 9 });
  });

  it('tells of UDP, without tcp_info', () => {
    const fd = open(family, SOCK_DGRAM);
    const loopback = family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0);
    unwrap(bind(fd, loopback));
    const row = told(fd, { family, protocol: IPPROTO_UDP });
    expect(row).toMatchObject({ protocol: IPPROTO_UDP, state: TCP_CLOSE, sockopt: { is_icsk: 0 } });
    expect(String(row.src)).toBe(String(name_of(fd)));
    expect(row).not.toHaveProperty('tcp_info');
  });

  it('has the kernel choose by address and port, of both ends', () => {
    const { client, server } = tcp_pair(family);
    const [near, far] = [name_of(client), name_of(server)];
    const any = family === AF_INET ? sockaddr_in('0.0.0.0', 0) : sockaddr_in6('::', 0);
    const other = family === AF_INET ? sockaddr_in('192.0.2.1', 0) : sockaddr_in6('2001:db8::1', 0);
    const port = near.sin_port ?? near.sin6_port ?? 0;
    const of_port = family === AF_INET ? sockaddr_in('0.0.0.0', port) : sockaddr_in6('::', port);
    // A client elsewhere on the host may have the same port, to another peer.
    const ours = [`${near} ${far}`, `${far} ${near}`];
    const ask = (request: Partial<SockDiagRequest>) =>
      texts(unwrap(sock_diag({ family, states: [TCP_ESTABLISHED], ...request }))).filter((row) => ours.includes(row));
    expect(ask({ src: near })).toEqual([`${near} ${far}`]);
    expect(ask({ dst: near })).toEqual([`${far} ${near}`]);
    expect(ask({ src: near, dst: far })).toEqual([`${near} ${far}`]);
    expect(ask({ src: of_port })).toEqual([`${near} ${far}`]);
    expect(ask({ src: any, dst: near })).toEqual([`${far} ${near}`]);
    expect(ask({ src: near, dst: near })).toEqual([]);
    expect(ask({ src: other })).toEqual([]);
    expect(ask({ src: near, states: [TCP_LISTEN] })).toEqual([]);
  });

  it('tells of more sockets than one datagram holds, of each once', () => {
    const made = Array.from({ length: 300 }, () => {
      const fd = open(family, SOCK_DGRAM);
      unwrap(bind(fd, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
      return inode_of(fd);
    });
    const seen = unwrap(sock_diag({ family, protocol: IPPROTO_UDP })).map(({ inode }) => inode);
    expect(seen.filter((inode) => made.includes(inode)).sort()).toEqual([...made].sort());
  });
});

describe('sock_diag of AF_INET', () => {
  it('tells of tos, and only what it is to show', () => {
    const { client } = tcp_pair();
    unwrap(setsockopt(client, IPPROTO_IP, IP_TOS, 0x10));
    expect(told(client, { family: AF_INET }).tos).toBe(0x10);
    const little = told(client, { family: AF_INET, show: 1 << (INET_DIAG_INFO - 1) });
    expect(little).toHaveProperty('tcp_info');
    expect(little).not.toHaveProperty('skmeminfo');
    expect(little).not.toHaveProperty('cong');
  });

  it('tells of a protocol beyond 255, which the kernel must have', () => {
    const made = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    if (!made.ok) return expect(made).toMatchObject({ error: { syscall: 'socket' } });
    const fd = closing(made.value);
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(fd, 3));
    expect(told(fd, { family: AF_INET, protocol: IPPROTO_MPTCP })).toMatchObject({
      protocol: IPPROTO_MPTCP,
      state: TCP_LISTEN,
    });
  });
});

describe('sock_diag of AF_UNIX', () => {
  it('tells of a name, a peer, what was not read, and who waits', () => {
    const [a, b] = pair();
    unwrap(send(a, Buffer.from('unread')));
    expect(told(b, { family: AF_UNIX })).toMatchObject({
      family: AF_UNIX,
      type: SOCK_STREAM,
      state: TCP_ESTABLISHED,
      cookie: cookie_of(b),
      peer: inode_of(a),
      rqueue: 6,
      uid: process.getuid?.(),
      shutdown: 0,
    });
    expect(told(a, { family: AF_UNIX }).src.sun_path).toBe('');
    const path = join(folder(), 'x');
    const bound = open(AF_UNIX);
    unwrap(bind(bound, sockaddr_un(path)));
    unwrap(listen(bound, 4));
    unwrap(connect(open(AF_UNIX), sockaddr_un(path)));
    const { ino, dev } = statSync(path);
    // makedev(3) of glibc, and MKDEV of the kernel
    const vfs = {
      udiag_vfs_ino: ino,
      udiag_vfs_dev: (((dev >> 8) & 0xfff) << 20) | (dev & 0xff) | ((dev >> 12) & 0xfff00),
    };
    const row = told(bound, { family: AF_UNIX });
    expect(row).toMatchObject({ state: TCP_LISTEN, rqueue: 1, wqueue: 4, vfs });
    expect(row.src.sun_path).toBe(path);
    expect(row.icons).toHaveLength(1);
    const hidden = open(AF_UNIX, SOCK_DGRAM);
    const name = `\0sys-diag\0${process.pid}`;
    unwrap(bind(hidden, sockaddr_un(name)));
    expect(told(hidden, { family: AF_UNIX })).toMatchObject({ type: SOCK_DGRAM, state: TCP_CLOSE });
    expect(told(hidden, { family: AF_UNIX }).src.sun_path).toBe(name);
  });

  it('tells of names of every length as getsockname does', () => {
    const dir = folder();
    for (const length of [1, 50, 107 - dir.length]) {
      const fd = open(AF_UNIX, SOCK_DGRAM);
      unwrap(bind(fd, sockaddr_un(`${dir}/${'x'.repeat(length - 1)}y`)));
      expect(told(fd, { family: AF_UNIX }).src.sun_path).toBe(name_of(fd).sun_path);
    }
    const full = open(AF_UNIX, SOCK_DGRAM);
    unwrap(bind(full, sockaddr_un(`\0${String(process.pid).padEnd(107, 'x')}`)));
    expect(told(full, { family: AF_UNIX }).src.bytes).toEqual(name_of(full).bytes);
  });

  it('tells only what it is to show', () => {
    const [a, b] = pair();
    const row = told(a, { family: AF_UNIX, show: UDIAG_SHOW_PEER });
    expect(row.peer).toBe(inode_of(b));
    expect(row).not.toHaveProperty('skmeminfo');
    expect(row).not.toHaveProperty('uid');
  });
});

describe('sock_diag of AF_NETLINK', () => {
  it('tells of a socket its port id and its groups', () => {
    const fd = open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    unwrap(bind(fd, sockaddr_nl(0, 0x11)));
    const row = told(fd, { family: AF_NETLINK });
    expect(row).toMatchObject({
      family: AF_NETLINK,
      type: SOCK_RAW,
      protocol: NETLINK_ROUTE,
      cookie: cookie_of(fd),
      state: TCP_CLOSE,
      rqueue: 0,
    });
    expect(row.src.nl_pid).toBe(name_of(fd).nl_pid);
    expect(row.src.nl_groups).toBe(0x11);
    expect(row.groups?.[0]).toBe(0x11);
    expect(unwrap(sock_diag({ family: AF_NETLINK, protocol: NETLINK_SOCK_DIAG, inode: inode_of(fd) }))).toEqual([]);
  });
});

const raw = socket(AF_PACKET, SOCK_DGRAM, 0);
if (raw.ok) unwrap(close(raw.value));

describe.skipIf(!raw.ok)(
  `sock_diag of AF_PACKET${raw.ok ? '' : ` (skipped: ${raw.error.code} for packet sockets)`}`,
  () => {
    it('tells of a socket its protocol and its interface', () => {
      const fd = open(AF_PACKET, SOCK_RAW, 0);
      const loopback = Buffer.alloc(20);
      loopback.writeUInt16LE(AF_PACKET, 0);
      loopback.writeUInt16LE(htons(0x88b5), 2); // ETH_P_802_EX1, which nobody uses
      loopback.writeInt32LE(1, 4);
      unwrap(bind(fd, sockaddr(loopback)));
      const row = told(fd, { family: AF_PACKET });
      expect(row).toMatchObject({ type: SOCK_RAW, protocol: 0x88b5, uid: process.getuid?.(), cookie: cookie_of(fd) });
      expect(row.packet_info).toMatchObject({ pdi_index: 1, pdi_flags: 1 });
      expect([...row.src.bytes.subarray(0, 8)]).toEqual([...loopback.subarray(0, 8)]);
    });
  },
);

describe('sock_diag on a socket that is given', () => {
  it('asks again and again, and leaves nothing behind', () => {
    const fd = closing(unwrap(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)));
    const { client, server } = tcp_pair();
    const request = { family: AF_INET, src: name_of(client), dst: name_of(server), states: [TCP_ESTABLISHED] };
    const before = open_fds();
    for (let i = 0; i < 300; i++) expect(unwrap(sock_diag(request, fd))).toHaveLength(1);
    expect(open_fds()).toBe(before);
    for (let i = 0; i < 50; i++) expect(unwrap(sock_diag(request))).toHaveLength(1);
    expect(open_fds()).toBe(before);
  });

  it('is refused by one that is none: EBADF, ENOTSOCK, and EINVAL, or no answer', () => {
    const request = { family: AF_INET };
    expect(sock_diag(request, nowhere)).toEqual(refused('sendto', 'EBADF'));
    expect(sock_diag(request, no_socket())).toEqual(refused('sendto', 'ENOTSOCK'));
    expect(sock_diag(request, open(AF_INET, SOCK_DGRAM))).toEqual(refused('sendto', 'EINVAL'));
    const { client, server } = tcp_pair();
    expect(sock_diag(request, client)).toEqual(refused('recvfrom', 'EAGAIN'));
    unwrap(send(server, Buffer.from('no answer')));
    expect(sock_diag(request, client)).toEqual(refused('sock_diag', 'EAFNOSUPPORT'));
    unwrap(close(server));
    expect(sock_diag(request, client).ok).toBe(false);
  });
});

describe('sock_diag, refused', () => {
  it('says ENOENT for a protocol without diagnostics, and closes its socket', () => {
    const before = open_fds();
    expect(sock_diag({ family: AF_INET, protocol: IPPROTO_IPIP })).toEqual(refused('sock_diag', 'ENOENT'));
    expect(open_fds()).toBe(before);
  });

  it('throws for misuse, before any call', () => {
    const wrong: ReadonlyArray<readonly [request: unknown, error: typeof TypeError | typeof RangeError, says: string]> =
      [
        [undefined, TypeError, 'sock_diag: request must be an object'],
        [null, TypeError, 'sock_diag: request must be an object'],
        [{}, RangeError, 'sock_diag: family must be AF_INET'],
        [{ family: AF_VSOCK }, RangeError, 'sock_diag: family must be AF_INET'],
        [{ family: 'AF_INET' }, RangeError, 'sock_diag: family must be AF_INET'],
        [{ family: AF_INET, protocol: 1.5 }, RangeError, 'sock_diag: protocol must be'],
        [{ family: AF_INET, protocol: -1 }, RangeError, 'sock_diag: protocol must be'],
        [{ family: AF_INET, states: TCP_LISTEN }, TypeError, 'sock_diag: states must be an array'],
        [{ family: AF_INET, states: [32] }, RangeError, 'sock_diag: states must be'],
        [{ family: AF_INET, src: '127.0.0.1' }, TypeError, 'sock_diag: src must be a SockAddr'],
        [{ family: AF_INET, dst: sockaddr_un('@x') }, RangeError, 'sock_diag: dst must be an address of AF_INET'],
        [{ family: AF_UNIX, src: sockaddr_un('@x') }, RangeError, 'sock_diag: src and dst are for'],
        [{ family: AF_UNIX, inode: -1 }, RangeError, 'sock_diag: inode must be'],
        [{ family: AF_UNIX, show: 2 ** 32 }, RangeError, 'sock_diag: show must be'],
        [{ family: AF_NETLINK, protocol: 256 }, RangeError, 'sock_diag: protocol must be'],
      ];
    const before = open_fds();
    for (const [request, error, says] of wrong) {
      const call = () => Reflect.apply(sock_diag, undefined, [request]);
      expect(call).toThrow(error);
      expect(call).toThrow(says);
    }
    expect(open_fds()).toBe(before);
  });
});
