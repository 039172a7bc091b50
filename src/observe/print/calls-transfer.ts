import type { Calls } from './call.js';
import { msg_flags } from './call-names.js';
import { changed, contents, filled, measure } from './cell.js';
import type { Look } from './look.js';
import { iovec, msghdr } from './msghdr.js';
import { buffer, pointer } from './quote.js';
import { sockaddr } from './sockaddr.js';
import { bytes, bytes_or_null, cell_or_null, int, offset, pair, pieces, word } from './takes.js';
import { bits_of } from './xlat.js';

const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');
const size = (bytes: Uint8Array | null) => String(bytes?.length ?? 0);

/** A buffer that the kernel fills: as far as it did. */
const received = (buf: Uint8Array, look: Look) => (result: number) =>
  result < 0 ? pointer(buf) : buffer(buf.subarray(0, result), look.strings);

type Names =
  | 'send'
  | 'sendto'
  | 'sendmsg'
  | 'recvmsg'
  | 'recv'
  | 'recvfrom'
  | 'read'
  | 'readv'
  | 'write'
  | 'writev'
  | 'preadv'
  | 'pwritev';

/** Moving bytes. */
export const transfer_calls: Calls<Names> = {
  send: {
    syscall: 'sendto',
    blocks: true,
    takes: [int, bytes, word],
    print: (look, fd, buf, flags) => [look.fd(fd), buffer(buf, look.strings), size(buf), flags_of(flags), 'NULL', '0'],
  },
  sendto: {
    blocks: true,
    takes: [int, bytes, word, bytes_or_null],
    print: (look, fd, buf, flags, addr) => [
      look.fd(fd),
      buffer(buf, look.strings),
      size(buf),
      flags_of(flags),
      sockaddr(addr, look),
      size(addr),
    ],
  },
  sendmsg: {
    blocks: true,
    takes: [int, pieces, bytes_or_null, bytes_or_null, word],
    print: (look, fd, msg_iov, msg_name, msg_control, flags) => [
      look.fd(fd),
      msghdr({ msg_name, msg_namelen: size(msg_name), msg_iov, msg_control, msg_flags: 0 }, look),
      flags_of(flags),
    ],
  },
  recvmsg: {
    blocks: true,
    takes: [int, pieces, cell_or_null, cell_or_null, pair, word],
    print: (look, fd, msg_iov, name, control, out, flags) => {
      const room = measure(name);
      return [
        look.fd(fd),
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
          return msghdr(msg, look);
        },
        flags_of(flags),
      ];
    },
  },
  recv: {
    syscall: 'recvfrom',
    blocks: true,
    takes: [int, bytes, word],
    print: (look, fd, buf, flags) => [look.fd(fd), received(buf, look), size(buf), flags_of(flags), 'NULL', 'NULL'],
  },
  recvfrom: {
    blocks: true,
    takes: [int, bytes, word, cell_or_null],
    print: (look, fd, buf, flags, addr) => [
      look.fd(fd),
      received(buf, look),
      size(buf),
      flags_of(flags),
      ...filled(addr, look),
    ],
  },
  read: {
    blocks: true,
    takes: [int, bytes],
    print: (look, fd, buf) => [look.fd(fd), received(buf, look), size(buf)],
  },
  readv: {
    blocks: true,
    takes: [int, pieces],
    print: (look, fd, iov) => [look.fd(fd), (result) => iovec(iov, look, result), String(iov.length)],
  },
  write: {
    blocks: true,
    takes: [int, bytes],
    print: (look, fd, buf) => [look.fd(fd), buffer(buf, look.strings), size(buf)],
  },
  writev: {
    blocks: true,
    takes: [int, pieces],
    print: (look, fd, iov) => [look.fd(fd), iovec(iov, look), String(iov.length)],
  },
  preadv: {
    blocks: true,
    takes: [int, pieces, offset],
    print: (look, fd, iov, at) => [look.fd(fd), (result) => iovec(iov, look, result), String(iov.length), String(at)],
  },
  pwritev: {
    blocks: true,
    takes: [int, pieces, offset],
    print: (look, fd, iov, at) => [look.fd(fd), iovec(iov, look), String(iov.length), String(at)],
  },
};
