import {
  close,
  type Fd,
  FIONREAD,
  FrameDecoder,
  FrameReader,
  frame_header,
  ioctl,
  type Result,
  recv,
  send,
  send_all as send_all_now,
  send_frame as send_frame_now,
  unwrap,
} from 'sys-socket';
import { frames, recv_frame, send_frame } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { pair } from '../support/sockets.js';

describe('frames', () => {
  it('are what the calls that block send and receive', async () => {
    const [a, b] = pair();
    const frame = recv_frame(b);
    unwrap(send_frame_now(a, Buffer.from('HELLO')));
    expect(Buffer.from(unwrap(await frame)).toString()).toBe('HELLO');
    unwrap(await send_frame(a, new Uint8Array(0)));
    expect(unwrap(await recv_frame(b))).toHaveLength(0);
    unwrap(await send_frame(a, Buffer.from('WORLD')));
    const wire = Buffer.alloc(9);
    unwrap(recv(b, wire));
    expect(unwrap(new FrameDecoder().push(wire)).map(String)).toEqual([String(new Uint8Array(Buffer.from('WORLD')))]);
  });

  it('count their header in what they say of a failure', async () => {
    const [a, b] = pair();
    unwrap(send_all_now(a, Buffer.from([0, 0, 0, 9, 1, 2])));
    expect(await recv_frame(b, { deadline: 5 })).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: 6 } });
    unwrap(send_all_now(a, Buffer.from([0, 1])));
    expect(await recv_frame(b, { deadline: 5 })).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: 2 } });
    unwrap(send_all_now(a, Buffer.from([255, 255, 255, 255])));
    expect(await recv_frame(b, { cap: 10 })).toMatchObject({ error: { code: 'FRAME_TOO_LARGE', received: 4 } });
  });

  it('are iterated until the stream ends between two of them', async () => {
    const [a, b] = pair();
    const all: string[] = [];
    const reading = (async () => {
      for await (const frame of frames(b)) all.push(Buffer.from(unwrap(frame)).toString());
    })();
    for (const word of ['one', 'two']) unwrap(await send_frame(a, Buffer.from(word)));
    unwrap(close(a));
    await reading;
    expect(all).toEqual(['one', 'two']);
  });

  it('end with their error where the stream ends inside one', async () => {
    const [a, b] = pair();
    unwrap(send_all_now(a, Buffer.from([0, 0, 0, 9, 1])));
    unwrap(close(a));
    const all = [];
    for await (const frame of frames(b)) all.push(frame);
    expect(all).toMatchObject([{ ok: false, error: { code: 'UNEXPECTED_EOF', received: 5 } }]);
  });
});

