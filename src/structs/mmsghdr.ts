import { type Cmsg, control_of, decode_control } from '../codec/cmsghdr.js';
import { field, length_of } from '../codec/intrinsics.js';
import { check_bytes, check_integer, check_object } from '../codec/struct.js';
import { layout } from '../native.js';
import { bytes_or_null, SockAddr } from '../sockaddr/address.js';
import { aligned, Cells } from './cells.js';

/** How much room each message of a batch has, in bytes. */
export interface MessageRoom {
  /** For the message itself: one piece. */
  readonly bytes: number;
  /** For an address, at least: 16 of IPv4, 28 of IPv6, 110 of a unix socket, 128 of any. Left out there is none. */
  readonly name?: number;
  /** For control messages: {@link CMSG_SPACE} of each that you expect. Left out there is none. */
  readonly control?: number;
}

/** What the native side is given of a batch. */
interface Parts {
  readonly messages: Uint8Array;
  readonly data: Uint8Array;
  readonly names: Uint8Array | null;
  readonly controls: Uint8Array | null;
}

/** The numbers of a message, as the native side lays them out. */
const iov_len = 0;
const msg_len = 1;
const msg_flags = 2;
const numbers = 3;

/** Of a unix socket, the longest that the kernel takes. */
const longest_name = layout('sockaddr_un').size;

/**
 * An array of `struct mmsghdr` for {@link sendmmsg} and {@link recvmmsg}, made by {@link mmsghdr}: filled and read in place, and
 * used again, so that a loop allocates nothing for a datagram. Messages are asked for by their index, `i`.
 *
 * What has been received is ready to be sent: the bytes that came, to where they came from, with the control messages.
 */
export class MessageBatch {
  /** How many messages there is room for: the most that `vlen` may be. */
  readonly vlen: number;
  readonly #parts: Parts;
  readonly #numbers: Uint32Array;
  readonly #room: number;
  readonly #names: Cells | undefined;
  readonly #controls: Cells | undefined;
  readonly #pieces: Uint8Array[] = [];
  readonly #addresses: SockAddr[] = [];
  #first = 0;
  #end = 0;

  /** @internal */
  constructor(vlen: number, bytes: number, name: number, control: number) {
    this.vlen = vlen;
    this.#room = bytes;
    this.#numbers = new Uint32Array(vlen * numbers);
    this.#names = name === 0 ? undefined : new Cells(vlen, aligned(name));
    this.#controls = control === 0 ? undefined : new Cells(vlen, control);
    this.#parts = {
      messages: new Uint8Array(this.#numbers.buffer),
      data: new Uint8Array(vlen * bytes),
      names: this.#names?.all ?? null,
      controls: this.#controls?.all ?? null,
    };
  }

  /** @internal */
  static is(value: unknown): value is MessageBatch {
    return typeof value === 'object' && value !== null && #parts in value;
  }

  /** @internal */
  static parts_of(batch: MessageBatch, where: string): Parts {
    if (!MessageBatch.is(batch)) throw new TypeError(`${where} must be what mmsghdr made`);
    return batch.#parts;
  }

  /**
   * The same to be sent. A name that came with 111 bytes, a path without NUL, is taken with 110: see {@link SockAddr.bytes}.
   *
   * @internal
   */
  static parts_to_send(batch: MessageBatch, where: string, first: number, vlen: number): Parts {
    const parts = MessageBatch.parts_of(batch, where);
    const names = batch.#names;
    if (names !== undefined && names.room > longest_name) {
      for (let i = first; i < first + vlen && i < batch.vlen; ++i) {
        if (names.length(i) > longest_name) names.shorten(i, batch.msg_name(i).bytes.length);
      }
    }
    return parts;
  }

  /**
   * The kernel has answered for `count` messages.
   *
   * @internal
   */
  static answered(batch: MessageBatch, first: number, count: number): void {
    batch.#first = first;
    batch.#end = first + count;
  }

  /** All the room that a message has: the same view each time. What is written there is sent once {@link MessageBatch.resize} says how long it is. */
  iov_base(i: number): Uint8Array {
    this.#check(i);
    this.#pieces[i] ??= this.#parts.data.subarray(i * this.#room, (i + 1) * this.#room);
    return this.#pieces[i];
  }

  /** How many bytes are to be sent, or came, as far as there was room. */
  iov_len(i: number): number {
    return this.#number(this.#check(i), iov_len);
  }

  /** The bytes that are to be sent, or came: a new view of `iov_len` bytes of the room. */
  bytes(i: number): Uint8Array {
    return this.iov_base(i).subarray(0, this.iov_len(i));
  }

  /** Where a message goes, or who sent it: the same object each time, which the next call fills again. Empty when there is none. */
  msg_name(i: number): SockAddr {
    this.#check(i);
    const cells = this.#names;
    if (cells === undefined) throw new RangeError('MessageBatch: mmsghdr was told of no room for names');
    this.#addresses[i] ??= new SockAddr(cells.room, 0, cells.all.subarray(cells.at(i), cells.at(i + 1)));
    return this.#addresses[i];
  }

