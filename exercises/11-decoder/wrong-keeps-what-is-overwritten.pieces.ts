export function make_decoder() {
  let pieces: Uint8Array[] = [];
  return {
    push(bytes: Uint8Array): Uint8Array[] {
      pieces.push(bytes);
      const all = Buffer.concat(pieces);
      const messages: Uint8Array[] = [];
      let at = 0;
      while (all.length - at >= 4 && all.length - at >= 4 + all.readUInt32BE(at)) {
        const end = at + 4 + all.readUInt32BE(at);
        messages.push(all.subarray(at + 4, end));
        at = end;
      }
      if (at > 0) pieces = [all.subarray(at)];
      return messages;
    },
  };
}
