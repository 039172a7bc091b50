import { little_endian, view_of } from '../codec/struct.js';
import { MSG_DONTWAIT, MSG_WAITFORONE } from '../constants.js';
import type { Native } from '../native.js';
import { cut, in_its_room, iov_len, msg_flags, msg_iovlen, msg_len, numbers, room } from '../structs/batch-layout.js';
import { errno_of } from './errno-of.js';

const again = -(errno_of('EAGAIN') ?? 0);

/** A scripted stream, as calls with several messages use it. */
interface Stream {
  readonly fd: number;
  /** The number of bytes, or -errno. */
  receive(below: Native, views: readonly Uint8Array[], flags: number): number;
  send(views: readonly Uint8Array[]): number;
  /** Keeps an error for the next receive, as recvmmsg(2) does when messages came before it. */
  keep(negative: number): void;
}

/** A message of a batch: its buffers, and its row of numbers. */
interface Message {
  readonly pieces: readonly Uint8Array[];
  number(which: number): number;
  answer(which: number, value: number): void;
}

/** The messages of a batch, laid out as in binding/batch.cc. */
function messages_in(iov: readonly Uint8Array[] | null, table: Uint8Array, data: Uint8Array): Message[] {
  const view = view_of(table);
  const messages: Message[] = [];
  let from = 0;
  let piece = 0;
  for (let row = 0; row < table.length; row += 4 * numbers) {
    const number = (which: number) => view.getUint32(row + 4 * which, little_endian);
    const answer = (which: number, value: number) => view.setUint32(row + 4 * which, value, little_endian);
    const own = data.subarray(from, from + number(room));
    const count = number(msg_iovlen);
    const listed = count !== in_its_room;
    messages.push({ pieces: listed ? (iov ?? []).slice(piece, piece + count) : [own], number, answer });
    from += number(room);
    if (listed) piece += count;
  }
  return messages;
}

/** sendmmsg(2) and recvmmsg(2) on the stream: as in the kernel, one sendmsg or recvmsg after another until one fails or is short. */
export function batches({ fd, receive, send, keep }: Stream): (below: Native) => Partial<Native> {
  return (below) => ({
    sendmmsg(of, iov, table, data, names, controls, first, vlen, flags) {
      if (of !== fd) return below.sendmmsg(of, iov, table, data, names, controls, first, vlen, flags);
      let sent = 0;
      for (const { pieces, number, answer } of messages_in(iov, table, data).slice(first, first + vlen)) {
        const count = send(cut(pieces, number(iov_len)));
        if (count < 0) return sent > 0 ? sent : count;
        sent += 1;
        answer(msg_len, count);
        if (count < number(iov_len)) break;
      }
      return sent;
    },
    recvmmsg(of, iov, table, data, names, controls, vlen, flags, timeout) {
      if (of !== fd) return below.recvmmsg(of, iov, table, data, names, controls, vlen, flags, timeout);
      for (const cells of [names, controls]) cells?.fill(0);
      let came = 0;
      for (const { pieces, answer } of messages_in(iov, table, data).slice(0, vlen)) {
        const waits = came === 0 || (flags & MSG_WAITFORONE) === 0;
        const count = receive(below, pieces, waits ? flags : flags | MSG_DONTWAIT);
        if (count < 0 && came > 0 && count !== again) keep(count);
        if (count < 0) return came > 0 ? came : count;
        came += 1;
        answer(msg_len, count);
        answer(iov_len, count);
        answer(msg_flags, 0);
      }
      return came;
    },
  });
}
