import { layout } from '../../../headers.js';
import { Fields } from './fields.js';

export const timespec_size = layout('timespec').size;
export const itimerspec_size = layout('itimerspec').size;

const half = timespec_size / 2;

/** `{tv_sec=1, tv_nsec=0}`; strace prints the second field as unsigned. */
export function timespec(bytes: Uint8Array | null, fraction = 'tv_nsec'): string {
  if (bytes === null) return 'NULL';
  const at = new Fields(bytes);
  return `{tv_sec=${at.i64(0)}, ${fraction}=${at.u64(half)}}`;
}

export function itimerspec(bytes: Uint8Array): string {
  return `{it_interval=${timespec(bytes)}, it_value=${timespec(bytes.subarray(timespec_size))}}`;
}
