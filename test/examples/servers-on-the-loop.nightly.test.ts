// The deadline of examples/await-server is five seconds: too long for each run of the tests.
import { join } from 'node:path';
import { frame_header, unwrap } from 'sys-socket';
import { recv, send_all } from 'sys-socket/promises';
import { expect, it } from 'vitest';
import { serve } from '../support/servers.js';
import { root } from '../support/strace.js';
import { ask, dial } from './kit.js';

it('await-server drops a client that has said half a frame or nothing, and one that takes no answers, when its time is over', async () => {
  const server = await serve([process.execPath, join(root, 'out/examples/await-server.js'), '0']);
  const [silent, halfway] = [dial(server), dial(server)];
  unwrap(await send_all(halfway, Buffer.concat([frame_header(100), Buffer.alloc(50)])));
  const slow = dial(server, 4096);
  const frames = Buffer.alloc(64 << 20, Buffer.concat([frame_header(4000), Buffer.alloc(4000)]));
  const byte = () => new Uint8Array(1);
  expect(await Promise.all([recv(silent, byte()), recv(halfway, byte()), send_all(slow, frames)])).toEqual([
    { ok: true, value: 0 },
    { ok: true, value: 0 },
    { ok: false, error: expect.objectContaining({ code: 'ECONNRESET' }) },
  ]);
  expect(await ask(dial(server), 'still served')).toBe('still served');
  expect(server.stdout().match(/^dropped: .*$/gm)).toHaveLength(3);
});
