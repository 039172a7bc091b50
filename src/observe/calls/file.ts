import { fcntl_args, fcntl_result, makes_fd } from '../print/fcntl.js';
import { open_flags } from '../print/names/call.js';
import { pair as printed_pair } from '../print/quote.js';
import { bits_of } from '../print/xlat.js';
import { fd, int, pair, word } from './accepts.js';
import { type SomeCalls, the_result } from './call.js';

const flags_of = (flags: number) => bits_of(open_flags, flags, 'O_???');

/** Calls for every kind of descriptor. */
export const file_calls = {
  close: {
    page: 'close(2)',
    classes: ['desc'],
    waits: 'out', // with SO_LINGER
    accepts: [fd],
    print: (options, fd) => [options.fd(fd)],
  },
  fcntl: {
    page: 'fcntl(2)',
    classes: ['desc'],
    accepts: [fd, int, word],
    makes: (result, _fd, cmd) => (makes_fd(cmd) ? [result] : []),
    print: (options, fd, cmd, arg) => [options.fd(fd), ...fcntl_args(cmd, arg | 0)],
    returned: (options, result, _fd, cmd) => fcntl_result(cmd, result, options),
  },
  dup: {
    page: 'dup(2)',
    classes: ['desc'],
    accepts: [fd],
    makes: the_result,
    print: (options, oldfd) => [options.fd(oldfd)],
  },
  dup3: {
    page: 'dup(2)',
    classes: ['desc'],
    accepts: [fd, fd, word],
    makes: the_result,
    print: (options, oldfd, newfd, flags) => [options.fd(oldfd), options.fd(newfd), flags_of(flags)],
  },
  pipe2: {
    page: 'pipe(2)',
    classes: ['desc'],
    accepts: [pair, word],
    makes: (_result, pipefd) => [...pipefd.subarray(0, 2)],
    print: (options, pipefd, flags) => [
      (result) => (result < 0 ? '0x...' : printed_pair(pipefd, options)),
      flags_of(flags),
    ],
  },
} satisfies SomeCalls;
