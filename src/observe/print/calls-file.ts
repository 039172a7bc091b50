import { type Calls, new_fd } from './call.js';
import { open_flags } from './call-names.js';
import { fcntl_args, fcntl_result } from './fcntl.js';
import { int, pair, word } from './takes.js';
import { bits_of } from './xlat.js';

const flags_of = (flags: number) => bits_of(open_flags, flags, 'O_???');

/** What every descriptor has. */
export const file_calls: Calls<'close' | 'fcntl' | 'dup' | 'dup3' | 'pipe2'> = {
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
  dup: {
    takes: [int],
    print: (look, oldfd) => [look.fd(oldfd)],
    returned: new_fd,
  },
  dup3: {
    takes: [int, int, word],
    print: (look, oldfd, newfd, flags) => [look.fd(oldfd), look.fd(newfd), flags_of(flags)],
    returned: new_fd,
  },
  pipe2: {
    takes: [pair, word],
    print: (look, pipefd, flags) => [
      (result) => (result < 0 ? '0x...' : `[${Array.from(pipefd.subarray(0, 2), (fd) => look.fd(fd)).join(', ')}]`),
      flags_of(flags),
    ],
  },
};
