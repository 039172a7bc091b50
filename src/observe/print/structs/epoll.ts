import { layout } from '../../../headers.js';
import { epoll_event_flags } from '../names/call.js';
import type { PrintOptions } from '../options.js';
import { array, pointer } from '../quote.js';
import { bits_of } from '../xlat.js';
import { Fields } from './fields.js';

const { size, fields } = layout('epoll_event');

export const epoll_size = size;

/** The struct is packed on x86-64 only. */
const data_at = (fields.data?.[0] ?? 0) / 8;

/** The number of `struct epoll_event`. */
export function maxevents(events: Uint8Array): number {
  return Math.floor(events.length / size);
}

/** `{events=EPOLLIN, data={u32=4, u64=4}}` */
export function epoll_event(bytes: Uint8Array): string {
  const at = new Fields(bytes);
  const events = bits_of(epoll_event_flags, at.u32(0), 'EPOLL???');
  return `{events=${events}, data={u32=${at.u32(data_at)}, u64=${at.u64(data_at)}}}`;
}

/** The events that the call returned. */
export function epoll_events(events: Uint8Array, result: number, options: PrintOptions): string {
  if (result < 0) return pointer(events);
  const each = Array.from({ length: result }, (_, i) => events.subarray(i * size, (i + 1) * size));
  return array(each, options.strings, epoll_event);
}
