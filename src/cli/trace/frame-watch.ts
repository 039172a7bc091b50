import { FRAME_CAP, FRAME_HEADER } from '../../stream/frame.js';

/** Text of a payload that is shown. */
const shown = 32;

/** Frames within one call that are told one by one. */
const most = 4;

/**
 * Recognises the frames of `send_frame` in one direction of a stream: four bytes of length, big-endian, and the payload. What
 * announces more than FRAME_CAP are no frames, and nothing is said of that stream from there on.
 */
export class FrameWatch {
  #header: number[] = [];
  #length = 0;
  /** Bytes of the payload that are still to come; undefined between frames. */
  #left: number | undefined;
  #lost = false;

  /** @returns what the bytes are: `['header 11', 'payload HELLO-WORLD']`; undefined when these are no frames */
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

/** Text as it is, when it is text; otherwise as a string of C. */
function readable(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, shown));
  const more = bytes.length > shown ? '...' : '';
  const text = head.toString('latin1');
  if (/^[ -~]+$/.test(text)) return text + more;
  const escaped = text.replaceAll(/[^ !#-[\]-~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"${more}`;
}
