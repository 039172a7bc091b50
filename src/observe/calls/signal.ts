import { mask_operations, signalfd_flags, signals } from '../print/names/call.js';
import { pointer } from '../print/quote.js';
import { sigset, sigset_size, without_own } from '../print/structs/signal.js';
import { bits_of, name_of } from '../print/xlat.js';
import { at_least, int, or_null, word } from './accepts.js';
import type { SomeCalls } from './call.js';

/** Signals and threads. */
export const signal_calls = {
  signalfd: {
    syscall: 'signalfd4',
    page: 'signalfd(2)',
    classes: ['desc', 'signal'],
    accepts: [int, at_least(sigset_size), word],
    makes: (result, fd) => (fd === -1 ? [result] : []),
    print: (options, fd, mask, flags) => [
      options.fd(fd),
      sigset(mask),
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
      sigset(without_own(set)),
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
} satisfies SomeCalls;
