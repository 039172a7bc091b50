import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namespace, tool } from '../../labs/kit/needs.js';
import { segments_of } from '../../labs/kit/packets.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';
import { proves_itself } from './kit.js';

const tshark = tool('tshark');
const no_tshark = tshark.missing() ? ` (no tshark: ${tshark.install})` : '';

if (namespace.missing()) it.skip(`the lab wire (no ${namespace.what}: ${namespace.install})`);
else {
  proves_itself('wire', ({ right, twin }) => {
    it('draws the whole conversation, in both figures', () => {
      const order = ['SYN', 'SYN+ACK', 'sendmsg', '00 00 00 0b HELLO-WORLD', 'close', 'FIN+ACK'];
      const places = order.map((text) => right().stdout.indexOf(`─ ${text} `));
      expect(places.every((at, i) => at > (places[i - 1] ?? 0))).toBe(true);
      for (const text of order) expect(right().file('figure.svg')).toContain(`>${text}</text>`);
    });

    it('finds nothing wrong with the twin but the order of the bytes', () => {
      expect(twin().verdict.diagnoses).toEqual(['not-network-byte-order']);
      expect(twin().stdout).toContain('0b 00 00 00 HELLO-WORLD');
    });

    it.skipIf(no_tshark)(`leaves a capture in which tshark sees what the lab sees${no_tshark}`, () => {
      const file = join(folder(), 'capture.pcap');
      writeFileSync(file, right().bytes('capture.pcap'));
      const fields = ['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.window_size_value', 'tcp.len'];
      const read = ['-r', file, '-Y', 'tcp', '-T', 'fields', ...fields.flatMap((name) => ['-e', name])];
      const told = spawnSync('tshark', read, { encoding: 'utf8' }).stdout.trimEnd().split('\n');
      const seen = segments_of(file).map(({ from, to, seq, ack, window, length }) =>
        [from, to, seq, ack, window, length].join('\t'),
      );
      expect(seen).toEqual(told);
      expect(seen.length).toBeGreaterThan(15);
    });
  });
}

describe('frame.lua', () => {
  const port = 9000;
  const hello = frame('HELLO-WORLD');

  it.skipIf(no_tshark)(`takes a frame for a frame, however it was cut${no_tshark}`, () => {
    const cuts = [hello.subarray(0, 2), hello.subarray(2, 9), hello.subarray(9)];
    expect(dissect(cuts)).toEqual(['3: 11 HELLO-WORLD']);
    expect(dissect([Buffer.concat([hello, frame(''), frame('a b')])])).toEqual(['1: 11,0,3 HELLO-WORLD,a b']);
    const tail = frame('next');
    expect(dissect([Buffer.concat([hello, tail.subarray(0, 1)]), tail.subarray(1)])).toEqual([
      '1: 11 HELLO-WORLD',
      '2: 4 next',
    ]);
  });

  it.skipIf(no_tshark)(`marks a length above the cap, and one of the cap is none${no_tshark}`, () => {
    expect(dissect([Buffer.from('0b00000048454c4c4f', 'hex')], 'lpframe.too_large')).toHaveLength(1);
    expect(dissect([Buffer.from('00100001', 'hex')], 'lpframe.too_large')).toHaveLength(1);
    expect(dissect([Buffer.from('00100000', 'hex')], 'lpframe.too_large')).toEqual([]);
  });

  function frame(text: string): Buffer {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(text.length);
    return Buffer.concat([header, Buffer.from(text)]);
  }

  /** What tshark makes of a connection with these segments: the packet's number, the lengths and the texts. */
  function dissect(segments: readonly Buffer[], filter = 'lpframe'): string[] {
    const file = join(folder(), 'frames.pcap');
    const before = segments.map((_, i) => segments.slice(0, i).reduce((sum, { length }) => sum + length, 1));
    writeFileSync(file, Buffer.concat([pcap(), ...segments.map((data, i) => packet(data, before[i] ?? 1, i))]));
    const script = `lua_script:${root}labs/wire/frame.lua`;
    const fields = ['frame.number', 'lpframe.length', 'lpframe.text'].flatMap((name) => ['-e', name]);
    const args = ['-r', file, '-X', script, '-Y', filter, '-T', 'fields', ...fields];
    const { stdout, stderr } = spawnSync('tshark', args, { encoding: 'utf8' });
    expect(stderr).not.toMatch(/lua|error/i);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => line.replace(/\t(.*)\t/, ': $1 '));
  }

  function pcap(): Buffer {
    return Buffer.from(Uint32Array.of(0xa1b23c4d, (4 << 16) | 2, 0, 0, 65536, 1).buffer);
  }

  function packet(data: Buffer, seq: number, time: number): Buffer {
    const bytes = Buffer.alloc(14 + 20 + 20 + data.length);
    bytes.writeUInt16BE(0x0800, 12);
    bytes.writeUInt16BE(0x4500, 14);
    bytes.writeUInt16BE(40 + data.length, 16);
    bytes.writeUInt16BE(0x4006, 22); // time to live, TCP
    bytes.writeUInt32BE(0x7f000001, 26);
    bytes.writeUInt32BE(0x7f000001, 30);
    bytes.writeUInt16BE(40_000, 34);
    bytes.writeUInt16BE(port, 36);
    bytes.writeUInt32BE(seq, 38);
    bytes.writeUInt16BE(0x5018, 46); // five words of header, PSH and ACK
    bytes.writeUInt16BE(65535, 48);
    data.copy(bytes, 54);
    return Buffer.concat([Buffer.from(Uint32Array.of(time, 0, bytes.length, bytes.length).buffer), bytes]);
  }
});
