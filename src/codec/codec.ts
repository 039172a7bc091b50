/**
 * How a value of TypeScript becomes the bytes of C, and back: it reads a `V`, and writes a `W`, which may have more shapes, where the
 * kernel takes more than one struct.
 */
export interface Codec<V, W = V> {
  /** How many bytes the kernel is given room for. */
  readonly size: number;
  /** Minimum bytes for a complete value; fewer means a truncated control message. Left out, any number of bytes is a value. */
  readonly least?: number;
  /** What the kernel reads from the bytes before it answers, of the few options that want to be told something. */
  readonly ask?: Uint8Array;
  /** Throws a TypeError or RangeError that begins with `where` when the value is not one. */
  encode(value: W, where: string): Uint8Array;
  /** May be given fewer bytes than `size`: an older kernel knows fewer fields. */
  decode(bytes: Uint8Array): V;
}
