import type { Fd } from './fd.js';
import { type Codec, int } from './struct.js';

/** Descriptors, one `int` after the other. {@link close_rights} knows a message of this codec, or of {@link descriptor}. */
export const descriptors: Codec<readonly Fd[]> = {
  size: int.size,
  encode(value, where) {
    if (!Array.isArray(value)) throw new TypeError(`${where} must be an array of descriptors`);
    return Buffer.concat(Array.from(value, (fd, i) => int.encode(fd, `${where}[${i}]`)));
  },
  decode(bytes) {
    const count = Math.floor(bytes.length / int.size);
    return Array.from({ length: count }, (_, i) => int.decode(bytes.subarray(i * int.size)) as Fd);
  },
};

/** One descriptor. */
export const descriptor: Codec<Fd> = {
  size: int.size,
  least: int.size,
  encode: (value, where) => int.encode(value, where),
  decode: (bytes) => int.decode(bytes) as Fd,
};
