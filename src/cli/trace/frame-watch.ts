import { FRAME_CAP, FRAME_HEADER } from '../../stream/frame.js';

/** The maximum number of payload bytes that are shown. */
const shown = 32;

/** The maximum number of frame parts within one call that are listed. */
const most = 4;

/**
 * Recognises the frames of `send_frame` in one direction of a stream: a big-endian length of four bytes, and the payload. A length above
 * FRAME_CAP means that the stream does not consist of frames, and nothing is reported about it from then on.
 */
export class FrameWatch {
  #header: number[] = [];
  #length = 0;
  /** The number of payload bytes that are missing; undefined between frames. */
  #left: number | undefined;
  #lost = false;

  /** @returns the parts of frames in the bytes: `['header 11', 'payload HELLO-WORLD']`; undefined if these are not frames */
  see(bytes: Uint8Array | undefined): string[] | undefined {
    if (bytes === undefined) this.#lost = true;
    if (bytes === undefined || this.#lost) return undefined;
    const parts: string[] = [];
    let at = 0;
    while (at < bytes.length && !this.#lost) {
      const rest = bytes.subarray(at);
      const [taken, said] = this.#left === undefined ? this.#see_header(rest) : this.#see_payload(rest, this.#left);
      at += taken;
      if (said !== undefined) parts.push(said);
    }
    if (parts.length === 0) return undefined;
    return parts.length > most ? [...parts.slice(0, most), `and ${parts.length - most} more parts`] : parts;
  }

  #see_header(bytes: Uint8Array): [taken: number, said: string | undefined] {
    const had = this.#header.length;
    const taken = Math.min(FRAME_HEADER - had, bytes.length);
    this.#header.push(...bytes.subarray(0, taken));
    if (this.#header.length < FRAME_HEADER) return [taken, `header, ${this.#header.length} of ${FRAME_HEADER} bytes`];
    this.#length = this.#header.reduce((length, byte) => length * 256 + byte, 0);
    this.#header = [];
    if (this.#length > FRAME_CAP) {
      this.#lost = true;
      return [taken, undefined];
    }
    this.#left = this.#length === 0 ? undefined : this.#length;
    return [taken, `header ${this.#length}${had > 0 ? `, last ${taken}` : ''}`];
  }

  #see_payload(bytes: Uint8Array, left: number): [taken: number, said: string] {
    const taken = Math.min(left, bytes.length);
    const text = readable(bytes.subarray(0, taken));
    this.#left = taken === left ? undefined : left - taken;
    const whole = taken === this.#length;
    return [taken, whole ? `payload ${text}` : `payload ${this.#length - left + taken} of ${this.#length}: ${text}`];
  }
}

/** Printable text unchanged; other bytes as a C string. */
function readable(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, shown));
  const more = bytes.length > shown ? '...' : '';
  const text = head.toString('latin1');
  if (/^[ -~]+$/.test(text)) return text + more;
  const escaped = text.replaceAll(/[^ !#-[\]-~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"${more}`;
}
