/** Takes bytes as they arrive, and returns the messages that are complete by now. */
export interface Decoder {
  push(bytes: Uint8Array): Uint8Array[];
}

/** The frames of one connection: 4 bytes of length, highest first, and the payload. */
export function make_decoder(): Decoder {
  return {
    push(bytes) {
      const length = Buffer.from(bytes).readUInt32BE();
      const messages = [Uint8Array.from(bytes.subarray(4, 4 + length))];
      return messages;
    },
  };
}
