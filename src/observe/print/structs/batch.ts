import type { PrintOptions } from '../options.js';
import { array } from '../quote.js';
import { contents, measure } from './cell.js';
import { descriptors_that_came } from './cmsg.js';
import { Fields } from './fields.js';
import { msghdr } from './msghdr.js';

/** The native side's three numbers of a message: `iov_len`, `msg_len`, `msg_flags`. */
const size = 12;

const socklen_size = 4;

/** A batch as the native side is given it: an equal part of each region for each message. */
export interface Batch {
  readonly messages: Uint8Array;
  readonly data: Uint8Array;
  readonly names: Uint8Array | null;
  readonly controls: Uint8Array | null;
}

interface Part {
  readonly numbers: Fields;
  readonly data: Uint8Array;
  readonly name: Uint8Array | null;
  readonly control: Uint8Array | null;
}

/** The parts of so many messages. What the binding will refuse has none. */
function parts({ messages, data, names, controls }: Batch, first: number, count: number): Part[] {
  const all = Math.floor(messages.length / size);
  if (first < 0 || count < 0 || first + count > all) return [];
  const part = (region: Uint8Array, i: number) => {
    const each = Math.floor(region.length / all);
    return region.subarray(i * each, (i + 1) * each);
  };
  const cell = (region: Uint8Array | null, i: number) =>
    region !== null && region.length >= socklen_size * all ? part(region, i) : null;
  return Array.from({ length: count }, (_, nth) => ({
    numbers: new Fields(messages.subarray((first + nth) * size), size),
    data: part(data, first + nth),
    name: cell(names, first + nth),
    control: cell(controls, first + nth),
  }));
}

/** The length that a cell says it has; the pointer to it is NULL when that is 0. */
function said(cell: Uint8Array | null): Uint8Array | null {
  return cell === null || measure(cell) === 0 ? null : contents(cell, measure(cell));
}

/** The messages that are sent, and `msg_len` of those that were. */
export function sent(batch: Batch, first: number, vlen: number, options: PrintOptions): (result: number) => string {
  const messages = parts(batch, first, Math.min(vlen, 1024));
  return (result) =>
    array([...messages.entries()], options.strings, ([i, { numbers, data, name, control }]) => {
      const msg_name = said(name);
      const msg = {
        msg_name,
        msg_namelen: String(msg_name?.length ?? 0),
        msg_iov: [data.subarray(0, numbers.u32(0))],
        msg_control: said(control),
        msg_flags: 0,
      };
      return `{msg_hdr=${msghdr(msg, options)}${i < result ? `, msg_len=${numbers.u32(4)}` : ''}}`;
    });
}

/** The messages that came; of more than there is room for, which only an injected result says, strace prints none. */
export function received(batch: Batch, vlen: number, result: number, options: PrintOptions): string {
  if (result > vlen) return '[...]';
  return array(parts(batch, 0, result), options.strings, ({ numbers, data, name, control }) => {
    const room = name === null ? 0 : name.length - socklen_size;
    const length = name === null ? 0 : measure(name);
    const msg = {
      msg_name: name && room > 0 ? contents(name, Math.min(room, length)) : null,
      msg_namelen: room === length ? String(length) : `${room} => ${length}`,
      msg_iov: [data],
      msg_control: control && contents(control, measure(control)),
      msg_flags: numbers.u32(8) | 0,
      transferred: numbers.u32(4),
    };
    return `{msg_hdr=${msghdr(msg, options)}, msg_len=${numbers.u32(4)}}`;
  });
}

/** The descriptors that came with so many messages. */
export function descriptors_of(batch: Batch, count: number): readonly number[] {
  return parts(batch, 0, count).flatMap(({ control }) => descriptors_that_came(control));
}
