import { exercise, peer, say, shown, wrong } from 'sys-socket/learn';

interface Decoder {
  push(bytes: Uint8Array): readonly unknown[];
}

type Row = readonly [string, string];

const texts = ['HELLO-WORLD', '', 'NEXT'];
const frames = texts.map(frame);
const three = Buffer.concat(frames);

export default exercise({
  section: '0.3.3',
  minutes: 25,
  pages: ['recv(2)', 'byteorder(3)'],
  lab: 'stream',
  forbids: ['FrameDecoder', 'FrameReader', 'recv_frame'],
  async judge(bench) {
    const make_decoder = await bench.load<() => Decoder>('make_decoder');
    /** What a new decoder returns for these pieces, each in its own memory. */
    const decoded = (pieces: readonly Uint8Array[]) => {
      const decoder = make_decoder();
      return pieces.map((piece) => decoder.push(Uint8Array.from(piece)));
    };
    /** Each message must be returned for the piece that completes it. */
    const right = (pieces: readonly Uint8Array[], diagnosis: string) => {
      let came: ReturnType<typeof decoded>;
      try {
        came = decoded(pieces);
      } catch (error) {
        if (!(error instanceof RangeError) || pieces.length === 1) throw error;
        wrong(diagnosis, peer.pieces_row(pieces), [say('threw', '예외'), shown(error)]); // it has read past the bytes that arrived
      }
      const wanted = when_whole(pieces);
      if (!same(came, wanted)) wrong(diagnosis, ...evidence(pieces, came), [say('wanted', '기대'), payloads(wanted)]);
    };

    const [hello = Buffer.alloc(0), empty = hello, next = hello] = frames;
    if (decoded([hello]).flat().length === 0) {
      const turned = Buffer.concat([Buffer.from(hello.subarray(0, 4)).reverse(), hello.subarray(4)]);
      if (decoded([turned]).flat().length > 0) wrong('not-network-byte-order', ...evidence([hello], decoded([hello])));
      const pieces = [hello, next];
      if (decoded(pieces).flat().length > 0) wrong('holds-back-a-whole-message', ...evidence(pieces, decoded(pieces)));
    }
    right([hello], 'other-bytes');
    right([hello, next], 'other-bytes');
    const large = frame('x'.repeat(70_000)); // three bytes of its length are not 0
    right([large], 'half-of-the-length');
    for (let cut = hello.length - 1; cut > 0; cut--)
      right([hello.subarray(0, cut), hello.subarray(cut)], 'boundaries-lost');
    right([Buffer.concat([hello, next])], 'one-message-per-read');
    right([hello, empty], 'holds-back-a-whole-message');
    for (let first = 1; first < three.length; first++)
      for (let second = first; second < three.length; second++)
        right([three.subarray(0, first), three.subarray(first, second), three.subarray(second)], 'boundaries-lost');
    right(
      Array.from(three, (byte) => Uint8Array.of(byte)),
      'boundaries-lost',
    );

    again_into_the_same_buffer(make_decoder);
    two_connections(make_decoder);
  },
});

/** The caller receives each piece into the same buffer, and looks at the messages when all have arrived. */
function again_into_the_same_buffer(make_decoder: () => Decoder): void {
  const room = Buffer.alloc(three.length);
  for (let cut = 1; cut < three.length; cut++) {
    const decoder = make_decoder();
    const pieces = [three.subarray(0, cut), three.subarray(cut)];
    const came = pieces.map((piece) => {
      room.fill('x').set(piece);
      return decoder.push(room.subarray(0, piece.length));
    });
    room.fill('x');
    const buffer: Row = [say('buffer', '버퍼'), say('the same for each piece', '조각마다 같은 것')];
    if (!same(came, when_whole(pieces))) wrong('keeps-what-is-overwritten', buffer, ...evidence(pieces, came));
  }
}

/** The bytes that are kept for one connection do not reach another. */
function two_connections(make_decoder: () => Decoder): void {
  const one = frame('ONE');
  const two = frame('TWO');
  for (let cut = 1; cut < one.length; cut++) {
    const [first, second] = [make_decoder(), make_decoder()];
    const came = [
      first.push(Uint8Array.from(one.subarray(0, cut))),
      second.push(Uint8Array.from(two)),
      first.push(Uint8Array.from(one.subarray(cut))),
    ];
    const wanted = [[], ['TWO'], ['ONE']];
    if (same(came, wanted)) continue;
    const to: Row = [say('to', '받는 쪽'), 'decoder 1 | decoder 2 | decoder 1'];
    const rows = evidence([one.subarray(0, cut), two, one.subarray(cut)], came);
    wrong('mixes-connections', to, ...rows, [say('wanted', '기대'), payloads(wanted)]);
  }
}

function frame(text: string): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(text.length);
  return Buffer.concat([header, Buffer.from(text)]);
}

/** The texts, each with the piece that brings its last byte. */
function when_whole(pieces: readonly Uint8Array[]): string[][] {
  const all = Buffer.concat(pieces);
  let at = 0;
  let until = 0;
  return pieces.map((piece) => {
    until += piece.length;
    const whole: string[] = [];
    while (at + 4 <= until && at + 4 + all.readUInt32BE(at) <= until) {
      const end = at + 4 + all.readUInt32BE(at);
      whole.push(all.toString('latin1', at + 4, end));
      at = end;
    }
    return whole;
  });
}

function same(came: readonly (readonly unknown[])[], wanted: readonly (readonly string[])[]): boolean {
  return wanted.every((texts, i) => {
    const messages = came[i] ?? [];
    const equal = texts.every((text, j) => {
      const message = messages[j];
      return message instanceof Uint8Array && Buffer.from(text).equals(message);
    });
    return equal && messages.length === texts.length;
  });
}

function evidence(pieces: readonly Uint8Array[], came: readonly (readonly unknown[])[]): Row[] {
  return [peer.pieces_row(pieces.slice(0, 6)), [say('returned', '반환'), per_push(came)]];
}

/** What is wanted, shown as bytes, not as text. */
function payloads(wanted: readonly (readonly string[])[]): string {
  return per_push(wanted.map((texts) => texts.map((text) => Buffer.from(text))));
}

function per_push(batches: readonly (readonly unknown[])[]): string {
  return batches
    .slice(0, 6)
    .map((batch) => shown(batch))
    .join(' | ');
}
