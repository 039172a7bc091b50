// Listeners of each family that net knows, UDP over IPv6, and more refusals of from_net.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import {
  AF_INET6,
  bind,
  close,
  connect,
  type Fd,
  listen,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SockAddr,
  send,
  sendto,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { accept, from_net, recv, recv_exact, to_dgram, to_net } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { program, run, traced } from '../support/servers.js';
import { closing, name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { no_strace } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const reason = no_strace === undefined ? '' : ` (${no_strace})`;

/** A path that no file has yet. */
const path = () => join(folder(), 'socket');

/** A listener, not closed at the end of the test: net will own it. */
function listens(addr: SockAddr): Fd {
  const fd = unwrap(socket(addr.sa_family, SOCK_STREAM, 0));
  unwrap(bind(fd, addr));
  unwrap(listen(fd, 8));
  return fd;
}

describe('to_net', () => {
  it.each([
    ['IPv4', () => sockaddr_in('127.0.0.1', 0)],
    ['IPv6', () => sockaddr_in6('::1', 0)],
    ['a path', () => sockaddr_un(path())],
    ['an abstract name', () => sockaddr_un(`\0${path()}`)],
  ])('makes a net.Server of a listener of %s', async (_what, name) => {
    const fd = listens(name());
    const addr = name_of(fd);
    const server = unwrap(to_net(fd)) as Server;
    await once(server, 'listening');
    const client = open(addr.sa_family);
    unwrap(connect(client, addr));
    const [conn] = (await once(server, 'connection')) as [Socket];
    conn.end('HELLO');
    const got = Buffer.alloc(5);
    unwrap(await recv_exact(client, got));
    unwrap(close(client));
    server.close();
    await once(server, 'close');
    expect(String(got)).toBe('HELLO');
  });

  it('makes a net.Socket of a connection over IPv6', async () => {
    const { client, server } = tcp_pair(AF_INET6);
    const net = unwrap(to_net(server));
    if (!(net instanceof Socket)) throw new Error('it listens');
    expect(net.remoteAddress).toBe('::1');
    unwrap(send(client, Buffer.from('HELLO')));
    expect(String((await once(net, 'data'))[0])).toBe('HELLO');
    net.destroy();
    await once(net, 'close');
  });
});

describe('to_dgram and from_net', () => {
  it('pass a UDP socket over IPv6 to dgram and back', async () => {
    const fd = unwrap(socket(AF_INET6, SOCK_DGRAM, 0));
    unwrap(bind(fd, sockaddr_in6('::1', 0)));
    const addr = name_of(fd);
    const udp = unwrap(to_dgram(fd));
    expect(udp.address().family).toBe('IPv6');
    const peer = open(AF_INET6, SOCK_DGRAM);
    unwrap(sendto(peer, Buffer.from('ping'), 0, addr));
    expect(String((await once(udp, 'message'))[0])).toBe('ping');

    const back = closing(unwrap(from_net(udp)).fd);
    expect(name_of(back)).toEqual(addr);
    const received = recv(back, new Uint8Array(8));
    unwrap(sendto(peer, Buffer.from('again'), 0, addr));
    expect(await received).toEqual({ ok: true, value: 5 });
  });
});

describe('from_net', () => {
  it('takes a listener over IPv6', async () => {
    const server = createServer().listen(0, '::1');
    await once(server, 'listening');
    const fd = closing(unwrap(from_net(server)).fd);
    unwrap(connect(open(AF_INET6), name_of(fd)));
    closing(unwrap(await accept(fd)));
  });
});

describe('from_net refuses', () => {
  it('a TLS socket, and leaves it as it was', async () => {
    const [mine, theirs] = pair();
    const net = unwrap(to_net(mine));
    if (!(net instanceof Socket)) throw new Error('it listens');
    const tls = new TLSSocket(net, { isServer: false });
    expect(from_net(tls)).toMatchObject({
      error: { code: 'NOT_HANDED_OVER', message: 'it is a TLS socket, whose bytes only Node can decrypt' },
    });
    net.write('!'); // below TLS: it is connected as before
    expect(unwrap(await recv(theirs, new Uint8Array(8)))).toBe(1);
    tls.destroy();
  });

  it('a UDP socket that was closed', async () => {
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    await once(udp.close(), 'close');
    expect(from_net(udp)).toMatchObject({ error: { message: expect.stringContaining('it has no descriptor') } });
  });

  // The kernel takes every datagram over loopback at once, unless strace says EAGAIN in its place.
  it.skipIf(no_strace !== undefined)(`a UDP socket with datagrams to send${reason}`, async () => {
    const promises = new URL('../../dist/promises/index.js', import.meta.url).href;
    const { command } = traced(
      program(`
        import { createSocket } from 'node:dgram';
        import { once } from 'node:events';
        import { from_net } from '${promises}';
        const udp = createSocket('udp4').bind(0, '127.0.0.1');
        await once(udp, 'listening');
        udp.connect(udp.address().port, '127.0.0.1');
        await once(udp, 'connect');
        udp.send('kept');
        const refused = from_net(udp);
        console.log(refused.error.code, refused.error.message);
        const [message] = await once(udp, 'message');
        console.log(String(message));
        udp.close();`),
      { trace: 'sendmsg,sendmmsg', inject: ['sendmsg,sendmmsg:error=EAGAIN:when=1..2'] },
    );
    const { status, stdout, stderr } = await run(command);
    expect({ status, stderr, stdout: String(stdout) }).toEqual({
      status: 0,
      stderr: '',
      stdout: 'NOT_HANDED_OVER dgram still has datagrams to send\nkept\n',
    });
  });
});
