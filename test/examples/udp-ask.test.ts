// What examples/udp-ask.ts asks, and what it does with answers that are lost, late, or somebody else's.
import { join } from 'node:path';
import {
  AF_INET,
  bind,
  connect,
  getsockname,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  sockaddr_in,
  sockaddr_storage,
  unwrap,
} from 'sys-socket';
import { recvfrom, sendto } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { run } from '../support/servers.js';
import { open } from '../support/sockets.js';
import { root } from '../support/strace.js';

/** A socket with a port of the kernel's choice. */
function bound() {
  const fd = open(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK);
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return { fd, addr: unwrap(getsockname(fd)) };
}

const asks = (port: number | undefined, ...options: string[]) =>
  run([
    process.execPath,
    join(root, 'out/examples/udp-ask.js'),
    '127.0.0.1',
    String(port),
    ...options,
    'HELLO',
    'WORLD',
  ]);

describe('examples/udp-ask', () => {
  it('asks again with the same number, and passes over what answers another question', async () => {
    const { fd, addr } = bound();
    const asking = asks(addr.sin_port, '--timeout', '1', '--tries', '30');
    const from = sockaddr_storage();
    const heard = async () => {
      const datagram = Buffer.alloc(64);
      return datagram.subarray(0, unwrap(await recvfrom(fd, datagram, 0, from)));
    };
    const [first, second] = [await heard(), await heard()]; // the first is lost
    expect(second).toEqual(first);
    expect(String(first.subarray(4))).toBe('HELLO WORLD');
    const other = Buffer.from(first.map((byte, i) => (i < 4 ? ~byte : byte)));
    for (const answer of [
      Buffer.alloc(0),
      first.subarray(0, 3),
      other,
      Buffer.concat([first.subarray(0, 4), Buffer.from('yes')]),
    ])
      unwrap(await sendto(fd, answer, 0, from));
    expect(await asking).toMatchObject({ status: 0, stdout: Buffer.from('yes\n'), stderr: '' });
  });

  it('gives up after as many tries as it was told', async () => {
    const { fd, addr } = bound();
    const ended = await asks(addr.sin_port, '--timeout', '1', '--tries', '3');
    expect(ended).toMatchObject({ status: 1, stderr: 'udp-ask: no answer, asked 3 times\n' });
    for (let i = 0; i < 3; i += 1) unwrap(await recvfrom(fd, Buffer.alloc(64), 0, sockaddr_storage()));
    const more = await recvfrom(fd, Buffer.alloc(64), 0, sockaddr_storage(), { timeout: 0 });
    expect(more.ok).toBe(false);
  });

  it('is told at once that nobody listens', async () => {
    // Whoever is connected hears only its peer: for all others the port is not there.
    const [deaf, peer] = [bound(), bound()];
    unwrap(connect(deaf.fd, peer.addr));
    expect(await asks(deaf.addr.sin_port, '--timeout', '60000')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^udp-ask: ECONNREFUSED/),
    });
  });
});
