/** Takes bytes as they arrive, and returns the messages that are complete by now. */
export interface Decoder {
  push(bytes: Uint8Array): Uint8Array[];
}

/** The frames of one connection: 4 bytes of length, highest first, and the payload. */
export function make_decoder(): Decoder {
  let rest = Buffer.alloc(0);
  return {
    push(bytes) {
      rest = Buffer.from(bytes);
      const messages: Uint8Array[] = [];
      while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
        const end = 4 + rest.readUInt32BE();
        messages.push(rest.subarray(4, end));
        rest = rest.subarray(end);
      }
      return messages;
    },
  };
}
