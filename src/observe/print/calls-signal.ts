import { type Calls, new_fd } from './call.js';
import { mask_operations, signalfd_flags, signals } from './call-names.js';
import { pointer } from './quote.js';
import { sigset, sigset_size, without_own } from './signal.js';
import { at_least, int, or_null, word } from './takes.js';
import { bits_of, name_of } from './xlat.js';

/** Signals and threads. */
export const signal_calls: Calls<'signalfd' | 'pthread_sigmask' | 'gettid' | 'tgkill'> = {
  signalfd: {
    syscall: 'signalfd4',
    takes: [int, at_least(sigset_size), word],
    print: (look, fd, mask, flags) => [
      look.fd(fd),
      sigset(mask),
      String(sigset_size),
      bits_of(signalfd_flags, flags, 'SFD_???'),
    ],
    returned: new_fd,
  },
  pthread_sigmask: {
    syscall: 'rt_sigprocmask',
    takes: [int, or_null(at_least(sigset_size)), at_least(sigset_size)],
    print: (_, how, set, oldset) => [
      name_of(mask_operations, how, 'SIG_???'),
      sigset(without_own(set)),
      (result) => (result < 0 ? pointer(oldset) : sigset(oldset)),
      String(sigset_size),
    ],
  },
  gettid: {
    takes: [],
    print: () => [],
  },
  tgkill: {
    takes: [int, int, int],
    print: (_, tgid, tid, sig) => [String(tgid), String(tid), signals.get(sig) ?? String(sig)],
  },
};
