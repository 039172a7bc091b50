import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alone, namespace, tool } from '../../labs/kit/needs.js';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const tcpdump = tool('tcpdump');
const lacking = [namespace, tcpdump].find((need) => need.missing());

describe('a capture', () => {
  it.skipIf(lacking)(
    `is read by tcpdump, each packet once, with its time${lacking ? ` (no ${lacking.what}: ${lacking.install})` : ''}`,
    () => {
      const file = join(folder(), 'capture.pcap');
      const script = `
        import { spawn } from 'node:child_process';
        import { once } from 'node:events';
        import { setTimeout as sleep } from 'node:timers/promises';
        import { AF_INET, SOCK_DGRAM, sendto, sockaddr_in, socket, unwrap } from '${root}dist/index.js';
        const capture = spawn(process.execPath, ['${root}out/labs/kit/capture.js', '${file}'], { stdio: ['ignore', 'pipe', 'inherit'] });
        await once(capture.stdout, 'data');
        const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
        for (const text of ['one', 'two, longer']) unwrap(sendto(fd, Buffer.from(text), 0, sockaddr_in('127.0.0.1', 9)));
        await sleep(300);
        capture.kill('SIGTERM');`;
      const [program, ...args] = [...alone, process.execPath, '--input-type=module', '-e', script];
      const from = Date.now();
      const ran = spawnSync(program, args, { encoding: 'utf8', timeout: hang });
      expect(ran.stderr).toBe('');
      const read = spawnSync('tcpdump', ['-tt', '-n', '-r', file, 'udp'], { encoding: 'utf8' });
      const packets = read.stdout.trimEnd().split('\n');
      expect(packets).toEqual([
        expect.stringMatching(/^\d+\.\d+ IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.9: (UDP, length 3|discard.*)$/),
        expect.stringMatching(/^\d+\.\d+ IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.9: (UDP, length 11|discard.*)$/),
      ]);
      for (const packet of packets) {
        const at = Number.parseFloat(packet) * 1000;
        expect(at).toBeGreaterThan(from);
        expect(at).toBeLessThan(Date.now());
      }
    },
  );
});
