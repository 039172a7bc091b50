// The servers that run on Node's event loop, as a reader starts them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  AF_INET,
  close,
  connect,
  frame_header,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  SHUT_WR,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { recv, recv_frame, send_frame } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closing } from '../support/sockets.js';
import { root } from '../support/strace.js';

async function start(name: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, [join(root, `out/examples/${name}.js`), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, port: Number(/:(\d+)/.exec(String(line))?.[1]) };
}

function dial(port: number) {
  const fd = closing(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  return fd;
}

describe('examples/await-server', () => {
  it('sends frames back, ends its side after the peer, and ends when it is told to', async () => {
    const { child, port } = await start('await-server');
    const [a, b] = [dial(port), dial(port)];
    for (const fd of [a, b, a]) {
      unwrap(await send_frame(fd, Buffer.from(`for ${fd}`)));
      expect(String(Buffer.from(unwrap(await recv_frame(fd))))).toBe(`for ${fd}`);
    }
    unwrap(shutdown(a, SHUT_WR));
    expect(await recv(a, new Uint8Array(1))).toEqual({ ok: true, value: 0 });
    child.kill('SIGTERM');
    unwrap(await send_frame(b, Buffer.from('still served')));
    expect(String(Buffer.from(unwrap(await recv_frame(b))))).toBe('still served');
    unwrap(close(b));
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  // A server that read on would keep the answers, or lose them. The other client's answers say that it has gone through its event loop.
  it('stops reading from a client that takes no answers, and serves others', async () => {
    const { port } = await start('await-server');
    const [slow, other] = [closing(unwrap(socket(AF_INET, SOCK_STREAM, 0))), dial(port)];
    unwrap(setsockopt(slow, SOL_SOCKET, SO_RCVBUF, 4096));
    unwrap(connect(slow, sockaddr_in('127.0.0.1', port)));
    const frames = Buffer.concat(Array(64).fill(Buffer.concat([frame_header(4000), Buffer.alloc(4000)])));
    let sent = 0;
    for (let full = 0; full < 10 && sent < 64 << 20; ++full) {
      for (;;) {
        const more = send(slow, frames.subarray(sent % frames.length), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (!more.ok) break;
        sent += more.value;
        full = 0;
      }
      unwrap(await send_frame(other, Buffer.from('meanwhile')));
      expect(String(Buffer.from(unwrap(await recv_frame(other))))).toBe('meanwhile');
    }
    expect(sent, 'what the buffers of two sockets hold').toBeLessThan(64 << 20);
  });
});
