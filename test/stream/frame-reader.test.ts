import fc from 'fast-check';
import { close, FrameReader, frame_header, MSG_DONTWAIT, type StreamOptions, send, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { allocations } from '../support/allocations.js';
import { fd, plays } from '../support/kernel.js';
import { pair } from '../support/sockets.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const frame = (payload: string) => Buffer.concat([frame_header(payload.length), Buffer.from(payload, 'latin1')]);
const now: StreamOptions = { flags: MSG_DONTWAIT };

describe('FrameReader, the kernel played', () => {
  it('takes what has come in one recv, and gives the frames out of it', () => {
    const reader = new FrameReader(fd, { room: 32 });
    const script = ['recv(7, 32, 0) = "\0\0\0\x05HELLO\0\0\0\x05WORLD"'];
    const words = plays(script, () => [text(unwrap(reader.next())), text(unwrap(reader.next()))]);
    expect(words).toEqual(['HELLO', 'WORLD']);
    expect(reader.pending).toBe(0);
  });

  it('asks again for what is missing, behind what has come', () => {
    const reader = new FrameReader(fd, { room: 32 });
    const script = [
      'recv(7, 32, 0) = "\0\0"',
      'recv(7, 30, 0) = EINTR',
      'recv(7, 30, 0) = "\0\x05HE"',
      'recv(7, 26, 0) = "LLO\0"',
    ];
    expect(text(unwrap(plays(script, () => reader.next())))).toBe('HELLO');
    expect(reader.pending).toBe(1);
  });

  it('moves the rest of a frame to the front where there is no room behind it', () => {
    const reader = new FrameReader(fd, { room: 16 });
    const script = ['recv(7, 16, 0) = "\0\0\0\x05HELLO\0\0\0\x08WOR"', 'recv(7, 9, 0) = "LD123"'];
    const words = plays(script, () => [text(unwrap(reader.next())), text(unwrap(reader.next()))]);
    expect(words).toEqual(['HELLO', 'WORLD123']);
  });

  it('receives a frame that does not fit into an array of its own, and nothing behind it', () => {
    const reader = new FrameReader(fd, { room: 8 });
    const script = [
      'recv(7, 8, 0) = "\0\0\0\x0bHELL"',
      'recv(7, 7, 0) = "O-"',
      'recv(7, 5, 0) = "WORLD"',
      'recv(7, 8, 0) = "\0\0\0\0"',
    ];
    const [first, second] = plays(script, () => [unwrap(reader.next()), unwrap(reader.next())]);
    expect(text(first ?? Buffer.of())).toBe('HELLO-WORLD');
    expect(second).toHaveLength(0);
  });

  it.each(Array.from({ length: 15 }, (_, i) => i))('tells an end behind byte %i of a frame', (came) => {
    for (const room of [8, 32]) {
      const reader = new FrameReader(fd, { room });
      const wire = frame('HELLO-WORLD').toString('latin1').slice(0, came);
      const first = wire.slice(0, room);
      const script = [`recv(7, ${room}, 0) = "${first}"`];
      if (first.length < wire.length) script.push(`recv(7, 7, 0) = "${wire.slice(room)}"`);
      const left = room === 32 || came < 4 ? room - came : 15 - came;
      script.push(`recv(7, ${left}, 0) = 0`);
      if (came === 0) script.shift();
      const got = plays(script, () => reader.next());
      expect(got, `room ${room}`).toMatchObject({
        ok: false,
        error: { code: came === 0 ? 'EOF' : 'UNEXPECTED_EOF', received: came },
      });
    }
  });

  it('keeps what has come when the deadline passes, and goes on there', () => {
    const reader = new FrameReader(fd, { room: 32 });
    const script = [
      'poll(7, POLLIN, 10) = 1 <2>',
      'recv(7, 32, MSG_DONTWAIT) = "\0\0\0\x05HE"',
      'poll(7, POLLIN, 8) = 0 <8>',
    ];
    const first = plays(script, () => reader.next({ deadline: 10 }));
    expect(first).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 6 } });
    expect(reader.pending).toBe(6);
    expect(text(unwrap(plays(['recv(7, 26, 0) = "LLO"'], () => reader.next())))).toBe('HELLO');
  });

  it('keeps what has come of a frame that does not fit, too', () => {
    const reader = new FrameReader(fd, { room: 8 });
    const script = ['recv(7, 8, 0) = "\0\0\0\x0bHELL"', 'recv(7, 7, 0) = "O"', 'recv(7, 6, 0) = ECONNRESET'];
    expect(plays(script, () => reader.next())).toMatchObject({
      ok: false,
      error: { syscall: 'recv', code: 'ECONNRESET', received: 9 },
    });
    expect(text(unwrap(plays(['recv(7, 6, 0) = "-WORLD"'], () => reader.next())))).toBe('HELLO-WORLD');
  });
});

