import type { Fd } from '../fd.js';
import { type Codec, int, list } from './struct.js';

/** One descriptor. */
export const descriptor: Codec<Fd> = {
  size: int.size,
  least: int.size,
  encode: (value, where) => int.encode(value, where),
  decode: (bytes) => int.decode(bytes) as Fd,
};

/** Descriptors, one `int` after the other. {@link close_rights} closes those of messages with this codec or {@link descriptor}. */
export const descriptors: Codec<readonly Fd[]> = list(descriptor, 1, ' of descriptors');
