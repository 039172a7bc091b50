import fc from 'fast-check';
import { FrameDecoder, frame_header, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { allocations } from '../support/allocations.js';

const frame = (payload: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(payload);
  return Buffer.concat([frame_header(bytes.length), bytes]);
};
const texts = (frames: readonly Uint8Array[]) => frames.map((payload) => Buffer.from(payload).toString());

const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 });
const cuts = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 60 });

/** The bytes, cut behind each of `sizes` and then no more. */
function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

describe('FrameDecoder', () => {
  it('gives the payloads as they went in, whatever pieces they come in', () => {
    fc.assert(
      fc.property(payloads, cuts, (sent, sizes) => {
        const decoder = new FrameDecoder();
        const got = [...pieces(Buffer.concat(sent.map(frame)), sizes)].flatMap((piece) => unwrap(decoder.push(piece)));
        expect(got.map((payload) => [...payload])).toEqual(sent.map((payload) => [...payload]));
        expect(decoder.pending).toBe(0);
        expect(decoder.end()).toEqual({ ok: true, value: undefined });
      }),
    );
  });

  it('gives a payload with its last byte, and an empty one with its header', () => {
    const decoder = new FrameDecoder();
    const whole = [...Buffer.concat([frame('HI'), frame('')])].map((byte) =>
      texts(unwrap(decoder.push(Uint8Array.of(byte)))),
    );
    expect(whole).toEqual([[], [], [], [], [], ['HI'], [], [], [], ['']]);
  });

  it('says how many bytes of an unfinished frame it holds, and an end there is UNEXPECTED_EOF', () => {
    const decoder = new FrameDecoder();
    const bytes = frame('HI');
    for (let pushed = 0; pushed < bytes.length; pushed += 1) {
      expect(decoder.pending).toBe(pushed);
      expect(decoder.end()).toMatchObject(
        pushed === 0 ? { ok: true } : { ok: false, error: { code: 'UNEXPECTED_EOF' } },
      );
      unwrap(decoder.push(bytes.subarray(pushed, pushed + 1)));
    }
    expect(decoder.pending).toBe(0);
  });

  it('keeps copies: the receive buffer may be used again', () => {
    const decoder = new FrameDecoder();
    const buffer = frame('HELLO');
    const [first] = unwrap(decoder.push(buffer));
    const half = Buffer.from(frame('WORLD').subarray(0, 7));
    unwrap(decoder.push(half));
    buffer.fill(0);
    half.fill(0);
    const [second] = unwrap(decoder.push(Buffer.from('LD')));
    expect(texts([first ?? Buffer.alloc(0), second ?? Buffer.alloc(0)])).toEqual(['HELLO', 'WORLD']);
  });

  it('accepts a frame at its cap, refuses one over it, and hands out what was whole before', () => {
    const decoder = new FrameDecoder({ cap: 5 });
    const got = decoder.push(Buffer.concat([frame('HELLO'), frame('TOO-LONG'), frame('never')]));
    expect(got).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced: 8, cap: 5 } });
    expect(got.ok ? [] : texts(got.error.frames)).toEqual(['HELLO']);
  });

  it('stays refused', () => {
    const decoder = new FrameDecoder({ cap: 5 });
    decoder.push(frame('TOO-LONG'));
    expect(decoder.push(frame('HI'))).toMatchObject({
      ok: false,
      error: { code: 'FRAME_TOO_LARGE', announced: 8, frames: [] },
    });
  });

  it('allocates no payload over its cap, and none that was not announced', () => {
    fc.assert(
      fc.property(payloads, cuts, fc.nat(300), (sent, sizes, cap) => {
        const fitting = sent.findIndex((payload) => payload.length > cap);
        const accepted = (fitting < 0 ? sent : sent.slice(0, fitting)).map((payload) => payload.length);
        const stream = [...pieces(Buffer.concat(sent.map(frame)), sizes)];
        const allocated = allocations(() => {
          const decoder = new FrameDecoder({ cap });
          for (const piece of stream) decoder.push(piece);
        });
        expect(allocated).toEqual([4, ...accepted]);
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 32])('refuses a cap of %d', (cap) => {
    expect(() => new FrameDecoder({ cap })).toThrow(RangeError);
  });

  it('refuses what is no bytes', () => {
    // @ts-expect-error: an array is no Uint8Array
    expect(() => new FrameDecoder().push([0, 0, 0, 0])).toThrow(TypeError);
  });
});
