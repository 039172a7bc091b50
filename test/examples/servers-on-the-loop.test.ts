// The servers that run on Node's event loop, as a reader starts them.
import { join } from 'node:path';
import { close, frame_header, MSG_DONTWAIT, MSG_NOSIGNAL, SHUT_WR, send, shutdown, unwrap } from 'sys-socket';
import { recv, send_all } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { serve } from '../support/servers.js';
import { root } from '../support/strace.js';
import { ask, dial } from './kit.js';

/** examples/await-server, on a port that the kernel chooses. */
const start = (...args: readonly string[]) =>
  serve([process.execPath, join(root, 'out/examples/await-server.js'), '0', ...args]);

describe('examples/await-server', () => {
  it('sends frames back, ends its side after the peer, and ends when it is told to', async () => {
    const server = await start();
    const [a, b] = [dial(server), dial(server)];
    for (const fd of [a, b, a]) expect(await ask(fd, `for ${fd}`)).toBe(`for ${fd}`);
    unwrap(shutdown(a, SHUT_WR));
    expect(await recv(a, new Uint8Array(1))).toEqual({ ok: true, value: 0 });
    process.kill(server.pid, 'SIGTERM');
    expect(await ask(b, 'still served')).toBe('still served');
    unwrap(close(b));
    expect(await server.ended).toEqual([0, null]);
  });

  // A server that read on would keep the answers, or lose them. The other client's answers say that it has gone through its event loop.
  it('stops reading from a client that takes no answers, and serves others', async () => {
    const server = await start();
    const [slow, other] = [dial(server, 4096), dial(server)];
    const frames = Buffer.concat(Array(64).fill(Buffer.concat([frame_header(4000), Buffer.alloc(4000)])));
    let sent = 0;
    for (let full = 0; full < 10 && sent < 64 << 20; ++full) {
      for (;;) {
        const more = send(slow, frames.subarray(sent % frames.length), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (!more.ok) break;
        sent += more.value;
        full = 0;
      }
      expect(await ask(other, 'meanwhile')).toBe('meanwhile');
    }
    expect(sent, 'what the buffers of two sockets hold').toBeLessThan(64 << 20);
  });

  it('drops a client that has said half a frame or nothing, and one that takes no answers, when its time is over', async () => {
    const frames = Buffer.alloc(64 << 20, Buffer.concat([frame_header(4000), Buffer.alloc(4000)]));
    const server = await start('1000');
    const [silent, halfway] = [dial(server), dial(server)];
    unwrap(await send_all(halfway, Buffer.concat([frame_header(100), Buffer.alloc(50)])));
    const slow = dial(server, 4096);
    const byte = () => new Uint8Array(1);
    const [one, other, third] = await Promise.all([
      recv(silent, byte()),
      recv(halfway, byte()),
      send_all(slow, frames),
    ]);
    expect([one, other]).toEqual(Array(2).fill({ ok: true, value: 0 }));
    // EPIPE if the server had read all that had come when it closed: then it sends a FIN, and a reset for what comes after.
    expect(['ECONNRESET', 'EPIPE']).toContain(third.ok ? 'ok' : third.error.code);
    expect(server.stdout().match(/^dropped: .*$/gm)).toHaveLength(3);
    expect(await ask(dial(server), 'still served')).toBe('still served');
  });
});
