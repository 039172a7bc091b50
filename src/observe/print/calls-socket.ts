import { type Calls, new_fd } from './call.js';
import { changed, contents, filled, measure } from './cell.js';
import { pointer } from './quote.js';
import { sockaddr } from './sockaddr.js';
import { protocol, socket_type } from './socket.js';
import { domains, shutdown_modes, socket_flags } from './socket-names.js';
import { got_value, level_name, option_name, set_length, set_value, unit_of } from './sockopt.js';
import { bytes, cell, cell_or_null, int, pair, word } from './takes.js';
import { bits_of, name_of, unsigned_long } from './xlat.js';

const domain_name = (domain: number) => name_of(domains, domain, 'AF_???');

type Names =
  | 'socket'
  | 'socketpair'
  | 'bind'
  | 'listen'
  | 'accept'
  | 'accept4'
  | 'connect'
  | 'shutdown'
  | 'getsockname'
  | 'getpeername'
  | 'getsockopt'
  | 'setsockopt';

/** Making, naming and ending sockets, and their options. */
export const socket_calls: Calls<Names> = {
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
    print: (look, fd, addr) => [look.fd(fd), sockaddr(addr, look), String(addr.length)],
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
    print: (look, fd, addr) => [look.fd(fd), sockaddr(addr, look), String(addr.length)],
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
  getsockopt: {
    takes: [int, int, int, cell],
    print: (look, fd, level, optname, optval) => {
      const unit = unit_of(level, optname);
      const length = () => Math.floor(measure(optval) / unit);
      const room = length();
      return [
        look.fd(fd),
        level_name(level),
        option_name(level, optname, 'get'),
        (result) => {
          if (result < 0 || room === 0) return pointer(optval);
          return got_value(level, optname, contents(optval, measure(optval)), look);
        },
        (result) => `[${result < 0 ? room : changed(room, length())}]`,
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
      String(set_length(level, optname, optval)),
    ],
  },
};