describe('FrameReader, of a hostile peer', () => {
  it('allocates nothing for a length over the cap, and stays refused', () => {
    const reader = new FrameReader(fd, { cap: 1024, room: 32 });
    const allocated = allocations(() => {
      const got = plays(['recv(7, 32, 0) = "\xff\xff\xff\xffHELLO"'], () => reader.next());
      expect(got).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced: 0xffff_ffff, received: 4 } });
      expect(plays([], () => reader.next())).toBe(got);
    });
    expect(allocated).toEqual([]);
  });

  it('gives the frames before it first', () => {
    const reader = new FrameReader(fd, { cap: 8 });
    const script = ['recv(7, 65536, 0) = "\0\0\0\x02HI\0\0\0\x09"'];
    expect(text(unwrap(plays(script, () => reader.next())))).toBe('HI');
    expect(plays([], () => reader.next())).toMatchObject({
      ok: false,
      error: { code: 'FRAME_TOO_LARGE', announced: 9 },
    });
  });

  it('gives every frame whole, in whatever pieces they come and however small the buffer', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });
    const words = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(words, sizes, fc.integer({ min: 4, max: 80 }), (sent, cuts, room) => {
        const [a, b] = pair();
        const reader = new FrameReader(b, { room });
        const wire = Buffer.concat(sent.map(frame));
        const got: string[] = [];
        for (let at = 0, i = 0; at < wire.length; i += 1) {
          at += unwrap(send(a, wire.subarray(at, at + (cuts[i % cuts.length] ?? 1))));
          for (let next = reader.next(now); next.ok; next = reader.next(now)) got.push(text(next.value));
        }
        expect(got).toEqual(sent);
        unwrap(close(a));
        expect(reader.next(now)).toMatchObject({ ok: false, error: { code: 'EOF', received: 0 } });
        unwrap(close(b));
      }),
      { numRuns: 50 },
    );
  });
});

it('FrameReader gives the same view for a frame of the same length in the same place, and for no other', () => {
  const [a, b] = pair();
  const reader = new FrameReader(b);
  const next = () => unwrap(reader.next());
  unwrap(send(a, frame('HELLO'), 0));
  const hello = next();
  unwrap(send(a, Buffer.concat([frame('WORLD'), frame('AGAIN'), frame('LONGER')]), 0));
  expect(next()).toBe(hello);
  expect(text(hello)).toBe('WORLD');
  const [elsewhere, longer] = [next(), next()];
  expect([elsewhere, longer].map(text)).toEqual(['AGAIN', 'LONGER']);
  expect(elsewhere).not.toBe(hello);
  expect(text(hello)).toBe('WORLD');
});

describe('FrameReader, of its arguments', () => {
  it.each([3, 1.5, -1, 2 ** 31])('throws a RangeError when room is %s', (room) => {
    expect(() => new FrameReader(fd, { room })).toThrow(RangeError);
  });

  it('throws a TypeError when the options are none', () => {
    expect(() => Reflect.construct(FrameReader, [fd, 5])).toThrow(TypeError);
    expect(() => Reflect.apply(new FrameReader(fd).next, new FrameReader(fd), [5])).toThrow(TypeError);
  });
});
