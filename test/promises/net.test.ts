// Descriptors handed to net and dgram, and taken from them: one owner at each moment, and no byte lost.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as create_http, request } from 'node:http';
import * as node_net from 'node:net';
import { connect as connect_net, createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AF_INET,
  AF_UNIX,
  bind,
  close,
  connect,
  eventfd,
  F_GETFD,
  type Fd,
  fcntl,
  listen,
  recv,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  send,
  sendto,
  sockaddr_in,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { accept, from_net, recv_exact, recv as recv_soon, to_dgram, to_net } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { closing, name_of, open_fds, pair, tcp_pair } from '../support/sockets.js';

const open = (domain = AF_INET, type = SOCK_STREAM) => closing(unwrap(socket(domain, type, 0)));

/** A connection of net's, accepted, and its raw peer. */
async function accepted(): Promise<{ readonly net: Socket; readonly peer: Fd; readonly server: Server }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const peer = open();
  const [[net]] = await Promise.all([
    once(server, 'connection') as Promise<[Socket]>,
    unwrap(connect(peer, sockaddr_in('127.0.0.1', port))),
  ]);
  return { net, peer, server };
}

describe('to_net', () => {
  it.each([
    ['a TCP connection', () => tcp_pair()],
    ['a unix stream', () => ({ server: pair()[0], client: undefined })],
  ])('makes a net.Socket of %s, which owns it', async (_what, make) => {
    const { server, client } = make();
    const [mine, theirs] = client === undefined ? pair() : [server, client];
    const waiting = recv_soon(mine, new Uint8Array(1));
    const net = unwrap(to_net(mine));
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
    if (!(net instanceof Socket)) throw new Error('no net.Socket');
    net.write('HELLO');
    const got = Buffer.alloc(5);
    unwrap(await recv_exact(theirs, got));
    expect(String(got)).toBe('HELLO');
    unwrap(send(theirs, Buffer.from('WORLD')));
    expect(String((await once(net, 'data'))[0])).toBe('WORLD');
    net.destroy();
    await once(net, 'close');
    expect(fcntl(mine, F_GETFD)).toMatchObject({ ok: false, error: { code: 'EBADF' } });
  });

  it.each([
    ['a datagram socket', () => open(AF_INET, SOCK_DGRAM), 'has type 2, domain 2'],
    ['SEQPACKET', () => pair(SOCK_SEQPACKET)[0], 'has type 5, domain 1'],
    ['a stream without a peer', () => open(), 'is neither connected nor listening'],
  ])('refuses %s in words, and leaves it as it was', (_what, make, words) => {
    const fd = make();
    expect(to_net(fd)).toMatchObject({
      ok: false,
      error: { code: 'NOT_HANDED_OVER', message: expect.stringContaining(words) },
    });
    expect(fcntl(fd, F_GETFD).ok).toBe(true);
  });

  it('refuses what is no socket with the errno of it', () => {
    const counter = closing(unwrap(eventfd(0, 0)));
    expect(to_net(counter)).toMatchObject({ ok: false, error: { code: 'ENOTSOCK' } });
    expect(to_dgram(counter)).toMatchObject({ ok: false, error: { code: 'ENOTSOCK' } });
  });
});

describe('to_dgram', () => {
  it('makes a dgram.Socket of a UDP socket', async () => {
    const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const addr = name_of(fd);
    const udp = unwrap(to_dgram(fd));
    unwrap(sendto(open(AF_INET, SOCK_DGRAM), Buffer.from('ping'), 0, addr));
    expect(String((await once(udp, 'message'))[0])).toBe('ping');
    udp.close();
  });

  it('refuses streams, and unix datagrams, which dgram has not', () => {
    for (const fd of [open(), open(AF_UNIX, SOCK_DGRAM)]) {
      expect(to_dgram(fd)).toMatchObject({ ok: false, error: { code: 'NOT_HANDED_OVER' } });
    }
  });

  it('makes the calls that its docstring says', () => {
    const calls: string[] = [];
    const undo = interpose((below) => ({
      getsockopt(...args) {
        calls.push('getsockopt');
        return below.getsockopt(...args);
      },
      getpeername(...args) {
        calls.push('getpeername');
        return below.getpeername(...args);
      },
    }));
    onTestFinished(undo);
    unwrap(to_dgram(unwrap(socket(AF_INET, SOCK_DGRAM, 0)))).close();
    expect(calls).toEqual(['getsockopt', 'getsockopt', 'getsockopt', 'getpeername']);
  });

  it('refuses a connected socket, with which dgram could not send', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(connect(fd, sockaddr_in('127.0.0.1', 9)));
    expect(to_dgram(fd)).toMatchObject({ error: { message: expect.stringMatching(/^fd \d+ is connected/) } });
  });

  it('refuses descriptor 0, in whose place dgram would bind another socket', () => {
    const program = `
      import { close, AF_INET, SOCK_DGRAM, socket, unwrap } from '${new URL('../../dist/index.js', import.meta.url)}';
      import { to_dgram } from '${new URL('../../dist/promises/index.js', import.meta.url)}';
      unwrap(close(0));
      const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
      console.log(fd, to_dgram(fd).error.message);`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(stdout).toMatch(/^0 dgram would bind another socket in place of fd 0/);
  });
});

