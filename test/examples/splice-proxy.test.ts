// What examples/splice-proxy.ts passes on: bytes both ways, ends of one direction, refusals; and that it receives none of it itself.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AF_INET, bind, getsockname, SOCK_STREAM, sockaddr_in, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse_strace } from '../../src/strace/index.js';
import { type Command, serve, traced, until } from '../support/servers.js';
import { open } from '../support/sockets.js';
import { no_strace, root } from '../support/strace.js';

const program: Command = [process.execPath, join(root, 'out/examples/splice-proxy.js')];

/** A server that answers when it has heard all, and the port that it listens on. */
async function answering(answer: (heard: Buffer, conn: Socket) => void) {
  const server = createServer({ allowHalfOpen: true }, async (conn) => {
    conn.on('error', () => {});
    // Not by an iterator, which ends the connection with its own end.
    const heard: Buffer[] = [];
    conn.on('data', (bytes: Buffer) => heard.push(bytes));
    await once(conn, 'end');
    answer(Buffer.concat(heard), conn);
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function dial(port: number): Socket {
  const conn = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void conn.destroy());
  return conn;
}

function link_of(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed meanwhile
  }
}

const reversed = (heard: Buffer, conn: Socket) => void conn.end(Buffer.from(heard).reverse());

describe('examples/splice-proxy', () => {
  it('passes on megabytes in both directions, and the end of each', async () => {
    const to = await answering(reversed);
    const proxy = await serve([...program, '0', String(to)]);
    const sent = [randomBytes(3_000_000), Buffer.from('HELLO-WORLD'), Buffer.alloc(0)];
    const answers = sent.map(async (bytes) => {
      const conn = dial(proxy.port);
      conn.end(bytes);
      return buffer(conn);
    });
    const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect((await Promise.all(answers)).map(sum)).toEqual(sent.map((bytes) => sum(Buffer.from(bytes).reverse())));
    expect(proxy.stderr()).toBe('');
  });

  it('ends the connection when nobody listens where it passes on to, and goes on', async () => {
    // Bound and not listening: nobody else can be given the port.
    const fd = open(AF_INET, SOCK_STREAM);
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const proxy = await serve([...program, '0', String(unwrap(getsockname(fd)).sin_port)]);
    for (let i = 0; i < 2; i += 1) expect((await buffer(dial(proxy.port))).length).toBe(0);
    expect(proxy.stderr()).toMatch(/^(dropped: ECONNREFUSED.*\n){2}$/);
  });

  it('passes a reset on as an end, and keeps no descriptor', async () => {
    const to = await answering((_, conn) => void conn.resetAndDestroy());
    const proxy = await serve([...program, '0', String(to)]);
    const opened = () => readdirSync(`/proc/${proxy.pid}/fd`);
    const sockets = () => opened().filter((fd) => link_of(`/proc/${proxy.pid}/fd/${fd}`).startsWith('socket:'));
    const pipes = () => opened().filter((fd) => link_of(`/proc/${proxy.pid}/fd/${fd}`).startsWith('pipe:')).length;
    const before = pipes();
    const left = [];
    for (let i = 0; i < 2; i += 1) {
      const conn = dial(proxy.port);
      conn.end('HELLO');
      expect((await buffer(conn)).length).toBe(0);
      await until('the end of its sockets, but for the listener', () => sockets().length === 1);
      await until('the end of its pipes, which come last', () => pipes() === before);
      left.push(opened().length);
    }
    expect(left[1]).toBe(left[0]);
    expect(proxy.stderr()).toMatch(/^(dropped: ECONNRESET.*\n){2}$/);
  });

  it.skipIf(no_strace)(`receives nothing itself${no_strace ? ` (${no_strace})` : ''}`, async () => {
    const to = await answering(reversed);
    const { command, lines } = traced([...program, '0', String(to)], { trace: 'recvfrom,sendto,splice' });
    const proxy = await serve(command);
    const conn = dial(proxy.port);
    conn.end('HELLO-WORLD');
    expect(String(await buffer(conn))).toBe('DLROW-OLLEH');
    await proxy.stop();
    const calls = [...parse_strace(lines().join('\n'))].flatMap((event) => (event.kind === 'call' ? [event.line] : []));
    const moved = calls.filter((line) => / = 11$/.test(line));
    expect(moved.map((line) => /^\w+/.exec(line)?.[0])).toEqual(['splice', 'splice', 'splice', 'splice']);
    expect(calls.filter((line) => /^(recvfrom|sendto)\(/.test(line))).toEqual([]);
  });
});
