import { domains, shutdown_modes, socket_flags } from '../print/names/socket.js';
import { pointer, pair as printed_pair } from '../print/quote.js';
import { protocol, socket_type } from '../print/socket.js';
import { got_value, level_name, option_name, set_length, set_value, unit_of } from '../print/sockopt.js';
import { changed, contents, filled, measure } from '../print/structs/cell.js';
import { sockaddr } from '../print/structs/sockaddr.js';
import { bits_of, name_of, unsigned_long } from '../print/xlat.js';
import { bytes, cell, cell_or_null, fd, int, pair, word } from './accepts.js';
import { type SomeCalls, the_result } from './call.js';

const domain_name = (domain: number) => name_of(domains, domain, 'AF_???');

/** Calls that create, name, connect and shut down sockets, and those for socket options. */
export const socket_calls = {
  socket: {
    page: 'socket(2)',
    classes: ['network'],
    accepts: [int, word, int],
    makes: the_result,
    print: (_, domain, type, number) => [domain_name(domain), socket_type(type), protocol(domain, number)],
  },
  socketpair: {
    page: 'socketpair(2)',
    classes: ['network'],
    accepts: [int, word, int, pair],
    makes: (_result, _domain, _type, _protocol, sv) => [...sv.subarray(0, 2)],
    print: (options, domain, type, number, sv) => [
      domain_name(domain),
      socket_type(type),
      unsigned_long(number),
      (result) => (result < 0 ? '0x...' : printed_pair(sv, options)),
    ],
  },
  bind: {
    page: 'bind(2)',
    classes: ['network'],
    accepts: [fd, bytes],
    print: (options, fd, addr) => [options.fd(fd), sockaddr(addr, options), String(addr.length)],
  },
  listen: {
    page: 'listen(2)',
    classes: ['network'],
    accepts: [fd, int],
    print: (options, fd, backlog) => [options.fd(fd), String(backlog)],
  },
  accept: {
    page: 'accept(2)',
    classes: ['network'],
    waits: 'in',
    accepts: [fd, cell_or_null],
    makes: the_result,
    print: (options, fd, addr) => [options.fd(fd), ...filled(addr, options)],
  },
  accept4: {
    page: 'accept(2)',
    classes: ['network'],
    waits: 'in',
    accepts: [fd, cell_or_null, word],
    makes: the_result,
    print: (options, fd, addr, flags) => [
      options.fd(fd),
      ...filled(addr, options),
      bits_of(socket_flags, flags, 'SOCK_???'),
    ],
  },
  connect: {
    page: 'connect(2)',
    classes: ['network'],
    waits: 'out',
    accepts: [fd, bytes],
    print: (options, fd, addr) => [options.fd(fd), sockaddr(addr, options), String(addr.length)],
  },
  shutdown: {
    page: 'shutdown(2)',
    classes: ['network'],
    accepts: [fd, int],
    print: (options, fd, how) => [options.fd(fd), name_of(shutdown_modes, how, 'SHUT_???')],
  },
  getsockname: {
    page: 'getsockname(2)',
    classes: ['network'],
    accepts: [fd, cell],
    print: (options, fd, addr) => [options.fd(fd), ...filled(addr, options)],
  },
  getpeername: {
    page: 'getpeername(2)',
    classes: ['network'],
    accepts: [fd, cell],
    print: (options, fd, addr) => [options.fd(fd), ...filled(addr, options)],
  },
  getsockopt: {
    page: 'getsockopt(2)',
    classes: ['network'],
    accepts: [fd, int, int, cell],
    print: (options, fd, level, optname, optval) => {
      const unit = unit_of(level, optname);
      const length = () => Math.floor(measure(optval) / unit);
      const room = length();
      return [
        options.fd(fd),
        level_name(level),
        option_name(level, optname, 'get'),
        (result) => {
          if (result < 0 || room === 0) return pointer(optval);
          return got_value(level, optname, contents(optval, measure(optval)), options);
        },
        (result) => `[${result < 0 ? room : changed(room, length())}]`,
      ];
    },
  },
  setsockopt: {
    page: 'getsockopt(2)',
    classes: ['network'],
    accepts: [fd, int, int, bytes],
    print: (options, fd, level, optname, optval) => [
      options.fd(fd),
      level_name(level),
      option_name(level, optname, 'set'),
      set_value(level, optname, optval, options),
      String(set_length(level, optname, optval)),
    ],
  },
} satisfies SomeCalls;
