import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Command, cpp, ours, run, type Server, serve } from '../support/servers.js';

const has_ipv6 = Object.values(networkInterfaces()).some((addrs) => addrs?.some(({ address }) => address === '::1'));
const KiB = 1024;
const sizes = [0, 1, 11, KiB, 64 * KiB, 1024 * KiB];

const pairs: ReadonlyArray<readonly [string, { server: Command; client: Command }]> = [
  ['our client and the C++ server', { client: ours.client, server: cpp.server }],
  ['the C++ client and our server', { client: cpp.client, server: ours.server }],
  ['our client and our server', ours],
];

describe.each(pairs)('%s', (_, { client, server }) => {
  const at = ({ host, port }: Server): Command => [...client, '--host', host, '--port', `${port}`];

  for (const host of ['127.0.0.1', '::1']) {
    const unavailable = isIPv6(host) && !has_ipv6;
    it.skipIf(unavailable)(
      `echo binary payloads of ${sizes} bytes over ${host}${unavailable ? ' (no ::1 here)' : ''}`,
      async () => {
        const listening = await serve([...server, '--host', host, '--port', '0']);
        for (const size of sizes) {
          const payload = Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) % 256);
          const { status, stdout, stderr } = await run([...at(listening), '--stdin'], payload);
          expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
          expect(Buffer.compare(stdout, payload), `${size} bytes`).toBe(0);
        }
      },
    );
  }

  it('agree on a host name, and on text', async () => {
    const { port } = await serve([...server, '--host', 'localhost', '--port', '0']);
    const { status, stdout } = await run([...client, 'HELLO-WORLD', '--host', 'localhost', '--port', `${port}`]);
    expect({ status, stdout: String(stdout) }).toEqual({ status: 0, stdout: 'echo: HELLO-WORLD\n' });
  });

  it('serve one frame a connection with --once, and connection after connection', async () => {
    const listening = await serve([...server, '--host', '127.0.0.1', '--port', '0', '--once']);
    for (const word of ['one', 'two', 'three']) {
      expect(String((await run([...at(listening), word])).stdout)).toBe(`echo: ${word}\n`);
    }
  });
});
