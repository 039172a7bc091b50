import { type Cmsg, control_of, decode_control } from '../codec/cmsghdr.js';
import { length_of, part, put } from '../codec/intrinsics.js';
import { check_bytes, check_integer } from '../codec/struct.js';
import { layout } from '../headers.js';
import { bytes_or_null, SockAddr } from '../sockaddr/address.js';
import { bytes_of, cut, in_its_room, iov_len, msg_flags, msg_iovlen, msg_len, type Regions } from './batch-layout.js';
import type { Cells } from './cells.js';
import { check_pieces, Pieces } from './pieces.js';
import { Rooms } from './rooms.js';

/** The longest address of a unix socket that the kernel accepts. */
const longest_name = layout('sockaddr_un').size;

/**
 * An array of `struct mmsghdr` for {@link sendmmsg} and {@link recvmmsg}, made by {@link mmsghdr}. Messages are filled and read in place, and
 * the array is reusable, so a loop allocates nothing for a datagram. `i` is the index of a message.
 *
 * Received messages can be sent without change: the same bytes and control messages go back to the sender.
 */
export class MessageBatch {
  /** The number of messages that fit: the maximum of `vlen` in a call. */
  readonly vlen: number;
  readonly #regions: Regions;
  readonly #rooms: Rooms;
  readonly #names: Cells | undefined;
  readonly #controls: Cells | undefined;
  readonly #addresses: (SockAddr | undefined)[];
  readonly #pieces = new Pieces();
  #first = 0;
  #end = 0;

  /** @internal */
  constructor(rooms: readonly number[], names: Cells | undefined, controls: Cells | undefined) {
    this.vlen = rooms.length;
    // Own elements, because assigning to a hole would call a setter of an index on Array.prototype.
    this.#addresses = names === undefined ? [] : Array.from({ length: rooms.length }, () => undefined);
    this.#rooms = new Rooms(rooms);
    this.#names = names;
    this.#controls = controls;
    const { messages, data } = this.#rooms;
    this.#regions = { iov: null, messages, data, names: names?.all ?? null, controls: controls?.all ?? null };
  }

  /** @internal */
  static is(value: unknown): value is MessageBatch {
    return typeof value === 'object' && value !== null && #regions in value;
  }

  /** @internal */
  static to_fill(batch: MessageBatch, where: string, first: number, vlen: number): Regions {
    if (!MessageBatch.is(batch)) throw new TypeError(`${where} must be a MessageBatch made by mmsghdr`);
    const past = batch.#past(first, vlen);
    const iov = batch.#pieces.joined(past === 0 ? 0 : first, past);
    return iov === null ? batch.#regions : { ...batch.#regions, iov };
  }

  /**
   * {@link MessageBatch.to_fill} for a send. The kernel reports 111 bytes for a path of 108 bytes without NUL, but accepts only 110, so
   * such an address is shortened: see {@link SockAddr.bytes}.
   *
   * @internal
   */
  static to_send(batch: MessageBatch, where: string, first: number, vlen: number): Regions {
    const regions = MessageBatch.to_fill(batch, where, first, vlen);
    const names = batch.#names;
    if (names !== undefined && names.room > longest_name) {
      const past = batch.#past(first, vlen);
      for (let i = past === 0 ? 0 : first; i < past; ++i) {
        if (names.length(i) > longest_name) names.shorten(i, batch.msg_name(i).bytes.length);
      }
    }
    return regions;
  }

  /**
   * Records that the last call sent or received `count` messages.
   *
   * @internal
   */
  static answered(batch: MessageBatch, first: number, count: number): void {
    batch.#first = first;
    batch.#end = first + count;
  }

  /**
   * The message's whole buffer, as one stable view. Fill it, then call {@link MessageBatch.resize} with the length
   * to send.
   */
  iov_base(i: number): Uint8Array {
    this.#check(i);
    return this.#rooms.at(i);
  }

  /** The number of bytes to send, or of received bytes in the buffer. */
  iov_len(i: number): number {
    return this.#rooms.get(this.#check(i), iov_len);
  }

  /**
   * The bytes to send, or the received bytes, as a new view of the first `iov_len` bytes of the buffer.
   *
   * @throws RangeError if the message has several pieces: {@link MessageBatch.msg_iov} has them all
   */
  bytes(i: number): Uint8Array {
    const pieces = this.msg_iov(i);
    if (pieces.length === 1) return pieces[0] as Uint8Array;
    throw new RangeError(`MessageBatch.bytes: message ${i} has ${pieces.length} pieces: use msg_iov`);
  }

  /**
   * The pieces to send, or the received ones: those of {@link MessageBatch.set_iov}, up to `iov_len` bytes, or else
   * {@link MessageBatch.bytes} as the only piece.
   */
  msg_iov(i: number): readonly Uint8Array[] {
    const length = this.iov_len(i);
    const pieces = this.#pieces.get(i);
    return pieces === undefined ? [part(this.iov_base(i), 0, length)] : cut(pieces, length);
  }

