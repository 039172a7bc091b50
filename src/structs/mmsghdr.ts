import { field, isArray } from '../codec/intrinsics.js';
import { check_integer, check_object } from '../codec/struct.js';
import { most_received } from './batch-layout.js';
import { aligned, Cells } from './cells.js';
import { MessageBatch } from './message-batch.js';

/** The maximum number of bytes that one call moves: C's INT_MAX. */
const most_bytes = 0x7fff_ffff;

/** The buffer sizes of each message of a batch, in bytes. */
export interface MessageRoom {
  /** For the message itself: one size for all, or a list with the size of each. 0 if all messages are set by {@link MessageBatch.set_iov}. */
  readonly bytes: number | readonly number[];
  /** The minimum for an address: 16 for IPv4, 28 for IPv6, 110 for a unix socket, 128 for any family. If omitted, messages have no address. */
  readonly name?: number;
  /** For control messages: the sum of {@link CMSG_SPACE} of each expected one. If omitted, messages have none. */
  readonly control?: number;
}

/**
 * Allocates reusable buffers for the messages of {@link sendmmsg} and {@link recvmmsg}.
 *
 * @param vlen the number of messages, at most 65 536, the maximum that one call receives (one call sends at most 1024, UIO_MAXIOV)
 * @param room the buffer sizes of each message. A longer message is truncated, and `msg_flags` has `MSG_TRUNC`
 * @throws RangeError if there are more messages, or if one of the sizes, summed over all messages, exceeds 2 147 483 647 bytes
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
 *
 * @example Header and payload without a copy.
 * ```ts
 * import { AF_UNIX, mmsghdr, sendmmsg, SOCK_DGRAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
 * const batch = mmsghdr(2, { bytes: 0 });
 * const payload = Buffer.from('HELLO-WORLD');
 * batch.set_iov(0, [Buffer.from([0, 5]), payload.subarray(0, 5)]);
 * batch.set_iov(1, [Buffer.from([0, 6]), payload.subarray(5)]);
 * unwrap(sendmmsg(a, batch, 2));
 * console.log(batch.msg_len(0), batch.msg_len(1)); // 7 8
 * ```
 */
export function mmsghdr(vlen: number, room: MessageRoom): MessageBatch {
  check_integer(vlen, 0, most_received, 'mmsghdr: vlen');
  check_object(room, 'mmsghdr: room');
  const rooms = rooms_of(vlen, field(room, 'bytes'));
  const name = aligned(size_of(vlen, field(room, 'name', 0), 'mmsghdr: name'));
  const control = size_of(vlen, field(room, 'control', 0), 'mmsghdr: control');
  return new MessageBatch(rooms, cells(vlen, name), cells(vlen, control));
}

/** The buffer size of each message, in bytes. */
function rooms_of(vlen: number, bytes: number | readonly number[]): readonly number[] {
  if (!isArray(bytes)) {
    const size = size_of(vlen, bytes, 'mmsghdr: bytes');
    return Array.from({ length: vlen }, () => size);
  }
  if (bytes.length !== vlen) {
    const got = `an array of ${bytes.length}`;
    throw new RangeError(`mmsghdr: bytes must be a number, or an array of ${vlen} numbers, got ${got}`);
  }
  const rooms = Array.from({ length: vlen }, (_, i) => size_of(1, bytes[i], `mmsghdr: bytes[${i}]`));
  check_all(
    rooms.reduce((sum, size) => sum + size, 0),
    'mmsghdr: bytes',
  );
  return rooms;
}

function size_of(vlen: number, size: unknown, where: string): number {
  check_integer(size, 0, most_bytes, where);
  check_all(vlen * size, where);
  return size;
}

function check_all(bytes: number, where: string): void {
  if (bytes <= most_bytes) return;
  throw new RangeError(`${where} must be at most ${most_bytes} for all messages together, got ${bytes}`);
}

function cells(vlen: number, room: number): Cells | undefined {
  return room === 0 ? undefined : new Cells(vlen, room);
}
