import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  close,
  type Domain,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  SOCK_DGRAM,
  SOCK_RAW,
  socket,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { by_libc } from '../support/libc.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';

const program = join(root, 'out/examples/ping.js');
const ping = (...args: string[]) => run([process.execPath, program, ...args]);

/** The errno when there may be no ICMP socket, of neither kind. */
function lacking(family: Domain, protocol: number): string | undefined {
  const [plain, raw] = [socket(family, SOCK_DGRAM, protocol), socket(family, SOCK_RAW, protocol)];
  for (const made of [plain, raw]) if (made.ok) close(made.value);
  return plain.ok || raw.ok ? undefined : raw.error.code;
}

describe.each([
  ['127.0.0.1', lacking(AF_INET, IPPROTO_ICMP)],
  ['::1', lacking(AF_INET6, IPPROTO_ICMPV6)],
])('examples/ping %s', (host, why) => {
  it.skipIf(why !== undefined)(`is answered, with the TTL of loopback${why ? ` (skipped: ${why})` : ''}`, async () => {
    const { status, stdout, stderr } = await ping('-c', '2', '-i', '0', '-W', '10', '-t', '33', host);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = stdout.toString().trim().split('\n');
    expect(lines[0]).toBe(`PING ${host} (${host}) 56 bytes of data.`);
    for (const [i, line] of lines.slice(1, 3).entries()) {
      // The kernel answers with a TTL of its own, 64.
      const answer = new RegExp(`^64 bytes from ${host}: icmp_seq=${i + 1} ttl=64 time=\\d+\\.\\d{3} ms$`);
      expect(line).toMatch(answer);
    }
    expect(lines.at(-1)).toBe('2 packets transmitted, 2 received, 0% packet loss');
  });
});

describe('examples/ping', () => {
  it('ends with 2 and a sentence when it is misused', async () => {
    for (const args of [[], ['-c', '0', '127.0.0.1'], ['-s', '65001', '127.0.0.1']]) {
      const { status, stderr } = await ping(...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^usage: ping /);
    }
    const unknown = await ping('-4', '::1');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toMatch(by_libc({ glibc: /^ping: EAI_ADDRFAMILY/, musl: /^ping: EAI_NONAME/ }));
  });
});
