// Memory that grows while a loop is at it, as another thread may let it at any moment: the bytes are those that were there at the call.
import { type Fd, read, recv_exact, send, send_all, send_frame, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { pair } from '../support/sockets.js';

interface Growing {
  /** Eight bytes, and sixteen when the memory has grown. */
  readonly bytes: Uint8Array;
  grow(): void;
}

type Resizable = ArrayBuffer & { resize(length: number): void };
type Growable = SharedArrayBuffer & { grow(length: number): void };

const memories: Readonly<Record<string, () => Growing>> = {
  'a SharedArrayBuffer that grows': () => {
    const memory: Growable = Reflect.construct(SharedArrayBuffer, [8, { maxByteLength: 16 }]);
    return { bytes: new Uint8Array(memory), grow: () => memory.grow(16) };
  },
  'an ArrayBuffer that is resized': () => {
    const memory: Resizable = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 16 }]);
    return { bytes: new Uint8Array(memory), grow: () => memory.resize(16) };
  },
};

/** The memory grows right before the kernel sees it. */
function grows_in_the_call({ grow }: Growing): void {
  const growing =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      grow();
      return call(...args);
    };
  onTestFinished(
    interpose(({ send, sendmsg, recv }) => ({ send: growing(send), sendmsg: growing(sendmsg), recv: growing(recv) })),
  );
}

/** All that is there. */
function drained(fd: Fd): number[] {
  const room = new Uint8Array(64);
  return [...room.subarray(0, unwrap(read(fd, room)))];
}

describe.each(Object.entries(memories))('%s', (_, make) => {
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];

  it('send_frame sends as many bytes as it announces', () => {
    const [a, b] = pair();
    const growing = make();
    growing.bytes.set(eight);
    grows_in_the_call(growing);
    expect(unwrap(send_frame(a, growing.bytes))).toBe(12);
    expect(drained(b)).toEqual([0, 0, 0, 8, ...eight]);
  });

  it('send_all sends what there was', () => {
    const [a, b] = pair();
    const growing = make();
    growing.bytes.set(eight);
    grows_in_the_call(growing);
    expect(unwrap(send_all(a, growing.bytes))).toBe(8);
    expect(drained(b)).toEqual(eight);
  });

  it('recv_exact leaves what stands behind in the socket', () => {
    const [a, b] = pair();
    const growing = make();
    unwrap(send(a, Uint8Array.of(...eight, 9, 10)));
    grows_in_the_call(growing);
    unwrap(recv_exact(b, growing.bytes));
    expect([...growing.bytes]).toEqual([...eight, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(drained(b)).toEqual([9, 10]);
  });
});
