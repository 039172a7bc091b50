import {
  cut,
  in_its_room,
  iov_len,
  most_sent,
  msg_flags,
  msg_iovlen,
  msg_len,
  numbers,
  type Regions,
  room,
} from '../../../structs/batch-layout.js';
import type { PrintOptions } from '../options.js';
import { array } from '../quote.js';
import { contents, measure } from './cell.js';
import { descriptors_that_came } from './cmsg.js';
import { Fields } from './fields.js';
import { msghdr } from './msghdr.js';

const size = numbers * Uint32Array.BYTES_PER_ELEMENT;
const socklen_size = Uint32Array.BYTES_PER_ELEMENT;

interface Part {
  /** One of the message's numbers. */
  readonly number: (which: number) => number;
  readonly iov: readonly Uint8Array[];
  readonly name: Uint8Array | null;
  readonly control: Uint8Array | null;
}

/** The parts of this many messages. There are none if the binding will reject the call. */
function parts({ iov, messages, data, names, controls }: Regions, first: number, count: number): Part[] {
  const all = Math.floor(messages.length / size);
  if (first < 0 || count < 0 || first + count > all) return [];
  const fields = new Fields(messages, messages.length);
  const number = (i: number, which: number) => fields.u32(i * size + which * Uint32Array.BYTES_PER_ELEMENT);
  const cell = (region: Uint8Array | null, i: number) => {
    if (region === null || region.length < socklen_size * all) return null;
    const each = Math.floor(region.length / all);
    return region.subarray(i * each, (i + 1) * each);
  };
  let [room_at, iov_at] = [0, 0];
  for (let i = 0; i < first; ++i) room_at += number(i, room);
  return Array.from({ length: count }, (_, nth) => {
    const i = first + nth;
    const own = data.subarray(room_at, room_at + number(i, room));
    room_at += number(i, room);
    const pieces = number(i, msg_iovlen) === in_its_room ? undefined : number(i, msg_iovlen);
    const theirs = iov?.slice(iov_at, iov_at + (pieces ?? 0)) ?? [];
    iov_at += pieces ?? 0;
    return {
      number: (which: number) => number(i, which),
      iov: pieces === undefined ? [own] : theirs,
      name: cell(names, i),
      control: cell(controls, i),
    };
  });
}

/** The contents of a cell; null if its length is 0, because C's pointer is NULL then. */
function said(cell: Uint8Array | null): Uint8Array | null {
  return cell === null || measure(cell) === 0 ? null : contents(cell, measure(cell));
}

/** The messages to send, and `msg_len` of those that were sent. */
export function sent(batch: Regions, first: number, vlen: number, options: PrintOptions): (result: number) => string {
  const messages = parts(batch, first, Math.min(vlen, most_sent));
  return (result) =>
    array([...messages.entries()], options.strings, ([i, { number, iov, name, control }]) => {
      const msg_name = said(name);
      const msg = {
        msg_name,
        msg_namelen: String(msg_name?.length ?? 0),
        msg_iov: cut(iov, number(iov_len)),
        msg_control: said(control),
        msg_flags: 0,
      };
      return `{msg_hdr=${msghdr(msg, options)}${i < result ? `, msg_len=${number(msg_len)}` : ''}}`;
    });
}

/** The received messages. If the result exceeds `vlen`, which only an injected result can, strace prints none. */
export function received(batch: Regions, vlen: number, result: number, options: PrintOptions): string {
  if (result > vlen) return '[...]';
  return array(parts(batch, 0, result), options.strings, ({ number, iov, name, control }) => {
    const room = name === null ? 0 : name.length - socklen_size;
    const length = name === null ? 0 : measure(name);
    const msg = {
      msg_name: name && room > 0 ? contents(name, Math.min(room, length)) : null,
      msg_namelen: room === length ? String(length) : `${room} => ${length}`,
      msg_iov: iov,
      msg_control: control && contents(control, measure(control)),
      msg_flags: number(msg_flags) | 0,
      transferred: number(msg_len),
    };
    return `{msg_hdr=${msghdr(msg, options)}, msg_len=${number(msg_len)}}`;
  });
}

/** The descriptors that came with this many messages. */
export function descriptors_of(batch: Regions, count: number): readonly number[] {
  return parts(batch, 0, count).flatMap(({ control }) => descriptors_that_came(control));
}
