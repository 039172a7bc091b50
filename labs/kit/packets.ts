import { readFileSync } from 'node:fs';

/** A TCP segment of capture.pcap, or several segments in one packet, if the kernel splits them later (GSO). */
export interface Segment {
  /** Seconds since the epoch. */
  readonly time: number;
  /** The source port; `to` is the destination port. */
  readonly from: number;
  readonly to: number;
  readonly seq: number;
  readonly ack: number;
  /** The names of the flags, in the order of a handshake: `SYN`, `SYN+ACK`, `FIN+ACK`. PSH is left out. */
  readonly flags: string;
  /** The window in the header, not scaled. */
  readonly window: number;
  /** The shift count of the sender's windows, which only a SYN has: RFC 7323. */
  readonly shift: number | undefined;
  /** The number of bytes of data. */
  readonly length: number;
  /** The bytes of data that the capture kept. */
  readonly payload: Buffer;
}

const ethernet = 14; // bytes before the IP header
const flag_names = [
  ['SYN', 2],
  ['FIN', 1],
  ['RST', 4],
  ['ACK', 16],
] as const;

/** The TCP segments over IPv4 in a file that capture.ts wrote. */
export function segments_of(file: string): Segment[] {
  const pcap = readFileSync(file);
  const found: Segment[] = [];
  for (let at = 24; at + 16 <= pcap.length; ) {
    const kept = pcap.readUInt32LE(at + 8);
    const time = pcap.readUInt32LE(at) + pcap.readUInt32LE(at + 4) / 1e9;
    const packet = pcap.subarray(at + 16, at + 16 + kept);
    const segment = segment_of(packet, pcap.readUInt32LE(at + 12), time);
    if (segment !== undefined) found.push(segment);
    at += 16 + kept;
  }
  return found;
}

/** RFC 791 and RFC 9293. `length` comes from the capture, since the length field of IP is limited to 64 KiB. */
function segment_of(packet: Buffer, length: number, time: number): Segment | undefined {
  if (packet.readUInt16BE(12) !== 0x0800 || packet[ethernet + 9] !== 6) return undefined;
  const tcp = packet.subarray(ethernet + ((packet[ethernet] ?? 0) & 15) * 4);
  const header = ((tcp[12] ?? 0) >> 4) * 4;
  const flags = tcp[13] ?? 0;
  const set = flag_names.filter(([, bit]) => flags & bit).map(([name]) => name);
  return {
    time,
    from: tcp.readUInt16BE(0),
    to: tcp.readUInt16BE(2),
    seq: tcp.readUInt32BE(4),
    ack: tcp.readUInt32BE(8),
    flags: set.join('+'),
    window: tcp.readUInt16BE(14),
    shift: shift_of(tcp.subarray(20, header)),
    length: length - (packet.length - tcp.length) - header,
    payload: Buffer.from(tcp.subarray(header)),
  };
}

function shift_of(options: Buffer): number | undefined {
  for (
    let at = 0;
    at < options.length && options[at] !== 0;
    at += options[at] === 1 ? 1 : (options[at + 1] ?? 0) || 1
  ) {
    if (options[at] === 3) return options[at + 2];
  }
  return undefined;
}