describe('to_net and to_dgram', () => {
  it.each([
    ['a connection', () => pair()[0], to_net],
    [
      'a listener',
      () => {
        const fd = open();
        unwrap(listen(fd, 1));
        return fd;
      },
      to_net,
    ],
    ['a UDP socket', () => open(AF_INET, SOCK_DGRAM), to_dgram],
  ])('refuse %s that a socket of Node has already', async (_what, make, to) => {
    const fd = make();
    const given = to(fd);
    if (!given.ok) throw new Error(given.error.message);
    const first = given.value;
    expect(to(fd)).toMatchObject({ error: { code: 'NOT_HANDED_OVER', message: expect.stringContaining('already') } });
    await new Promise(setImmediate);
    const closed = once(first, 'close');
    if (first instanceof Socket) first.destroy();
    else first.close();
    await closed;
  });
});

describe('from_net', () => {
  it('takes a connection with what net had read of it, and net lets go', async () => {
    const { net, peer, server } = await accepted();
    net.pause();
    unwrap(send(peer, Buffer.from('read by net, ')));
    net.resume();
    net.pause();
    await new Promise<void>((resolve) => {
      const look = () => (net.readableLength > 0 ? resolve() : setImmediate(look));
      net.read(0);
      look();
    });
    unwrap(send(peer, Buffer.from('and not by net')));
    const events: string[] = [];
    for (const event of ['close', 'end', 'data', 'error']) net.on(event, () => events.push(event));
    net.pause();
    const before = open_fds();
    const { fd, head } = unwrap(from_net(net));
    closing(fd);
    const rest = Buffer.alloc(27 - head.length);
    unwrap(await recv_exact(fd, rest));
    expect(Buffer.concat([head, rest]).toString()).toBe('read by net, and not by net');
    await new Promise((resolve) => setImmediate(resolve));
    expect(events).toEqual([]);
    expect(open_fds()).toBe(before); // net's is closed, the duplicate is there
    unwrap(send(fd, Buffer.from('!')));
    expect(unwrap(await recv_soon(peer, new Uint8Array(4)))).toBe(1); // no end came before
    server.close();
    unwrap(close(fd));
  });

  it("refuses where bytes would be lost, or are not the socket's", async () => {
    const { net, peer, server } = await accepted();
    net.write(Buffer.alloc(20_000_000));
    expect(from_net(net)).toMatchObject({
      error: { code: 'NOT_HANDED_OVER', message: expect.stringContaining('to send') },
    });
    net.destroy();
    expect(from_net(net)).toMatchObject({ error: { message: 'it was destroyed' } });
    const connecting = connect_net({ host: '127.0.0.1', port: (server.address() as { port: number }).port });
    expect(from_net(connecting)).toMatchObject({ error: { message: expect.stringContaining('still connecting') } });
    connecting.destroy();
    expect(from_net(createServer())).toMatchObject({ error: { message: expect.stringContaining('no descriptor') } });
    expect(() => Reflect.apply(from_net, undefined, [{}])).toThrow('from_net: socket must be');
    const decoded = await accepted();
    decoded.net.setEncoding('utf8');
    unwrap(send(decoded.peer, Buffer.from('HELLO')));
    await once(decoded.net, 'readable');
    expect(from_net(decoded.net)).toMatchObject({ error: { message: expect.stringContaining('setEncoding') } });
    decoded.net.destroy();
    decoded.server.close();
    unwrap(close(decoded.peer));
    server.close();
    unwrap(close(peer));
  });

  it('takes all pieces that net has read, also of a socket that was resumed just before', async () => {
    const { net, peer, server } = await accepted();
    net.on('data', () => {});
    net.pause();
    let sent = 0;
    for (const piece of ['one', 'two', 'three']) {
      sent += unwrap(send(peer, Buffer.from(piece)));
      while (net.readableLength < sent) await new Promise((resolve) => setImmediate(resolve));
    }
    net.resume();
    const { fd, head } = unwrap(from_net(net));
    closing(fd);
    expect(String(head)).toBe('onetwothree');
    server.close();
    unwrap(close(peer));
  });

  it('refuses where net holds half a character', async () => {
    const { net, peer, server } = await accepted();
    net.setEncoding('utf8').on('data', () => {});
    const [first = 0, second = 0] = Buffer.from('é');
    unwrap(send(peer, Buffer.of(first)));
    while (net.bytesRead < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(from_net(net)).toMatchObject({ error: { message: expect.stringContaining('setEncoding') } });
    unwrap(send(peer, Buffer.of(second)));
    while (net.bytesRead < 2) await new Promise((resolve) => setImmediate(resolve));
    closing(unwrap(from_net(net)).fd);
    server.close();
    unwrap(close(peer));
  });

  it('takes a listener', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fd = closing(unwrap(from_net(server)).fd);
    const client = open();
    unwrap(connect(client, name_of(fd)));
    closing(unwrap(await accept(fd)));
    expect(server.listening).toBe(false);
  });

  it('takes a listener of a path, which stays where clients find it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-net-'));
    const path = join(folder, 'socket');
    const server = createServer().listen(path);
    await once(server, 'listening');
    const fd = closing(unwrap(from_net(server)).fd);
    unwrap(connect(open(AF_UNIX), sockaddr_un(path)));
    closing(unwrap(await accept(fd)));
    expect(readdirSync(folder)).toEqual(['socket']);
    rmSync(folder, { recursive: true });
  });

  it('leaves the file alone that has the name of the path and this process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-net-'));
    const path = join(folder, 'socket');
    writeFileSync(`${path}.${process.pid}`, 'notes');
    const server = createServer().listen(path);
    await once(server, 'listening');
    closing(unwrap(from_net(server)).fd);
    expect(readdirSync(folder).sort()).toEqual(['socket', `socket.${process.pid}`]);
    rmSync(folder, { recursive: true });
  });

  const Bound = Reflect.get(node_net, 'BoundSocket');
  const no_bound = Bound === undefined ? ` (skipped: Node ${process.versions.node} has no net.BoundSocket)` : '';
  it.skipIf(no_bound)(`takes a BoundSocket, by its own fd(), unless net has it${no_bound}`, async () => {
    const bound = new Bound({ host: '127.0.0.1' });
    const { port } = bound.address();
    const fd = closing(unwrap(from_net(bound)).fd);
    expect(name_of(fd).sin_port).toBe(port);
    expect(() => bound.fd()).toThrow('adopted');
    unwrap(listen(fd, 1));
    unwrap(connect(open(), sockaddr_in('127.0.0.1', port)));

    const adopted = new Bound({ host: '127.0.0.1' });
    const server = createServer().listen(adopted);
    await once(server, 'listening');
    expect(from_net(adopted)).toMatchObject({ error: { message: expect.stringContaining('was adopted') } });
    server.close();
  });

  it('takes a UDP socket', async () => {
    const udp = createSocket('udp4');
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const fd = closing(unwrap(from_net(udp)).fd);
    const received = recv_soon(fd, new Uint8Array(8));
    unwrap(sendto(open(AF_INET, SOCK_DGRAM), Buffer.from('ping'), 0, name_of(fd)));
    expect(await received).toEqual({ ok: true, value: 4 });
  });

  it('hears no more of a listener or a UDP socket that it has taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([once(server, 'listening'), once(udp, 'listening')]);
    const heard: string[] = [];
    for (const socket of [server, udp]) {
      for (const event of ['close', 'error', 'connection', 'message']) socket.on(event, () => void heard.push(event));
      closing(unwrap(from_net(socket)).fd);
    }
    // What is closed later has its event later.
    const others = [createServer().listen(0, '127.0.0.1'), createSocket('udp4').bind(0, '127.0.0.1')];
    await Promise.all(others.map((other) => once(other, 'listening')));
    await Promise.all(others.map((other) => once(other.close(), 'close')));
    expect(heard).toEqual([]);
  });

  it('takes the connection of an http upgrade', async () => {
    const server = create_http();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const asked = request({ host: '127.0.0.1', port, headers: { Connection: 'Upgrade', Upgrade: 'raw' } });
    asked.end();
    const [[, upgraded]] = (await Promise.all([once(server, 'upgrade')])) as [[unknown, Socket]];
    const { fd } = unwrap(from_net(upgraded));
    closing(fd);
    unwrap(send(fd, Buffer.from('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n')));
    const [, client] = (await once(asked, 'upgrade')) as [unknown, Socket];
    client.write('raw bytes');
    const got = Buffer.alloc(9);
    unwrap(await recv_exact(fd, got));
    expect(String(got)).toBe('raw bytes');
    expect(recv(fd, got, 0x40)).toMatchObject({ error: { code: 'EAGAIN' } });
    client.destroy();
    server.close();
  });

  it('refuses the connection of an http request, whose bytes the parser has', async () => {
    const server = create_http().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = open();
    unwrap(connect(client, sockaddr_in('127.0.0.1', (server.address() as { port: number }).port)));
    unwrap(send(client, Buffer.from('GET / HTTP/1.1\r\nHost: here\r\n\r\n')));
    const [{ socket }] = (await once(server, 'request')) as [{ socket: Socket }];
    expect(from_net(socket)).toMatchObject({
      error: { code: 'NOT_HANDED_OVER', message: expect.stringContaining('parser') },
    });
    socket.destroy();
    server.close();
  });

  it('refuses a socket that has yet to send its end, and takes it when the end is sent', async () => {
    const { net, peer, server } = await accepted();
    net.end();
    expect(from_net(net)).toMatchObject({
      error: { code: 'NOT_HANDED_OVER', message: expect.stringContaining('finish') },
    });
    await once(net, 'finish');
    closing(unwrap(from_net(net)).fd);
    expect(recv(peer, new Uint8Array(1))).toEqual({ ok: true, value: 0 });
    server.close();
  });

  const upgrade = 'Connection: Upgrade\r\nUpgrade: raw\r\n\r\n';

  it('loses no byte that came with the request of an upgrade, or behind it', async () => {
    const server = create_http().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = open();
    unwrap(connect(client, sockaddr_in('127.0.0.1', (server.address() as { port: number }).port)));
    unwrap(send(client, Buffer.from(`GET / HTTP/1.1\r\nHost: here\r\n${upgrade}early `)));
    const [, socket, first] = (await once(server, 'upgrade')) as [unknown, Socket, Buffer];
    unwrap(send(client, Buffer.from('and late')));
    expect(await all_of(socket, first, 14)).toBe('early and late');
    server.close();
  });

  it('loses none at the side of the client that asked for one', async () => {
    const listener = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(listener, 1));
    const asked = request({
      host: '127.0.0.1',
      port: name_of(listener).sin_port,
      headers: { Connection: 'Upgrade', Upgrade: 'raw' },
    });
    asked.end();
    const conn = closing(unwrap(await accept(listener)));
    unwrap(await recv_soon(conn, new Uint8Array(4096)));
    unwrap(send(conn, Buffer.from(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}early `)));
    const [, socket, first] = (await once(asked, 'upgrade')) as [unknown, Socket, Buffer];
    unwrap(send(conn, Buffer.from('and late')));
    expect(await all_of(socket, first, 14)).toBe('early and late');
  });

  /** The bytes of an upgraded connection: those that http has read, those that net has, and the rest, from the descriptor. */
  async function all_of(socket: Socket, first: Buffer, length: number): Promise<string> {
    const { fd, head } = unwrap(from_net(socket));
    const rest = Buffer.alloc(length - first.length - head.length);
    unwrap(await recv_exact(closing(fd), rest));
    return String(Buffer.concat([first, head, rest]));
  }
});
