// The kernel's ciphers: Documentation/crypto/userspace-if.rst

import { length_of } from '../codec/intrinsics.js';
import { type Codec, check_integer } from '../codec/struct.js';
import { SOL_ALG } from '../level.js';
import { option } from './describe.js';
import { opaque } from './values.js';

/** A number that is passed as the length of the value. */
const length: Codec<number> = {
  size: 0,
  encode(value, where) {
    check_integer(value, 0, 0xffff, where);
    return new Uint8Array(value);
  },
  decode: (bytes) => length_of(bytes),
};

/** The length of the authentication tag, bytes. Linux 4.0 */
export const ALG_SET_AEAD_AUTHSIZE = option(SOL_ALG, 'ALG_SET_AEAD_AUTHSIZE', length, 'w');
/** The entropy that seeds a random number generator, for tests. Needs CAP_SYS_ADMIN. Linux 5.10 */
export const ALG_SET_DRBG_ENTROPY = option(SOL_ALG, 'ALG_SET_DRBG_ENTROPY', opaque(0), 'w');
/** The key. Linux 2.6.38 */
export const ALG_SET_KEY = option(SOL_ALG, 'ALG_SET_KEY', opaque(0), 'w');