  /** The control messages that came, as views: see {@link recvmsg}. Descriptors among them are open, and yours to close. */
  msg_control(i: number): Cmsg[] {
    this.#check_answered(i);
    return this.#controls === undefined ? [] : decode_control(this.#controls.content(i));
  }

  /** How many bytes were sent, or came: with `MSG_TRUNC` in the flags of the call, more than there was room for. */
  msg_len(i: number): number {
    return this.#number(this.#check_answered(i), msg_len);
  }

  /** Of what came: `MSG_TRUNC` (it was longer), `MSG_CTRUNC` (its control messages were), ..., or-ed. */
  msg_flags(i: number): number {
    return this.#number(this.#check_answered(i), msg_flags) | 0;
  }

  /**
   * Writes a message that is to be sent. Everything is copied.
   *
   * @param i which
   * @param bytes what to send
   * @param name where to; left out, it is C's NULL
   * @param control its control messages, see {@link cmsg}, or the bytes of them all; left out, it is C's NULL
   * @throws RangeError when there is no room for it
   */
  set(i: number, bytes: Uint8Array, name?: SockAddr | null, control?: readonly Cmsg[] | Uint8Array | null): void {
    this.#check(i);
    check_bytes(bytes, 'MessageBatch.set: bytes');
    const address = bytes_or_null(name, 'MessageBatch.set: name');
    const messages = control_of(control, 'MessageBatch.set: control');
    check_room(bytes, this.#room, 'bytes');
    check_room(address, this.#names?.room ?? 0, 'name');
    check_room(messages, this.#controls?.room ?? 0, 'control');
    this.#parts.data.set(bytes, i * this.#room);
    this.#numbers[i * numbers + iov_len] = length_of(bytes);
    this.#names?.fill(i, address);
    this.#controls?.fill(i, messages);
  }

  /**
   * Says how many bytes of a message's room are to be sent.
   *
   * @throws RangeError when there is no room for so many
   */
  resize(i: number, length: number): void {
    this.#check(i);
    check_integer(length, 0, this.#room, 'MessageBatch.resize: length');
    this.#numbers[i * numbers + iov_len] = length;
  }

  #number(i: number, which: number): number {
    return this.#numbers[i * numbers + which] ?? 0;
  }

  #check(i: number): number {
    if (!(i >= 0 && i < this.vlen && Number.isInteger(i))) check_integer(i, 0, this.vlen - 1, 'MessageBatch: i');
    return i;
  }

  #check_answered(i: number): number {
    this.#check(i);
    if (i >= this.#first && i < this.#end) return i;
    throw new RangeError(
      `MessageBatch: i must be from ${this.#first} to below ${this.#end}, the last call's, got ${i}`,
    );
  }
}

function check_room(content: Uint8Array | null, room: number, what: string): void {
  if (content === null || length_of(content) <= room) return;
  throw new RangeError(`MessageBatch.set: ${what} must be at most ${room} bytes, got ${length_of(content)}`);
}

/**
 * Room for the messages of {@link sendmmsg} and {@link recvmmsg}, to be used again and again.
 *
 * @param vlen how many messages
 * @param room for each of them: a message that is longer is cut off, and `msg_flags` has `MSG_TRUNC`
 *
 * @example
 * ```ts
 * import { AF_UNIX, mmsghdr, recvmmsg, sendmmsg, SOCK_DGRAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
 * const batch = mmsghdr(64, { bytes: 1500 });
 * for (const [i, word] of ['HELLO', '-', 'WORLD'].entries()) batch.set(i, Buffer.from(word));
 * unwrap(sendmmsg(a, batch, 3));
 *
 * const came = unwrap(recvmmsg(b, batch, 3));
 * for (let i = 0; i < came; ++i) console.log(batch.msg_len(i), batch.msg_flags(i), String(Buffer.from(batch.bytes(i))));
 * // (5 0 HELLO, 1 0 -, 5 0 WORLD)
 * ```
 */
export function mmsghdr(vlen: number, room: MessageRoom): MessageBatch {
  check_integer(vlen, 0, 0x7fff_ffff, 'mmsghdr: vlen');
  check_object(room, 'mmsghdr: room');
  const bytes = field(room, 'bytes');
  const name = field(room, 'name', 0);
  const control = field(room, 'control', 0);
  check_integer(bytes, 0, 0x7fff_ffff, 'mmsghdr: bytes');
  check_integer(name, 0, 0x7fff_ffff, 'mmsghdr: name');
  check_integer(control, 0, 0x7fff_ffff, 'mmsghdr: control');
  return new MessageBatch(vlen, bytes, name, control);
}
