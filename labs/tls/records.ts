// What of a TLS connection can be read on the wire, without any key: the records, and the handshake messages of those that came before the keys.
import type { Segment } from '../kit/packets.js';

/** A record: RFC 8446, 5.1. Five bytes say the type and the length. */
export interface TlsRecord {
  readonly type: number;
  /** The header's bytes, too. */
  readonly length: number;
  /** Nobody needs a key for it. */
  readonly clear: boolean;
  readonly payload: Buffer;
}

export const record_types: Readonly<Record<number, string>> = {
  20: 'ChangeCipherSpec',
  21: 'Alert',
  22: 'Handshake',
  23: 'ApplicationData',
};

/** The messages of a handshake: RFC 8446, B.3, and RFC 5246, 7.4, which TLS 1.3 has done away with. */
const message_types: Readonly<Record<number, string>> = {
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
};

export const name_of_message = (type: number): string => message_types[type] ?? String(type);

/** The bytes of one direction, each at its place: a segment that was sent twice counts once. */
export function stream_of(segments: readonly Segment[]): Buffer {
  const [first] = segments;
  if (first === undefined) return Buffer.alloc(0);
  const at = ({ seq }: Segment) => (seq - first.seq - 1) >>> 0; // the SYN has a number, and no byte
  const data = segments.filter(({ length }) => length > 0);
  const bytes = Buffer.alloc(Math.max(0, ...data.map((segment) => at(segment) + segment.length)));
  for (const segment of data) segment.payload.copy(bytes, at(segment));
  return bytes;
}

/** The records of one direction. Behind a ChangeCipherSpec everything is encrypted, in TLS 1.2 and in 1.3, whatever its type says. */
export function records_of(bytes: Buffer): TlsRecord[] {
  const records: TlsRecord[] = [];
  let keys = false;
  for (let at = 0; at + 5 <= bytes.length; ) {
    const [type, length] = [bytes.readUInt8(at), 5 + bytes.readUInt16BE(at + 3)];
    records.push({ type, length, clear: !keys && type !== 23, payload: bytes.subarray(at + 5, at + length) });
    keys ||= type === 20;
    at += length;
  }
  return records;
}

/** The handshake messages that can be read, by name. */
export function messages_of(records: readonly TlsRecord[]): string[] {
  const handshake = Buffer.concat(records.filter(({ type, clear }) => clear && type === 22).map((one) => one.payload));
  const names: string[] = [];
  for (let at = 0; at + 4 <= handshake.length; at += 4 + handshake.readUIntBE(at + 1, 3)) {
    names.push(name_of_message(handshake.readUInt8(at)));
  }
  return names;
}

export function bytes_of(records: readonly TlsRecord[], clear: boolean): number {
  return records.filter((record) => record.clear === clear).reduce((sum, { length }) => sum + length, 0);
}
