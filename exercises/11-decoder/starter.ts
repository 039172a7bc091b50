/** Takes bytes as they arrive, and returns the messages that are complete by now. */
export interface Decoder {
  push(bytes: Uint8Array): Uint8Array[];
}

/** The frames of one connection: 4 bytes of length, highest first, and the payload. */
export function make_decoder(): Decoder {
  return {
    push(bytes) {
      throw new Error('TODO: the bytes that were kept, and the new ones');
    },
  };
}
