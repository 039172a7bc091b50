/** One generator for each connection: it yields to ask for a byte, or to hand out a message. */
function* frames(): Generator<Uint8Array | undefined, never, number> {
  for (;;) {
    let length = 0;
    for (let i = 0; i < 4; i++) length = length * 256 + (yield undefined);
    const payload: number[] = [];
    while (payload.length < length) payload.push(yield undefined);
    yield Uint8Array.from(payload);
  }
}

export function make_decoder() {
  const reading = frames();
  reading.next();
  return {
    push: (bytes: Uint8Array): Uint8Array[] =>
      [...bytes].flatMap((byte) => {
        const { value } = reading.next(byte);
        if (value !== undefined) reading.next(0); // resumes after the message: the next header
        return value === undefined ? [] : [value];
      }),
  };
}
