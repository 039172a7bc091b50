import type { Native } from '../../native.js';
import { msg_flags } from './call-names.js';
import { changed, contents, filled, measure } from './cell.js';
import { fcntl_args, fcntl_result } from './fcntl.js';
import type { Look } from './look.js';
import { iovec, msghdr } from './msghdr.js';
import { nfds, poll_result, pollfds } from './poll.js';
import { buffer, pointer } from './quote.js';
import { sockaddr } from './sockaddr.js';
import { protocol, socket_type } from './socket.js';
import { domains, shutdown_modes, socket_flags } from './socket-names.js';
import { got_value, level_name, option_name, set_value } from './sockopt.js';
import { bytes, bytes_or_null, cell, cell_or_null, int, pair, pieces, type Takes, word } from './takes.js';
import { bits_of, name_of, unsigned_long } from './xlat.js';

/** An argument as text, or a function that knows it once the call has returned. */
export type Text = string | ((result: number) => string);

/** How strace prints one function of the native table. */
export interface Call<Args extends unknown[] = unknown[]> {
  /** The kernel's name, where it is not C's. */
  readonly syscall?: string;
  /** May it block? Then what is known before the call is printed before the call, as strace does. */
  readonly blocks?: true;
  readonly takes: { readonly [I in keyof Args]: Takes };
  print(look: Look, ...args: Args): Text[];
  /** What stands after `= ` when it succeeds: the number, unless there is more to say. */
  returned?(look: Look, result: number, ...args: Args): string;
}

const new_fd = (look: Look, result: number) => look.fd(result);
const domain_name = (domain: number) => name_of(domains, domain, 'AF_???');
const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');
const size = (bytes: Uint8Array | null) => String(bytes?.length ?? 0);

/** A buffer that the kernel fills: as far as it did. */
const received = (buf: Uint8Array, look: Look) => (result: number) =>
  result < 0 ? pointer(buf) : buffer(buf.subarray(0, result), look.strings);

/** Functions that make no call of their own, or one that does not concern sockets, are not here. */
export const calls: { readonly [K in keyof Native]?: Call<Parameters<Native[K]>> } = {
  socket: {
    takes: [int, word, int],
    print: (_, domain, type, number) => [domain_name(domain), socket_type(type), protocol(domain, number)],
    returned: new_fd,
  },
  socketpair: {
    takes: [int, word, int, pair],
    print: (look, domain, type, number, sv) => [
      domain_name(domain),
      socket_type(type),
      unsigned_long(number),
      (result) => (result < 0 ? '0x...' : `[${Array.from(sv.subarray(0, 2), (fd) => look.fd(fd)).join(', ')}]`),
    ],
  },
  bind: {
    takes: [int, bytes],
    print: (look, fd, addr) => [look.fd(fd), sockaddr(addr, look), size(addr)],
  },
  listen: {
    takes: [int, int],
    print: (look, fd, backlog) => [look.fd(fd), String(backlog)],
  },
  accept: {
    blocks: true,
    takes: [int, cell_or_null],
    print: (look, fd, addr) => [look.fd(fd), ...filled(addr, look)],
    returned: new_fd,
  },
  accept4: {
    blocks: true,
    takes: [int, cell_or_null, word],
    print: (look, fd, addr, flags) => [look.fd(fd), ...filled(addr, look), bits_of(socket_flags, flags, 'SOCK_???')],
    returned: new_fd,
  },
  connect: {
    blocks: true,
    takes: [int, bytes],
    print: (look, fd, addr) => [look.fd(fd), sockaddr(addr, look), size(addr)],
  },
  shutdown: {
    takes: [int, int],
    print: (look, fd, how) => [look.fd(fd), name_of(shutdown_modes, how, 'SHUT_???')],
  },
  getsockname: {
    takes: [int, cell],
    print: (look, fd, addr) => [look.fd(fd), ...filled(addr, look)],
  },
  getpeername: {
    takes: [int, cell],
    print: (look, fd, addr) => [look.fd(fd), ...filled(addr, look)],
  },
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
  getsockopt: {
    takes: [int, int, int, cell],
    print: (look, fd, level, optname, optval) => {
      const room = measure(optval);
      return [
        look.fd(fd),
        level_name(level),
        option_name(level, optname, 'get'),
        (result) => {
          if (result < 0 || room === 0) return pointer(optval);
          return got_value(level, optname, contents(optval, measure(optval)), look);
        },
        (result) => `[${result < 0 ? room : changed(room, measure(optval))}]`,
      ];
    },
  },
  setsockopt: {
    takes: [int, int, int, bytes],
    print: (look, fd, level, optname, optval) => [
      look.fd(fd),
      level_name(level),
      option_name(level, optname, 'set'),
      set_value(level, optname, optval, look),
      size(optval),
    ],
  },
  close: {
    blocks: true, // with SO_LINGER
    takes: [int],
    print: (look, fd) => [look.fd(fd)],
  },
  fcntl: {
    takes: [int, int, word],
    print: (look, fd, cmd, arg) => [look.fd(fd), ...fcntl_args(cmd, arg | 0)],
    returned: (look, result, _fd, cmd) => fcntl_result(cmd, result, look),
  },
  poll: {
    blocks: true,
    takes: [bytes, int],
    print: (look, fds, timeout) => [pollfds(fds, look), String(nfds(fds)), String(timeout)],
    returned: (look, result, fds) => poll_result(fds, result, look),
  },
};
