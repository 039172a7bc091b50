import type { Calls } from './call.js';
import { new_fd } from './call.js';
import { clocks, epoll_flags, epoll_operations, eventfd_flags, timerfd_flags } from './call-names.js';
import { epoll_event, epoll_events, epoll_size, maxevents } from './epoll.js';
import { nfds, poll_result, pollfds, ppoll_result } from './poll.js';
import { pointer } from './quote.js';
import { sigset, sigset_size } from './signal.js';
import { at_least, bytes, int, or_null, word } from './takes.js';
import { itimerspec, itimerspec_size, timespec, timespec_size } from './time.js';
import { bits_of, name_of } from './xlat.js';

const time_or_null = or_null(at_least(timespec_size));
const signals_or_null = or_null(at_least(sigset_size));

/** arm64 has no epoll_wait: the binding makes epoll_pwait of it. */
const no_epoll_wait = process.arch === 'arm64';

type Names =
  | 'poll'
  | 'ppoll'
  | 'epoll_create1'
  | 'epoll_ctl'
  | 'epoll_wait'
  | 'epoll_pwait2'
  | 'eventfd'
  | 'timerfd_create'
  | 'timerfd_settime'
  | 'timerfd_gettime';

/** Waiting, and what can be waited for. */
export const ready_calls: Calls<Names> = {
  poll: {
    blocks: true,
    takes: [bytes, int],
    print: (look, fds, timeout) => [pollfds(fds, look), String(nfds(fds)), String(timeout)],
    returned: (look, result, fds) => poll_result(fds, result, look),
  },
  ppoll: {
    blocks: true,
    takes: [bytes, time_or_null, signals_or_null],
    print: (look, fds, tmo_p, sigmask) => [
      pollfds(fds, look),
      String(nfds(fds)),
      timespec(tmo_p),
      sigset(sigmask),
      String(sigset_size),
    ],
    returned: (look, result, fds, tmo_p) => ppoll_result(fds, tmo_p, result, look),
  },
  epoll_create1: {
    takes: [word],
    print: (_, flags) => [bits_of(epoll_flags, flags, 'EPOLL_???')],
    returned: new_fd,
  },
  epoll_ctl: {
    takes: [int, int, int, or_null(at_least(epoll_size))],
    print: (look, epfd, op, fd, event) => {
      const name = name_of(epoll_operations, op, 'EPOLL_CTL_???');
      const unread = event === null || name === 'EPOLL_CTL_DEL';
      return [look.fd(epfd), name, look.fd(fd), unread ? pointer(event) : epoll_event(event)];
    },
  },
  epoll_wait: {
    syscall: no_epoll_wait ? 'epoll_pwait' : 'epoll_wait',
    blocks: true,
    takes: [int, bytes, int],
    print: (look, epfd, events, timeout) => [
      look.fd(epfd),
      (result) => epoll_events(events, result, look),
      String(maxevents(events)),
      String(timeout),
      ...(no_epoll_wait ? ['NULL', String(sigset_size)] : []),
    ],
  },
  epoll_pwait2: {
    blocks: true,
    takes: [int, bytes, time_or_null, signals_or_null],
    print: (look, epfd, events, timeout, sigmask) => [
      look.fd(epfd),
      (result) => epoll_events(events, result, look),
      String(maxevents(events)),
      // Decoded after the call, and then strace does not read what a refused call was given.
      (result) => (result < 0 ? pointer(timeout) : timespec(timeout)),
      (result) => (result < 0 ? pointer(sigmask) : sigset(sigmask)),
      String(sigset_size),
    ],
  },
  eventfd: {
    syscall: 'eventfd2',
    takes: [word, word],
    print: (_, initval, flags) => [String(initval >>> 0), bits_of(eventfd_flags, flags, 'EFD_???')],
    returned: new_fd,
  },
  timerfd_create: {
    takes: [int, word],
    print: (_, clockid, flags) => [name_of(clocks, clockid, 'CLOCK_???'), bits_of(timerfd_flags, flags, 'TFD_???')],
    returned: new_fd,
  },
  timerfd_settime: {
    takes: [int, word, at_least(itimerspec_size), or_null(at_least(itimerspec_size))],
    print: (look, fd, flags, new_value, old_value) => [
      look.fd(fd),
      bits_of(timerfd_flags, flags, 'TFD_???'),
      itimerspec(new_value),
      old_value === null ? 'NULL' : (result) => (result < 0 ? pointer(old_value) : itimerspec(old_value)),
    ],
  },
  timerfd_gettime: {
    takes: [int, at_least(itimerspec_size)],
    print: (look, fd, curr_value) => [
      look.fd(fd),
      (result) => (result < 0 ? pointer(curr_value) : itimerspec(curr_value)),
    ],
  },
};