  /** The destination or the sender of a message. It is the same object each time, and the next call overwrites it. Empty if there is no address. */
  msg_name(i: number): SockAddr {
    this.#check(i);
    const cells = this.#names;
    if (cells === undefined) throw new RangeError('MessageBatch: mmsghdr was given no room for names');
    this.#addresses[i] ??= new SockAddr(cells.room, 0, cells.all.subarray(cells.at(i), cells.at(i + 1)));
    return this.#addresses[i];
  }

  /** The received control messages, as views: see {@link recvmsg}. The caller must close the descriptors in them. */
  msg_control(i: number): Cmsg[] {
    this.#check_answered(i);
    return this.#controls === undefined ? [] : decode_control(this.#controls.content(i));
  }

  /** The number of bytes sent or received. With `MSG_TRUNC` in the flags of the call, it is the full length, which can exceed the buffer. */
  msg_len(i: number): number {
    return this.#rooms.get(this.#check_answered(i), msg_len);
  }

  /** The flags of a received message: `MSG_TRUNC` (the message was truncated), `MSG_CTRUNC` (its control messages were truncated), ..., or-ed. */
  msg_flags(i: number): number {
    return this.#rooms.get(this.#check_answered(i), msg_flags) | 0;
  }

  /**
   * Writes a message to send. Everything is copied.
   *
   * @param i the index of the message
   * @param bytes the bytes to send
   * @param name the destination; null or omitted is C's NULL
   * @param control the control messages, see {@link cmsg}, or all of them as bytes; null or omitted is C's NULL
   * @throws RangeError if the message does not fit
   */
  set(i: number, bytes: Uint8Array, name?: SockAddr | null, control?: readonly Cmsg[] | Uint8Array | null): void {
    const room = this.iov_base(i);
    check_bytes(bytes, 'MessageBatch.set: bytes');
    check_room(bytes, length_of(room), 'MessageBatch.set: bytes');
    this.#address(i, name, control, 'MessageBatch.set');
    put(room, bytes);
    this.#becomes(i, undefined, length_of(bytes));
  }

  /**
   * Makes a message refer to buffers of the caller, without a copy: {@link sendmmsg} sends from them, and {@link recvmmsg} fills them. They
   * stay in effect until the next `set` or `set_iov` of the message; its own buffer in the batch is not used.
   *
   * @param i the index of the message
   * @param msg_iov the pieces, in order: a header and a payload, ...
   * @param name the destination, which is copied; null or omitted is C's NULL
   * @param control the control messages, see {@link cmsg}, or all of them as bytes, which are copied; null or omitted is C's NULL
   * @throws RangeError if `name` or `control` does not fit, or the pieces are 2 GiB or more in total
   */
  set_iov(
    i: number,
    msg_iov: readonly Uint8Array[],
    name?: SockAddr | null,
    control?: readonly Cmsg[] | Uint8Array | null,
  ): void {
    this.#check(i);
    const pieces = check_pieces(msg_iov, 'MessageBatch.set_iov: msg_iov');
    this.#address(i, name, control, 'MessageBatch.set_iov');
    this.#becomes(i, pieces, bytes_of(pieces));
  }

  /**
   * Sets the number of bytes of a message's buffer, or of its pieces, to send.
   *
   * @throws RangeError if the buffer or the pieces are shorter
   */
  resize(i: number, length: number): void {
    this.#check(i);
    const pieces = this.#pieces.get(i);
    const most = pieces === undefined ? length_of(this.#rooms.at(i)) : bytes_of(pieces);
    check_integer(length, 0, most, 'MessageBatch.resize: length');
    this.#rooms.put(i, iov_len, length);
  }

  #address(
    i: number,
    name: SockAddr | null | undefined,
    control: readonly Cmsg[] | Uint8Array | null | undefined,
    where: string,
  ): void {
    const address = bytes_or_null(name, `${where}: name`);
    const messages = control_of(control, `${where}: control`);
    check_room(address, this.#names?.room ?? 0, `${where}: name`);
    check_room(messages, this.#controls?.room ?? 0, `${where}: control`);
    this.#names?.fill(i, address);
    this.#controls?.fill(i, messages);
  }

  #becomes(i: number, pieces: readonly Uint8Array[] | undefined, length: number): void {
    this.#rooms.put(i, iov_len, length);
    this.#rooms.put(i, msg_iovlen, pieces?.length ?? in_its_room);
    this.#pieces.put(i, pieces);
  }

  /** The index after the last message of the call, within the batch. 0 for invalid numbers, which the binding refuses. */
  #past(first: number, vlen: number): number {
    if (!(Number.isInteger(first) && Number.isInteger(vlen) && first >= 0)) return 0;
    return Math.min(first + vlen, this.vlen);
  }

  #check(i: number): number {
    if (!(typeof i === 'number' && i >= 0 && i < this.vlen && Number.isInteger(i)))
      check_integer(i, 0, this.vlen - 1, 'MessageBatch: i');
    return i;
  }

  #check_answered(i: number): number {
    this.#check(i);
    if (i >= this.#first && i < this.#end) return i;
    throw new RangeError(
      `MessageBatch: i must be at least ${this.#first} and less than ${this.#end}, as in the last call, got ${i}`,
    );
  }
}

function check_room(content: Uint8Array | null, room: number, where: string): void {
  if (content === null || length_of(content) <= room) return;
  throw new RangeError(`${where} must be at most ${room} bytes, got ${length_of(content)}`);
}
