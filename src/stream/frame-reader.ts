import { check_integer } from '../codec/check.js';
import { buffer_of, bytes_at, field, length_of, part, put, view_of } from '../codec/intrinsics.js';
import type { Fd } from '../fd.js';
import { type Err, err, ok, type Result } from '../result.js';
import { cap_of, FRAME_HEADER, type FrameOptions } from './frame.js';
import { type Pace, pace, type StreamOptions } from './pace.js';
import { fill } from './recv-exact.js';
import { type RecvFrameError, refused } from './recv-frame.js';

/** How a {@link FrameReader} receives. */
export interface FrameReaderOptions extends FrameOptions {
  /** Size of the buffer in bytes, at least that of a header; 64 KiB by default. A frame that does not fit gets an array of its own. */
  readonly room?: number;
}

/**
 * {@link FrameReader.next} at the pace of the caller.
 *
 * @internal
 */
export let next_frame: (reader: FrameReader, how: Pace) => Result<Uint8Array, RecvFrameError>;

/**
 * Receives frames through a buffer: one recv(2) takes all bytes that have arrived, and the frames that are then complete need no
 * further call, whereas {@link recv_frame} makes two calls for each frame. Bytes of a later frame stay in the buffer, even if a call
 * fails with `DEADLINE_EXCEEDED`, `EAGAIN` or `EINTR`, and the next call continues from there. So nothing else may receive from the
 * descriptor.
 *
 * @example
 * ```ts
 * import { AF_UNIX, FrameReader, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * for (const word of ['HELLO', 'WORLD']) unwrap(send_frame(a, Buffer.from(word)));
 * const reader = new FrameReader(b);
 * console.log(String(Buffer.from(unwrap(reader.next())))); // HELLO (one recv)
 * console.log(String(Buffer.from(unwrap(reader.next())))); // WORLD (none)
 * ```
 */
export class FrameReader {
  /** The socket that frames are received from. */
  readonly fd: Fd;
  readonly #cap: number;
  readonly #buffer: Uint8Array;
  readonly #memory: ArrayBuffer;
  readonly #view: DataView;
  /** The bytes that were received and not yet returned are from `#start` to `#end`. */
  #start = 0;
  #end = 0;
  /** A payload that does not fit into the buffer, and how many of its bytes have been received. */
  #large: Uint8Array | undefined;
  #filled = 0;
  /** The view that was returned last, and its place. A frame in the same place is the same view: then the next call knows its memory. */
  #last: Uint8Array | undefined;
  #last_start = 0;
  #last_length = 0;
  #refused: ReturnType<typeof refused> | undefined;

  /**
   * @param fd a connected stream socket
   * @param options the cap, and the size of the buffer
   * @throws TypeError or RangeError if an argument is invalid
   */
  constructor(fd: Fd, options: FrameReaderOptions = {}) {
    check_integer(fd, -0x8000_0000, 0x7fff_ffff, 'FrameReader: fd');
    this.fd = fd;
    this.#cap = cap_of('FrameReader', options);
    const room = field(options, 'room', usual_room);
    check_integer(room, FRAME_HEADER, 0x7fff_ffff, 'FrameReader: options.room');
    this.#buffer = new Uint8Array(room);
    this.#memory = buffer_of(this.#buffer);
    this.#view = view_of(this.#buffer);
  }

  /** Bytes that were received and not yet returned: those of the next frame, and of the frames after it. */
  get pending(): number {
    return this.#end - this.#start + (this.#large === undefined ? 0 : FRAME_HEADER + this.#filled);
  }

  /**
   * The next frame. If it is in the buffer already, no call is made; otherwise recv(2) is called, each time with all free space of the
   * buffer, until the frame is complete.
   *
   * @param options flags, deadline (of this frame), and what EINTR does
   * @returns the payload: a view of the buffer, valid until the next call, which may return the same view with other bytes; `slice()` it
   *   to keep it. A payload that does not fit into the buffer is an array of its own
   *
   * **Errors**: those of {@link recv_frame}: `EOF` is the clean end between frames, `UNEXPECTED_EOF` an end inside one, `FRAME_TOO_LARGE` a
   * length over the cap. After `FRAME_TOO_LARGE` every later call fails with it too, because the start of the next frame is unknown.
   * `received` counts the bytes of this frame that were received, including those of earlier calls.
   *
   * **strace**: `recvfrom(3, "\0\0\0\5HELLO\0\0\0\5WORLD", 65536, 0, NULL, NULL) = 18`, and nothing for the second frame
   */
  next(options?: StreamOptions): Result<Uint8Array, RecvFrameError> {
    return this.#next(pace('FrameReader.next', this.fd, options));
  }

