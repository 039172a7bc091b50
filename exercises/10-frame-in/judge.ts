import type { Fd, Result } from 'sys-socket';
import { exercise, type Piece, type Play, play, say, wrong } from 'sys-socket/learn';

type Outcome = Result<Uint8Array, { readonly code?: unknown }>;

const cap = 64;

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

const frame = (text: string) => Buffer.concat([header(text.length), Buffer.from(text)]);
const hello = frame('HELLO-WORLD');

export default exercise({
  section: '0.3.3',
  minutes: 20,
  pages: ['recv(2)', 'byteorder(3)'],
  lab: 'stream',
  forbids: ['recv_frame', 'FrameDecoder'],
  async judge(bench) {
    const recv_frame = await bench.load<(fd: Fd, cap: number) => Outcome>('recv_frame');
    const receiving = (pieces: readonly Piece[]) => play<Outcome>(pieces, (fd) => recv_frame(fd, cap));
    const settled = (run: Play<Outcome>) => {
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      return run;
    };
    const whole = async (pieces: readonly Piece[], text: string, diagnosis: string) => {
      const run = settled(await receiving(pieces));
      if (run.received > 4 + text.length) wrong('takes-what-is-not-yours', run);
      const came = run.returned?.ok === true ? run.returned.value : undefined;
      if (came instanceof Uint8Array && Buffer.from(text).equals(came)) return;
      wrong(diagnosis, run, [say('wanted', '기대'), `ok: ${text.length} bytes "${text}"`]);
    };

    const plain = settled(await receiving([hello]));
    if (plain.returned?.ok !== true || plain.stopped !== undefined) {
      const turned = await receiving([Buffer.concat([header(11).reverse(), hello.subarray(4)])]);
      if (turned.returned?.ok === true) wrong('not-network-byte-order', plain);
    }
    await whole([hello], 'HELLO-WORLD', 'other-bytes');
    await whole([Buffer.concat([hello, frame('NEXT')])], 'HELLO-WORLD', 'other-bytes');
    for (let cut = 1; cut < hello.length; cut++)
      await whole([hello.subarray(0, cut), hello.subarray(cut)], 'HELLO-WORLD', 'trusts-one-call');
    await whole(
      [...hello].map((byte) => Uint8Array.of(byte)),
      'HELLO-WORLD',
      'trusts-one-call',
    );
    await whole([frame('x'.repeat(cap))], 'x'.repeat(cap), 'cap-is-allowed');
    await whole([frame('')], '', 'empty-is-not-the-end');

    for (const length of [cap + 1, 2 ** 30]) {
      const asked = allocations();
      const run = await receiving([header(length), 'stranger']).finally(asked.stop);
      if (run.received > 4 || run.stopped !== undefined || run.returned?.ok !== false)
        wrong('believes-any-length', length_row(length), run);
      if (run.returned.error.code !== 'TOO_LARGE') wrong('loses-the-error', length_row(length), run);
      if (asked.largest() > 2 ** 20) wrong('allocates-before-it-checks', length_row(length), run);
    }
    for (const length of [2 ** 31 + 1, 2 ** 32 - 1]) {
      const run = await receiving([header(length), 'stranger']);
      const signed = run.thrown instanceof RangeError || (run.returned?.ok === true && run.received === 4);
      if (signed) wrong('negative-length', length_row(length), run);
    }
    for (let cut = 1; cut < hello.length; cut++) {
      const run = settled(await receiving([hello.subarray(0, cut), 0]));
      if (run.returned?.ok !== false) wrong('takes-the-end-for-success', run);
    }
    const end = settled(await receiving([0]));
    if (end.returned?.ok !== false) wrong('takes-the-end-for-success', end);
  },
});

function length_row(length: number): readonly [string, string] {
  return [say('announced', '알린 길이'), `${length} (cap ${cap})`];
}

/** The largest memory that Buffer and Uint8Array were asked for. */
function allocations(): { largest(): number; stop(): void } {
  let largest = 0;
  const seen = (size: unknown) => {
    if (typeof size === 'number') largest = Math.max(largest, size);
  };
  const { alloc, allocUnsafe, allocUnsafeSlow } = Buffer;
  const { Uint8Array: bytes, ArrayBuffer: memory } = globalThis;
  const watched = <C extends new (...args: never[]) => object>(made: C): C =>
    new Proxy(made, {
      construct: (target, args: never[], as) => {
        seen(args[0]);
        return Reflect.construct(target, args, as);
      },
    });
  Buffer.alloc = (size: number, ...rest: []) => {
    seen(size);
    return alloc(size, ...rest);
  };
  Buffer.allocUnsafe = (size) => {
    seen(size);
    return allocUnsafe(size);
  };
  Buffer.allocUnsafeSlow = (size) => {
    seen(size);
    return allocUnsafeSlow(size);
  };
  globalThis.Uint8Array = watched(bytes);
  globalThis.ArrayBuffer = watched(memory);
  return {
    largest: () => largest,
    stop: () => {
      Object.assign(Buffer, { alloc, allocUnsafe, allocUnsafeSlow });
      Object.assign(globalThis, { Uint8Array: bytes, ArrayBuffer: memory });
    },
  };
}
