import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AF_INET,
  bind,
  connect,
  type Fd,
  frame_header,
  type OwnedFd,
  own,
  recv_frame,
  SHUT_WR,
  SO_LINGER,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  send_frame,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Command, cpp, ours, run, type Server, serve, until } from '../support/servers.js';
import { impatient, name_of, open } from '../support/sockets.js';

const CAP = 8 << 20;
const PATIENCE = 300;
const hello = Buffer.from('HELLO-WORLD');

/** A hostile peer: what it does with its connection, and what the server says of it. */
type Peer = readonly [what: string, does: (conn: OwnedFd) => void | Promise<void>, says: string];

const late = 'dropped after 0 frames: The deadline passed';
const raw = (...bytes: number[]) => Uint8Array.from(bytes);
const reset = (conn: OwnedFd): void => {
  unwrap(setsockopt(conn.fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  unwrap(conn.close());
};

const peers: readonly Peer[] = [
  [
    'announces one byte over the cap',
    ({ fd }) => void send_all(fd, frame_header(CAP + 1)),
    `The frame announces ${CAP + 1} bytes, over the cap of ${CAP}`,
  ],
  [
    'announces 4 GiB',
    ({ fd }) => void send_all(fd, Buffer.concat([raw(0xff, 0xff, 0xff, 0xff), hello])),
    `The frame announces 4294967295 bytes, over the cap of ${CAP}`,
  ],
  ['says nothing', () => {}, late],
  ['stalls in the header', ({ fd }) => void send_all(fd, raw(0, 0)), late],
  [
    'stalls in the payload',
    ({ fd }) => void send_all(fd, Buffer.concat([frame_header(11), hello.subarray(0, 5)])),
    late,
  ],
  [
    'drips',
    async ({ fd }) => {
      for (let sent = send_all(fd, frame_header(1000)); sent.ok; sent = send_all(fd, raw(0x78))) await sleep(50);
    },
    late,
  ],
  ['resets before a byte', reset, 'dropped after 0 frames: Connection reset by peer'],
  [
    'resets in the payload',
    (conn) => {
      unwrap(send_all(conn.fd, Buffer.concat([frame_header(11), hello.subarray(0, 5)])));
      reset(conn);
    },
    'Connection reset by peer',
  ],
  [
    'ends in the header',
    ({ fd }) => {
      unwrap(send_all(fd, raw(0, 0)));
      unwrap(shutdown(fd, SHUT_WR));
    },
    'The peer ended the stream after 2 of 4 bytes',
  ],
  [
    'ends in the payload',
    ({ fd }) => {
      unwrap(send_all(fd, Buffer.concat([frame_header(11), hello.subarray(0, 5)])));
      unwrap(shutdown(fd, SHUT_WR));
    },
    "The peer ended the stream after 9 of the frame's 15 bytes",
  ],
  ['ends at once', ({ fd }) => void unwrap(shutdown(fd, SHUT_WR)), 'served 0 frames'],
];

async function start(...args: string[]): Promise<Server> {
  return serve([...ours.server, '--host', '127.0.0.1', '--port', '0', '--cap', `${CAP}`, ...args]);
}

function connected({ port }: Server, before: (fd: Fd) => void = () => {}): OwnedFd {
  const conn = own(impatient(unwrap(socket(AF_INET, SOCK_STREAM, 0))));
  before(conn.fd);
  unwrap(connect(conn.fd, sockaddr_in('127.0.0.1', port)));
  return conn;
}

/** A good client: its frame comes back. The server may be busy with somebody else's deadline before. */
function expect_service(server: Server): void {
  using conn = connected(server);
  unwrap(send_frame(conn.fd, hello));
  expect(Buffer.from(unwrap(recv_frame(conn.fd, { deadline: 8000 }))).toString()).toBe('HELLO-WORLD');
}

const fds = ({ pid }: Server) => readdirSync(`/proc/${pid}/fd`).length;

describe('the echo server', () => {
  it.each(peers)('loses one connection, and nothing else, to a peer that %s', async (_, does, says) => {
    const server = await start('--deadline', `${PATIENCE}`);
    const before = fds(server);
    using conn = connected(server);
    await does(conn);
    expect_service(server);
    await until('the good client to be served', () => server.stdout().includes('served 1 frames'));
    const [, first] = server.stdout().split('\n');
    expect(first).toMatch(says);
    await until('its connection to be closed', () => fds(server) === before);
    expect(server.stderr()).toBe('');
  });

  it('loses one connection, and nothing else, to a peer that never reads its echo', async () => {
    const server = await start('--deadline', '1500');
    const before = fds(server);
    using conn = connected(server, (fd) => unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 4096)));
    unwrap(send_frame(conn.fd, new Uint8Array(CAP), { deadline: 8000 }));
    expect_service(server);
    await until('the good client to be served', () => server.stdout().includes('served 1 frames'));
    expect(server.stdout().split('\n')[1]).toBe(late);
    await until('its connection to be closed', () => fds(server) === before);
  });

  it('has no descriptor more after 200 connections, good and bad in turn', async () => {
    const server = await start('--deadline', `${PATIENCE}`);
    const before = fds(server);
    for (let i = 0; i < 100; i += 1) {
      expect_service(server);
      reset(connected(server));
    }
    await until('200 connections to be done', () => server.stdout().trimEnd().split('\n').length === 201);
    expect_service(server);
    await until('the last one to be closed', () => fds(server) === before);
  });
});

/** A server of one connection, by `net`. */
async function stub(on_connection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    on_connection(socket);
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** A bound port on which nobody listens. */
function refusing(): number {
  const fd = open();
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return Number(`${name_of(fd)}`.split(':')[1]);
}

/** Takes the client's frame, then answers and ends. */
const answering = (answer: Uint8Array) => stub((socket) => void socket.once('data', () => socket.resume().end(answer)));

describe.each([
  ['our', ours.client],
  ['the C++', cpp.client],
] as const)('%s echo client exits with', (_, client: Command) => {
  const fails = async (status: number, args: readonly string[], stdin?: Uint8Array) => {
    const ended = await run([...client, ...args], stdin);
    expect(ended).toMatchObject({ status, stdout: Buffer.alloc(0) });
    expect(ended.stderr).toMatch(/^echo-client: .+: .+\n$/);
  };

  it('1 when there is no address', async () => {
    await fails(1, ['--port', 'no-such-service']);
  });

  it('2 when nobody listens', async () => {
    await fails(2, ['--port', `${refusing()}`]);
  });

  it('3 when the peer resets before it has taken everything', async () => {
    const port = await stub((socket) => void setTimeout(() => socket.resetAndDestroy(), 100));
    await fails(3, ['--stdin', '--port', `${port}`], new Uint8Array(32 << 20));
  });

  it.each([
    ['nothing comes back', raw()],
    ['the header breaks off', raw(0, 0)],
    ['4 GiB are announced', raw(0xff, 0xff, 0xff, 0xff)],
  ])('4 when %s', async (_, answer) => {
    await fails(4, ['HELLO-WORLD', '--port', `${await answering(answer)}`]);
  });

  it.each([
    ['is missing', Buffer.from(frame_header(11))],
    ['breaks off', Buffer.concat([frame_header(11), hello.subarray(0, 3)])],
  ])('5 when the payload %s', async (_, answer) => {
    await fails(5, ['HELLO-WORLD', '--port', `${await answering(answer)}`]);
  });
});