  static {
    next_frame = (reader, how) => reader.#next(how);
  }

  #next(how: Pace): Result<Uint8Array, RecvFrameError> {
    if (this.#refused !== undefined) return this.#refused;
    if (this.#large !== undefined) return this.#finish_large(this.#large, how);
    if (this.#end - this.#start < FRAME_HEADER) {
      const headed = this.#receive(FRAME_HEADER, how);
      if (!headed.ok) return headed;
    }
    const announced = this.#view.getUint32(this.#start);
    if (announced > this.#cap) {
      this.#refused = refused(announced, this.#cap);
      return this.#refused;
    }
    const whole = FRAME_HEADER + announced;
    if (this.#end - this.#start < whole) {
      if (whole > this.#buffer.length) return this.#begin_large(announced, how);
      const completed = this.#receive(whole, how);
      if (!completed.ok) return completed;
    }
    const frame = this.#frame_at(this.#start + FRAME_HEADER, announced);
    this.#start += whole;
    return ok(frame);
  }

  #frame_at(start: number, length: number): Uint8Array {
    const last = this.#last;
    if (last !== undefined && start === this.#last_start && length === this.#last_length) return last;
    this.#last_start = start;
    this.#last_length = length;
    this.#last = bytes_at(this.#memory, start, length);
    return this.#last;
  }

  /** Receives until the buffer has at least `bytes` bytes, which are more than it has; takes any further bytes that have arrived. */
  #receive(bytes: number, how: Pace): Result<number, RecvFrameError> {
    const has = this.#end - this.#start;
    if (has === 0) this.#end = this.#start = 0;
    else if (this.#start + bytes > this.#buffer.length) this.#move_to_start(has);
    const room = this.#end === 0 ? this.#buffer : part(this.#buffer, this.#end);
    const came = fill(this.fd, room, bytes - has, how);
    this.#end += came.ok ? came.value : came.error.received;
    return came.ok ? came : this.#stopped(came.error);
  }

  #move_to_start(has: number): void {
    this.#buffer.copyWithin(0, this.#start, this.#end);
    this.#start = 0;
    this.#end = has;
  }

  /** Starts an array of its own for a payload that does not fit into the buffer, and moves the bytes received so far there. */
  #begin_large(length: number, how: Pace): Result<Uint8Array, RecvFrameError> {
    const payload = new Uint8Array(length);
    this.#filled = this.#end - this.#start - FRAME_HEADER;
    put(payload, part(this.#buffer, this.#start + FRAME_HEADER, this.#end));
    this.#start = this.#end = 0;
    this.#large = payload;
    return this.#finish_large(payload, how);
  }

  /** Receives the rest of the large payload, and nothing beyond it. */
  #finish_large(payload: Uint8Array, how: Pace): Result<Uint8Array, RecvFrameError> {
    const missing = part(payload, this.#filled);
    const came = fill(this.fd, missing, length_of(missing), how);
    this.#filled += came.ok ? came.value : came.error.received;
    if (!came.ok) return this.#stopped(came.error);
    this.#large = undefined;
    return ok(payload);
  }

  /** Turns an error of one receive into an error of the whole frame. */
  #stopped(error: RecvFrameError): Err<RecvFrameError> {
    const received = this.pending;
    const ended = error.code === 'EOF' || error.code === 'UNEXPECTED_EOF';
    if (!ended || received === 0) return err({ ...error, received });
    return err({
      code: 'UNEXPECTED_EOF',
      message: `The peer ended the stream ${received} bytes into a frame`,
      received,
    });
  }
}

const usual_room = 1 << 16;
