import { check_bytes } from '../codec/check.js';
import { append, part } from '../codec/intrinsics.js';
import { type Err, err, ok, type Result } from '../result.js';
import { announced_length, cap_of, FRAME_HEADER, type FrameOptions, type FrameTooLarge } from './frame.js';
import type { EndOfStream } from './recv-exact.js';

/**
 * Finds frames in bytes that arrive in pieces of any size: from {@link recv} on a non-blocking socket, from a file, from Node's
 * `net`. It copies what it keeps, so the receive buffer can be reused at once.
 *
 * @example
 * ```ts
 * import { FrameDecoder, unwrap } from 'sys-socket';
 *
 * const decoder = new FrameDecoder({ cap: 1024 });
 * console.log(unwrap(decoder.push(Uint8Array.of(0, 0)))); // []
 * console.log(unwrap(decoder.push(Uint8Array.of(0, 2, 72, 73, 0)))); // [ Uint8Array(2) [ 72, 73 ] ]
 * console.log(decoder.pending); // 1
 * ```
 */
export class FrameDecoder {
  readonly #cap: number;
  readonly #header = new Uint8Array(FRAME_HEADER);
  #payload: Uint8Array | undefined;
  /** Bytes received of the header or, once the header is complete, of the payload. */
  #filled = 0;
  #refused: Err<FrameTooLarge> | undefined;

  /** @throws RangeError unless the cap is an integer from 0 to 4294967295 */
  constructor(options: FrameOptions = {}) {
    this.#cap = cap_of('FrameDecoder', options);
  }

  /** Bytes received of an incomplete frame: 0 between frames, where the peer may end the stream. */
  get pending(): number {
    return this.#payload === undefined ? this.#filled : FRAME_HEADER + this.#filled;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @returns the payloads that these bytes complete, in order
   *
   * **Errors**: `FRAME_TOO_LARGE` a header announces more than the cap; `frames` has the payloads that were complete before it. Every
   * later call fails too, because the start of the next frame is unknown.
   */
  push(bytes: Uint8Array): Result<Uint8Array[], FrameTooLarge & { readonly frames: Uint8Array[] }> {
    check_bytes(bytes, 'FrameDecoder.push: bytes');
    const frames: Uint8Array[] = [];
    // A plain view: a subclass could report a false length, and this loop would not end.
    let rest = part(bytes, 0);
    while (this.#refused === undefined && rest.length > 0) {
      rest = part(rest, this.#fill(rest));
      const frame = this.#whole();
      if (frame !== undefined) append(frames, frame);
    }
    return this.#refused === undefined ? ok(frames) : err({ ...this.#refused.error, frames });
  }

  /**
   * Tells the decoder that the stream has ended.
   *
   * **Errors**: `UNEXPECTED_EOF` inside a frame.
   */
  end(): Result<void, EndOfStream> {
    if (this.pending === 0) return ok(undefined);
    return err({ code: 'UNEXPECTED_EOF', message: `The stream ended ${this.pending} bytes into a frame` });
  }

  /** Copies as many bytes as fit into the header or the payload, and returns their number. */
  #fill(bytes: Uint8Array): number {
    const into = this.#payload ?? this.#header;
    const taken = part(bytes, 0, into.length - this.#filled);
    into.set(taken, this.#filled);
    this.#filled += taken.length;
    return taken.length;
  }

  /** The payload, if it is complete. When the header becomes complete, the payload is allocated. */
  #whole(): Uint8Array | undefined {
    if (this.#payload === undefined) {
      if (this.#filled < FRAME_HEADER) return undefined;
      const length = announced_length(this.#header, this.#cap);
      if (!length.ok) {
        this.#refused = length;
        return undefined;
      }
      this.#payload = new Uint8Array(length.value);
      this.#filled = 0;
    }
    if (this.#filled < this.#payload.length) return undefined;
    const frame = this.#payload;
    this.#payload = undefined;
    this.#filled = 0;
    return frame;
  }
}
