// The kernel's TLS: Documentation/networking/tls.rst. TCP_ULP is set to 'tls' first.

import { type Codec, check_bytes, check_object, flag, struct } from '../codec/struct.js';
import { constant, layout, offset_of } from '../headers.js';
import { SOL_TLS } from '../level.js';
import { option } from './describe.js';

/** The keys of one direction of a connection, as the handshake derived them. Their lengths depend on the cipher. */
export interface TlsCryptoInfo {
  /** `TLS_1_2_VERSION` or `TLS_1_3_VERSION`. */
  version: number;
  /** `TLS_CIPHER_AES_GCM_128`, ... */
  cipher_type: number;
  iv: Uint8Array;
  key: Uint8Array;
  salt: Uint8Array;
  rec_seq: Uint8Array;
}

const names = [
  'AES_GCM_128',
  'AES_GCM_256',
  'AES_CCM_128',
  'CHACHA20_POLY1305',
  'SM4_GCM',
  'SM4_CCM',
  'ARIA_GCM_128',
  'ARIA_GCM_256',
];
/** The struct of each cipher that the headers have. */
const ciphers = new Map(
  names.flatMap((name) => {
    const type = constant(`TLS_CIPHER_${name}`);
    return type === undefined ? [] : [[type, `tls12_crypto_info_${name.toLowerCase()}`] as const];
  }),
);

const head = struct<Pick<TlsCryptoInfo, 'version' | 'cipher_type'>>('tls_crypto_info');
const parts = ['iv', 'key', 'salt', 'rec_seq'] as const;

/** The byte range of a field in a cipher's struct. */
function place(cipher: string, part: (typeof parts)[number]): readonly [start: number, end: number] {
  const start = offset_of(cipher, part);
  return [start, start + (layout(cipher).fields[part]?.[1] ?? 0) / 8];
}

/** The codec of {@link TlsCryptoInfo}. */
export const tls_crypto_info: Codec<TlsCryptoInfo> = {
  size: Math.max(...Array.from(ciphers.values(), (cipher) => layout(cipher).size)),
  encode(value, where) {
    check_object(value, where);
    const cipher = ciphers.get(value.cipher_type);
    if (cipher === undefined)
      throw new RangeError(`${where}.cipher_type must be a TLS_CIPHER_ constant, got ${value.cipher_type}`);
    const bytes = new Uint8Array(layout(cipher).size);
    bytes.set(head.encode(value, where));
    for (const part of parts) {
      const [start, end] = place(cipher, part);
      const given = value[part];
      check_bytes(given, `${where}.${part}`);
      if (given.length !== end - start) {
        throw new RangeError(`${where}.${part} must be ${end - start} bytes, got ${given.length}`);
      }
      bytes.set(given, start);
    }
    return bytes;
  },
  decode(bytes) {
    const { version, cipher_type } = head.decode(bytes);
    const cipher = ciphers.get(cipher_type);
    const part = (name: (typeof parts)[number]) =>
      cipher === undefined ? new Uint8Array() : bytes.slice(...place(cipher, name));
    return { version, cipher_type, iv: part('iv'), key: part('key'), salt: part('salt'), rec_seq: part('rec_seq') };
  },
};

/** The kernel decrypts what arrives from now on. Linux 4.17 */
export const TLS_RX = option(SOL_TLS, 'TLS_RX', tls_crypto_info, 'rw');
/** Decrypts TLS 1.3 directly into the caller's buffer, on the assumption that records have no padding. Linux 6.0 */
export const TLS_RX_EXPECT_NO_PAD = option(SOL_TLS, 'TLS_RX_EXPECT_NO_PAD', flag, 'rw');
/** The kernel encrypts what is sent from now on. Linux 4.13 */
export const TLS_TX = option(SOL_TLS, 'TLS_TX', tls_crypto_info, 'rw');
/** sendfile(2) makes no copy: the network card reads the file's pages when it sends them, so the file must not change until then. Linux 5.19 */
export const TLS_TX_ZEROCOPY_RO = option(SOL_TLS, 'TLS_TX_ZEROCOPY_RO', flag, 'rw');
