// Sockets to and from children of child_process: examples/inetd.ts and examples/child-channel.ts.
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { run, serve, until } from '../support/servers.js';
import { example, root } from '../support/strace.js';

const inetd = (...command: string[]) => serve([process.execPath, join(root, 'out/examples/inetd.js'), '0', ...command]);

/** What comes back when this was sent, to the end of the connection. */
function said(port: number, bytes: string): Promise<string> {
  const client = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.end(bytes);
  return text(client);
}

describe('examples/inetd', () => {
  it('serves with cat, several at once', async () => {
    const { port } = await inetd('cat');
    const big = 'x'.repeat(1 << 20);
    expect(await Promise.all([said(port, 'HELLO'), said(port, big), said(port, '')])).toEqual(['HELLO', big, '']);
  });

  it('gives the command the connection itself, and nothing else', async () => {
    const { port } = await inetd('sh', '-c', 'for n in 0 1; do readlink /proc/$$/fd/$n; done; ls /proc/$$/fd');
    const [stdin, stdout, ...open] = (await said(port, '')).trim().split('\n');
    expect(stdin).toMatch(/^socket:\[\d+\]$/);
    expect(stdout).toBe(stdin);
    expect(open.filter((number) => Number(number) < 10)).toEqual(['0', '1', '2']); // a shell has its own above
  });

  it('ends the connection when there is no such command, and goes on', async () => {
    const { port, stderr } = await inetd('/no/such/command');
    for (let i = 1; i <= 2; i += 1) {
      expect(await said(port, '')).toBe('');
    }
    await until('its complaint', () => stderr().includes('ENOENT')); // which is read later than the connection's end
  });
});

describe('examples/child-channel', () => {
  it('exchanges frames with its child over the socket that net had', () => {
    const lines = example('child-channel', 'hello', 'world').trim().split('\n');
    expect(lines).toEqual([expect.stringMatching(/^\d+ answers HELLO$/), expect.stringMatching(/^\d+ answers WORLD$/)]);
  });

  it('ends when there is nothing to say', async () => {
    const ended = await run([process.execPath, join(root, 'out/examples/child-channel.js')]);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout.toString()).toBe('');
  });
});
