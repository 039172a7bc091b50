import { msg_flags } from '../print/names/call.js';
import type { PrintOptions } from '../print/options.js';
import { buffer, pointer } from '../print/quote.js';
import { changed, contents, filled, measure } from '../print/structs/cell.js';
import { descriptors_that_came } from '../print/structs/cmsg.js';
import { iovec, msghdr } from '../print/structs/msghdr.js';
import { sockaddr } from '../print/structs/sockaddr.js';
import { bits_of } from '../print/xlat.js';
import { bytes, bytes_or_null, cell_or_null, fd, offset, pair, pieces, word } from './accepts.js';
import type { SomeCalls } from './call.js';

const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');
const size = (bytes: Uint8Array | null) => String(bytes?.length ?? 0);

/** A buffer that the kernel fills: prints the bytes that it wrote. */
const received = (buf: Uint8Array, options: PrintOptions) => (result: number) =>
  result < 0 ? pointer(buf) : buffer(buf.subarray(0, result), options.strings);

/** Calls that move bytes between memory and a descriptor. */
export const transfer_calls = {
  send: {
    syscall: 'sendto',
    page: 'send(2)',
    classes: ['network'],
    waits: 'out',
    moves: { direction: 'out', flags: 2 },
    accepts: [fd, bytes, word],
    print: (options, fd, buf, flags) => [
      options.fd(fd),
      buffer(buf, options.strings),
      size(buf),
      flags_of(flags),
      'NULL',
      '0',
    ],
  },
  sendto: {
    page: 'send(2)',
    classes: ['network'],
    waits: 'out',
    moves: { direction: 'out', flags: 2 },
    accepts: [fd, bytes, word, bytes_or_null],
    print: (options, fd, buf, flags, addr) => [
      options.fd(fd),
      buffer(buf, options.strings),
      size(buf),
      flags_of(flags),
      sockaddr(addr, options),
      size(addr),
    ],
  },
  sendmsg: {
    page: 'send(2)',
    classes: ['network'],
    waits: 'out',
    moves: { direction: 'out', flags: 4 },
    accepts: [fd, pieces, bytes_or_null, bytes_or_null, word],
    print: (options, fd, msg_iov, msg_name, msg_control, flags) => [
      options.fd(fd),
      msghdr({ msg_name, msg_namelen: size(msg_name), msg_iov, msg_control, msg_flags: 0 }, options),
      flags_of(flags),
    ],
  },
  recv: {
    syscall: 'recvfrom',
    page: 'recv(2)',
    classes: ['network'],
    waits: 'in',
    moves: { direction: 'in', flags: 2 },
    accepts: [fd, bytes, word],
    print: (options, fd, buf, flags) => [
      options.fd(fd),
      received(buf, options),
      size(buf),
      flags_of(flags),
      'NULL',
      'NULL',
    ],
  },
  recvfrom: {
    page: 'recv(2)',
    classes: ['network'],
    waits: 'in',
    moves: { direction: 'in', flags: 2 },
    accepts: [fd, bytes, word, cell_or_null],
    print: (options, fd, buf, flags, addr) => [
      options.fd(fd),
      received(buf, options),
      size(buf),
      flags_of(flags),
      ...filled(addr, options),
    ],
  },
  recvmsg: {
    page: 'recv(2)',
    classes: ['network'],
    waits: 'in',
    moves: { direction: 'in', flags: 5 },
    accepts: [fd, pieces, cell_or_null, cell_or_null, pair, word],
    makes: (_result, _fd, _msg_iov, _name, control) => descriptors_that_came(control),
    print: (options, fd, msg_iov, name, control, out, flags) => {
      const room = measure(name);
      return [
        options.fd(fd),
        (result) => {
          if (result < 0) return `{msg_namelen=${room}}`;
          const length = measure(name);
          const msg = {
            msg_name: name && contents(name, Math.min(room, length)),
            msg_namelen: changed(room, length),
            msg_iov,
            msg_control: control && contents(control, measure(control)),
            msg_flags: out[0] ?? 0,
            transferred: result,
          };
          return msghdr(msg, options);
        },
        flags_of(flags),
      ];
    },
  },
  read: {
    page: 'read(2)',
    classes: ['desc'],
    waits: 'in',
    moves: { direction: 'in' },
    accepts: [fd, bytes],
    print: (options, fd, buf) => [options.fd(fd), received(buf, options), size(buf)],
  },
  readv: {
    page: 'readv(2)',
    classes: ['desc'],
    waits: 'in',
    moves: { direction: 'in' },
    accepts: [fd, pieces],
    print: (options, fd, iov) => [options.fd(fd), (result) => iovec(iov, options, result), String(iov.length)],
  },
  write: {
    page: 'write(2)',
    classes: ['desc'],
    waits: 'out',
    moves: { direction: 'out' },
    accepts: [fd, bytes],
    print: (options, fd, buf) => [options.fd(fd), buffer(buf, options.strings), size(buf)],
  },
  writev: {
    page: 'readv(2)',
    classes: ['desc'],
    waits: 'out',
    moves: { direction: 'out' },
    accepts: [fd, pieces],
    print: (options, fd, iov) => [options.fd(fd), iovec(iov, options), String(iov.length)],
  },
  preadv: {
    page: 'readv(2)',
    classes: ['desc'],
    waits: 'in',
    moves: { direction: 'in' },
    accepts: [fd, pieces, offset],
    print: (options, fd, iov, at) => [
      options.fd(fd),
      (result) => iovec(iov, options, result),
      String(iov.length),
      String(at),
    ],
  },
  pwritev: {
    page: 'readv(2)',
    classes: ['desc'],
    waits: 'out',
    moves: { direction: 'out' },
    accepts: [fd, pieces, offset],
    print: (options, fd, iov, at) => [options.fd(fd), iovec(iov, options), String(iov.length), String(at)],
  },
} satisfies SomeCalls;
