import { layout, offset_of } from '../../headers.js';
import { SIOCGIFCONF } from '../../ioctls.js';
import { ioctl_requests } from '../print/names/call.js';
import { array, pointer, quote_text } from '../print/quote.js';
import { contents, measure } from '../print/structs/cell.js';
import { int_at } from '../print/structs/fields.js';
import { ifreq, ifreq_size, listed_ifreq } from '../print/structs/ifreq.js';
import { hex } from '../print/xlat.js';
import { type Accepts, at_least, bytes_or_null, cell, fd, word } from './accepts.js';
import type { SomeCalls } from './call.js';

/** The requests that read an int. The others write one, except those without an argument and those for interfaces. */
const reads_int = new Set(['FIONBIO', 'FIOASYNC', 'FIOSETOWN', 'SIOCSPGRP']);

/** The requests that the binding accepts, except SIOCGIFCONF, for which the native table has a separate function. */
const request: Accepts = (value) =>
  word(value) && ioctl_requests.has(Number(value) >>> 0) && Number(value) >>> 0 !== SIOCGIFCONF;

const utsname_size = layout('utsname').size;
const nodename = offset_of('utsname', 'nodename');

/** `80 /* 2 * sizeof(struct ifreq) *\/` */
function ifc_len(length: number): string {
  const whole = length > 0 && length % ifreq_size === 0;
  return whole ? `${length} /* ${length / ifreq_size} * sizeof(struct ifreq) */` : String(length);
}

/** ioctl(2) and uname(2). */
export const ioctl_calls = {
  ioctl: {
    page: 'ioctl(2)',
    classes: ['desc'],
    accepts: [fd, request, bytes_or_null],
    print: (options, fd, op, argp) => {
      const name = ioctl_requests.get(op >>> 0) ?? hex(op);
      const begun = [options.fd(fd), name];
      if (argp === null || name.endsWith('CLEX')) return begun;
      if (reads_int.has(name)) return [...begun, `[${int_at(argp)}]`];
      if (name.startsWith('SIOCGIF')) return [...begun, (result) => ifreq(name, argp, result >= 0, options)];
      return [...begun, (result) => (result < 0 ? pointer(argp) : `[${int_at(argp)}]`)];
    },
  },
  ioctl_ifconf: {
    syscall: 'ioctl',
    page: 'ioctl(2)',
    classes: ['desc'],
    accepts: [fd, cell],
    print: (options, fd, list) => {
      const room = measure(list);
      return [
        options.fd(fd),
        'SIOCGIFCONF',
        (result) => {
          if (result < 0) return `{ifc_len=${ifc_len(room)}, ifc_buf=${pointer(list)}}`;
          const bytes = contents(list, measure(list));
          const each = Array.from({ length: Math.floor(bytes.length / ifreq_size) }, (_, i) =>
            bytes.subarray(i * ifreq_size, (i + 1) * ifreq_size),
          );
          const length = room === bytes.length ? ifc_len(room) : `${ifc_len(room)} => ${ifc_len(bytes.length)}`;
          return `{ifc_len=${length}, ifc_buf=${array(each, options.strings, (item) => listed_ifreq(item, options))}}`;
        },
      ];
    },
  },
  uname: {
    page: 'gethostname(2)',
    classes: [],
    accepts: [at_least(utsname_size)],
    print: (_, buf) => [
      (result) =>
        result < 0 ? pointer(buf) : `{sysname=${quote_text(buf)}, nodename=${quote_text(buf.subarray(nodename))}, ...}`,
    ],
  },
} satisfies SomeCalls;
