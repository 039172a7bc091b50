import { SIG_UNBLOCK } from '../../constants.js';
import { process_of } from '../print/fd.js';
import { mask_operations, pidfd_flags, signalfd_flags, signals } from '../print/names/call.js';
import { pointer } from '../print/quote.js';
import { blocked, readable, sigset, sigset_size, unblocked } from '../print/structs/signal.js';
import { bits_of, hex, name_of } from '../print/xlat.js';
import { at_least, fd, int, or_null, word } from './accepts.js';
import { type SomeCalls, the_result } from './call.js';

/** Calls for signals, threads and other processes. */
export const signal_calls = {
  signalfd: {
    syscall: 'signalfd4',
    page: 'signalfd(2)',
    classes: ['desc', 'signal'],
    accepts: [int, at_least(sigset_size), word],
    makes: (result, fd) => (fd === -1 ? [result] : []),
    print: (options, fd, mask, flags) => [
      options.fd(fd),
      sigset(readable(mask)),
      String(sigset_size),
      bits_of(signalfd_flags, flags, 'SFD_???'),
    ],
    returned: (options, result) => options.fd(result),
  },
  pthread_sigmask: {
    syscall: 'rt_sigprocmask',
    page: 'pthread_sigmask(3)',
    classes: ['signal'],
    accepts: [int, or_null(at_least(sigset_size)), at_least(sigset_size)],
    print: (_, how, set, oldset) => [
      name_of(mask_operations, how, 'SIG_???'),
      sigset(how === SIG_UNBLOCK ? unblocked(set) : blocked(set)),
      (result) => (result < 0 ? pointer(oldset) : sigset(oldset)),
      String(sigset_size),
    ],
  },
  gettid: {
    page: 'gettid(2)',
    classes: ['pure'],
    accepts: [],
    print: () => [],
  },
  tgkill: {
    page: 'tgkill(2)',
    classes: ['signal', 'process'],
    accepts: [int, int, int],
    print: (_, tgid, tid, sig) => [String(tgid), String(tid), signals.get(sig) ?? String(sig)],
  },
  pidfd_open: {
    page: 'pidfd_open(2)',
    classes: ['desc'],
    accepts: [int, word],
    makes: the_result,
    print: (_, pid, flags) => [String(pid), bits_of(pidfd_flags, flags, 'PIDFD_???')],
  },
  pidfd_getfd: {
    page: 'pidfd_getfd(2)',
    classes: ['desc'],
    accepts: [fd, int, word],
    makes: the_result,
    print: (options, pidfd, targetfd, flags) => {
      const pid = process_of(pidfd);
      return [options.fd(pidfd), pid === undefined ? String(targetfd) : options.fd(targetfd, pid), hex(flags)];
    },
  },
} satisfies SomeCalls;
