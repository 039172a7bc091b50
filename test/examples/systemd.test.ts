// The service of examples/systemd.ts, started as systemd does it: a listening socket as descriptor 3, and a datagram socket that is told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  AF_INET,
  AF_UNIX,
  bind,
  getsockname,
  listen,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { recv } from 'sys-socket/promises';
import { expect, it, onTestFinished } from 'vitest';
import { closing } from '../support/sockets.js';
import { root } from '../support/strace.js';

it('serves on the socket that it was given, and tells when it is ready and when it stops', async () => {
  const listener = closing(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 8));
  const { sin_port } = unwrap(getsockname(listener));
  const manager = closing(unwrap(socket(AF_UNIX, SOCK_DGRAM, 0)));
  unwrap(bind(manager, sockaddr_un(''))); // autobind: the kernel chooses an abstract name. unix(7)
  const told = async () => {
    const buffer = Buffer.alloc(100);
    return buffer.toString('utf8', 0, unwrap(await recv(manager, buffer)));
  };

  const script = 'LISTEN_PID=$$ exec "$@"';
  const service = spawn('sh', ['-c', script, 'sh', process.execPath, join(root, 'out/examples/systemd.js')], {
    stdio: ['ignore', 'ignore', 'inherit', listener],
    env: {
      ...process.env,
      LISTEN_FDS: '1',
      NOTIFY_SOCKET: String(unwrap(getsockname(manager)).sun_path).replace('\0', '@'),
    },
  });
  onTestFinished(() => void service.kill('SIGKILL'));
  expect(await told()).toBe('READY=1\nSTATUS=1 sockets');

  const client = createConnection({ port: sin_port ?? 0, host: '127.0.0.1' });
  client.end('HELLO');
  expect(await text(client)).toBe('HELLO');

  service.kill('SIGTERM');
  expect(await told()).toBe('STOPPING=1');
  expect(await once(service, 'exit')).toEqual([0, null]);
});

it('refuses to start when the sockets are for another process', async () => {
  const service = spawn(process.execPath, [join(root, 'out/examples/systemd.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LISTEN_FDS: '1', LISTEN_PID: '1' },
  });
  expect(await text(service.stderr)).toContain('no socket was passed');
});
