import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AF_INET, AF_PACKET, bind, close, SOCK_DGRAM, SOCK_RAW, sendto, sockaddr_in, socket, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hang } from '../support/hang.js';
import { installed } from '../support/installed.js';
import { run } from '../support/servers.js';
import { name_of, open } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = join(root, 'out/examples/capture.js');

const probe = socket(AF_PACKET, SOCK_RAW, 0);
const why = probe.ok ? '' : ` (skipped: ${probe.error.code})`;
if (probe.ok) close(probe.value);
const live = it.skipIf(!probe.ok);
const reader = (name: string) => it.skipIf(!probe.ok || !installed(name));
const without = (name: string) => why || (installed(name) ? '' : ` (skipped: no ${name})`);

/** A port of ours, to which nobody else sends. */
function our_port(): number {
  const fd = open(AF_INET, SOCK_DGRAM);
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return name_of(fd).sin_port ?? 0;
}

/** Starts a capture, has datagrams sent once it listens, and gives the file and what was said. */
async function capture(args: readonly string[], port: number, texts: readonly string[], end?: NodeJS.Signals) {
  const file = join(folder(), 'x.pcap');
  const child = spawn(process.execPath, [program, '-w', file, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stderr) {
    const listening = said.includes('listening');
    said += chunk;
    if (listening || !said.includes('listening')) continue;
    const fd = open(AF_INET, SOCK_DGRAM);
    for (const text of texts) unwrap(sendto(fd, Buffer.from(text), 0, sockaddr_in('127.0.0.1', port)));
    if (end !== undefined)
      void until(
        () => texts.every((text) => readFileSync(file).includes(text)),
        () => child.kill(end),
      );
  }
  const [status] = await exited;
  return { status, said, file };
}

/** Looks again until it is so, and does what follows. A capture that misses it is killed with its test. */
async function until(holds: () => boolean, then: () => void): Promise<void> {
  for (const began = performance.now(); performance.now() < began + hang && !holds(); ) await sleep(20);
  then();
}

/**
 * The filter that `tcpdump -ddd` would make of a UDP port, where there is no tcpdump: of IPv4 without options. Without a filter, what other
 * tests send could fill the socket's buffer, and the kernel would drop what this test waits for.
 *
 * @param ip the offset of the IP header: 0 in a capture of all interfaces
 */
function udp_port(port: number, ip: number = ethernet): string {
  const path = join(folder(), 'filter');
  const instructions = [
    `48 0 0 ${ip}`,
    '21 0 5 69',
    `48 0 0 ${ip + 9}`,
    '21 0 3 17',
    `40 0 0 ${ip + 22}`,
    `21 0 1 ${port}`,
    '6 0 0 262144',
    '6 0 0 0',
  ];
  writeFileSync(path, `${instructions.length}\n${instructions.join('\n')}\n`);
  return path;
}

/** The length of its header. */
const ethernet = 14;

const texts = ['one', 'two', 'x'.repeat(900)];

describe('examples/capture', () => {
  live(`writes a pcap of the packets that pass the filter, whole, once each${why}`, async () => {
    const port = our_port();
    const { status, said, file } = await capture(['-i', 'lo', '-c', '3', '--filter', udp_port(port)], port, texts);
    expect(status).toBe(0);
    expect(said).toMatch(/^3 packets captured, \d+ passed the filter, 0 dropped by the kernel$/m);
    const bytes = readFileSync(file);
    expect(bytes.readUInt32LE(0)).toBe(0xa1b23c4d);
    expect(bytes.readUInt32LE(20), 'LINKTYPE_ETHERNET').toBe(1);
    let at = 24;
    for (const text of texts) {
      const length = bytes.readUInt32LE(at + 8);
      expect(bytes.readUInt32LE(at + 12)).toBe(length);
      expect(length).toBe(14 + 20 + 8 + text.length);
      expect(Math.abs(bytes.readUInt32LE(at) - Date.now() / 1000)).toBeLessThan(60);
      at += 16 + length;
      expect(bytes.toString('latin1', at - text.length, at)).toBe(text);
    }
    expect(at).toBe(bytes.length);
  });

  live(`cuts packets at the snaplen, and keeps their length${why}`, async () => {
    const port = our_port();
    const args = ['-i', 'lo', '-c', '1', '-s', '60', '--filter', udp_port(port)];
    const { file } = await capture(args, port, ['x'.repeat(1000)]);
    const bytes = readFileSync(file);
    expect([bytes.readUInt32LE(24 + 8), bytes.readUInt32LE(24 + 12), bytes.length]).toEqual([60, 1042, 24 + 16 + 60]);
  });

  reader('tcpdump')(`is read by tcpdump, of one interface and of all${without('tcpdump')}`, async () => {
    const port = our_port();
    const lines = (file: string) =>
      execFileSync('tcpdump', ['-nr', file, `udp port ${port}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const one = await capture(['-i', 'lo', '-c', '3', '--filter', udp_port(port)], port, texts);
    const expected = texts.map((text) =>
      expect.stringMatching(new RegExp(`127\\.0\\.0\\.1\\.${port}: UDP, length ${text.length}$`)),
    );
    expect(lines(one.file).trim().split('\n')).toEqual(expected);
    const all = await capture(['--filter', udp_port(port, 0)], port, texts, 'SIGINT');
    expect(all.status).toBe(0);
    expect(lines(all.file).trim().split('\n')).toEqual(expected);
  });

  reader('tshark')(`is read by tshark${without('tshark')}`, async () => {
    const port = our_port();
    const { file } = await capture(['-i', 'lo', '-c', '3', '--filter', udp_port(port)], port, texts);
    const fields = ['-T', 'fields', '-e', 'udp.dstport', '-e', 'udp.length', '-e', 'udp.checksum.status'];
    const printed = execFileSync('tshark', ['-r', file, ...fields], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(
      printed
        .trim()
        .split('\n')
        .map((line) => line.split('\t').slice(0, 2)),
    ).toEqual(texts.map((text) => [String(port), String(8 + text.length)]));
  });

  it('ends with 2 when it is misused, with 1 and a sentence when it cannot capture', async () => {
    expect((await run([process.execPath, program])).status).toBe(2);
    const missing = await run([process.execPath, program, '-w', '/dev/null', '-i', 'no-such-interface']);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toMatch(/^capture: .*no-such-interface/);
  });
});
