/**
 * Converts between a value of TypeScript and the bytes of C. It decodes to a `V` and encodes a `W`, which has more shapes than `V` if the
 * kernel accepts more than one struct.
 */
export interface Codec<V, W = V> {
  /** Size in bytes of the buffer that the kernel is given. */
  readonly size: number;
  /** Minimum bytes for a complete value; fewer means a truncated control message. If it is absent, any number of bytes is a value. */
  readonly least?: number;
  /** For the few options whose getsockopt has an input: the bytes that the kernel reads before it writes the value. */
  readonly ask?: Uint8Array;
  /** Throws a TypeError or RangeError that begins with `where` if the value is invalid. */
  encode(value: W, where: string): Uint8Array;
  /** May receive fewer bytes than `size`: an older kernel knows fewer fields. */
  decode(bytes: Uint8Array): V;
}