describe('frames of a FrameReader', () => {
  const words = (...all: readonly string[]) =>
    Buffer.concat(all.map((word) => Buffer.concat([frame_header(word.length), Buffer.from(word)])));

  it('take all that has arrived in one recv', async () => {
    const [a, b] = pair();
    unwrap(send(a, words('one', 'two')));
    const reader = new FrameReader(b);
    expect(String(Buffer.from(unwrap(await recv_frame(reader))))).toBe('one');
    expect(reader.pending).toBe(7);
    expect(String(Buffer.from(unwrap(await recv_frame(reader))))).toBe('two');
    const late = recv_frame(reader);
    unwrap(send(a, words('three')));
    expect(String(Buffer.from(unwrap(await late)))).toBe('three');
  });

  it('are not overwritten by those that other calls wait for at the same time', async () => {
    const [a, b] = pair();
    const reader = new FrameReader(b, { room: 12 });
    const frames = ['AAAAA', 'BBBBB', 'CCCCC', 'DDDDD'];
    const waiting = frames.map(() => recv_frame(reader));
    const late = recv_frame(reader, { deadline: 5 });
    unwrap(send(a, words(...frames)));
    const received = await Promise.all(waiting);
    expect(received.map((frame) => String(Buffer.from(unwrap(frame))))).toEqual(frames);
    expect(await late).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED' } });
    // Alone again: a view, not a copy.
    const last = recv_frame(reader);
    unwrap(send(a, words('EEEEE')));
    expect(unwrap(await last).buffer.byteLength).toBe(12);
  });

  it('keep the bytes of a frame that a deadline or a signal cuts off', async () => {
    const [a, b] = pair();
    const reader = new FrameReader(b);
    const whole = words('HELLO');
    unwrap(send(a, whole.subarray(0, 6)));
    expect(await recv_frame(reader, { deadline: 5 })).toMatchObject({
      error: { code: 'DEADLINE_EXCEEDED', received: 6 },
    });
    const controller = new AbortController();
    const aborted = recv_frame(reader, { signal: controller.signal });
    unwrap(send(a, whole.subarray(6, 7)));
    while (unwrap(ioctl(b, FIONREAD)) > 0) await new Promise(setImmediate);
    controller.abort();
    expect(await aborted).toMatchObject({ error: { code: 'ABORT_ERR', received: 7 } });
    unwrap(send(a, whole.subarray(7)));
    expect(String(Buffer.from(unwrap(await recv_frame(reader))))).toBe('HELLO');
  });

  it('may be larger than its buffer, and have its maximum', async () => {
    const [a, b] = pair();
    const reader = new FrameReader(b, { room: 16, cap: 100 });
    const large = recv_frame(reader);
    unwrap(await send_frame(a, Buffer.alloc(100, 'x')));
    expect(String(Buffer.from(unwrap(await large)))).toBe('x'.repeat(100));
    unwrap(await send_frame(a, Buffer.alloc(101)));
    expect(await recv_frame(reader)).toMatchObject({ error: { code: 'FRAME_TOO_LARGE', received: 4 } });
    expect(await recv_frame(reader)).toMatchObject({ error: { code: 'FRAME_TOO_LARGE' } });
  });

  it('are iterated, and a loop that is left loses none', async () => {
    const [a, b] = pair();
    unwrap(send(a, words('one', 'two', 'three')));
    unwrap(close(a));
    const reader = new FrameReader(b);
    const all: string[] = [];
    const take = (frame: Result<Uint8Array, { readonly code: string; readonly message: string }>) =>
      all.push(String(Buffer.from(unwrap(frame))));
    for await (const frame of frames(reader)) {
      take(frame);
      break;
    }
    for await (const frame of frames(reader)) take(frame);
    expect(all).toEqual(['one', 'two', 'three']);
  });

  it('have a deadline that a peer who drips does not extend', async () => {
    const [a, b] = pair();
    unwrap(send(a, frame_header(1000)));
    const dripping = setInterval(() => send(a, Uint8Array.of(1)), 1);
    const reader = new FrameReader(b);
    const got = await recv_frame(reader, { deadline: 20 });
    clearInterval(dripping);
    expect(got).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: reader.pending } });
  });

  it('have a deadline that a peer who is never slower than they does not extend', async () => {
    const [, b] = pair();
    const undo = interpose(() => ({
      recv(_fd, buf) {
        buf[0] = 1;
        return 1;
      },
    }));
    const reader = new FrameReader(b, { cap: 0xffff_ffff });
    const got = await recv_frame(reader, { deadline: 20 }); // of 16,843,009 bytes
    undo();
    expect(got).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', received: reader.pending } });
  });

  it.each([
    ['between two frames: without an error', [], undefined],
    ['inside a frame: with its progress', [0, 0], { error: { code: 'CLOSED', received: 2 } }],
  ])('end with the close of the descriptor %s', async (_, arrived, last) => {
    for (const from of [(fd: Fd) => frames(fd), (fd: Fd) => frames(new FrameReader(fd))]) {
      const [a, b] = pair();
      unwrap(send_all_now(a, Uint8Array.from(arrived)));
      const ended = (async () => {
        for await (const frame of from(b)) return frame;
        return undefined;
      })();
      unwrap(close(b));
      if (last === undefined) expect(await ended).toBeUndefined();
      else expect(await ended).toMatchObject(last);
    }
  });
});
