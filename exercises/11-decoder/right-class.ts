/** A state machine: how many bytes of the header, or of the payload, are there. */
class Machine {
  #header = new Uint8Array(4);
  #have = 0;
  #payload: Uint8Array | undefined;

  push(bytes: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = [];
    for (const byte of bytes) {
      const room = this.#payload ?? this.#header;
      room[this.#have++] = byte;
      if (this.#have < room.length) continue;
      this.#have = 0;
      if (this.#payload === undefined) {
        const payload = new Uint8Array(new DataView(this.#header.buffer).getUint32(0));
        if (payload.length === 0) messages.push(payload);
        else this.#payload = payload;
      } else {
        messages.push(this.#payload);
        this.#payload = undefined;
      }
    }
    return messages;
  }
}

export function make_decoder(): Machine {
  return new Machine();
}
