import { clocks, epoll_flags, epoll_operations, eventfd_flags, timerfd_flags } from '../print/names/call.js';
import { pointer } from '../print/quote.js';
import { epoll_event, epoll_events, epoll_size, maxevents } from '../print/structs/epoll.js';
import { nfds, poll_result, pollfds, ppoll_result } from '../print/structs/poll.js';
import { blocked, sigset, sigset_size } from '../print/structs/signal.js';
import { itimerspec, itimerspec_size, timespec, timespec_size } from '../print/structs/time.js';
import { bits_of, name_of } from '../print/xlat.js';
import { at_least, bytes, fd, int, or_null, word } from './accepts.js';
import { type SomeCalls, the_result } from './call.js';

const time_or_null = or_null(at_least(timespec_size));
const signals_or_null = or_null(at_least(sigset_size));

/** arm64 has no epoll_wait syscall: the binding makes epoll_pwait instead. */
const no_epoll_wait = process.arch === 'arm64';

/** Calls that wait for descriptors, and calls that create descriptors to wait for. */
export const ready_calls = {
  poll: {
    page: 'poll(2)',
    classes: ['desc'],
    waits: 'in',
    accepts: [bytes, int],
    print: (options, fds, timeout) => [pollfds(fds, options), String(nfds(fds)), String(timeout)],
    returned: (options, result, fds) => poll_result(fds, result, options),
  },
  ppoll: {
    page: 'poll(2)',
    classes: ['desc'],
    waits: 'in',
    accepts: [bytes, time_or_null, signals_or_null],
    print: (options, fds, tmo_p, sigmask) => [
      pollfds(fds, options),
      String(nfds(fds)),
      timespec(tmo_p),
      sigset(blocked(sigmask)),
      String(sigset_size),
    ],
    returned: (options, result, fds, tmo_p) => ppoll_result(fds, tmo_p, result, options),
  },
  epoll_create1: {
    page: 'epoll_create(2)',
    classes: ['desc'],
    accepts: [word],
    makes: the_result,
    print: (_, flags) => [bits_of(epoll_flags, flags, 'EPOLL_???')],
  },
  epoll_ctl: {
    page: 'epoll_ctl(2)',
    classes: ['desc'],
    accepts: [fd, int, fd, or_null(at_least(epoll_size))],
    print: (options, epfd, op, fd, event) => {
      const name = name_of(epoll_operations, op, 'EPOLL_CTL_???');
      const unread = event === null || name === 'EPOLL_CTL_DEL';
      return [options.fd(epfd), name, options.fd(fd), unread ? pointer(event) : epoll_event(event)];
    },
  },
  epoll_wait: {
    syscall: no_epoll_wait ? 'epoll_pwait' : 'epoll_wait',
    page: 'epoll_wait(2)',
    classes: ['desc'],
    waits: 'in',
    accepts: [fd, bytes, int],
    print: (options, epfd, events, timeout) => [
      options.fd(epfd),
      (result) => epoll_events(events, result, options),
      String(maxevents(events)),
      String(timeout),
      ...(no_epoll_wait ? ['NULL', String(sigset_size)] : []),
    ],
  },
  epoll_pwait2: {
    page: 'epoll_wait(2)',
    classes: ['desc'],
    waits: 'in',
    accepts: [fd, bytes, time_or_null, signals_or_null],
    print: (options, epfd, events, timeout, sigmask) => [
      options.fd(epfd),
      (result) => epoll_events(events, result, options),
      String(maxevents(events)),
      // strace decodes these after the call, and prints only the pointers if the call failed.
      (result) => (result < 0 ? pointer(timeout) : timespec(timeout)),
      (result) => (result < 0 ? pointer(sigmask) : sigset(blocked(sigmask))),
      String(sigset_size),
    ],
  },
  eventfd: {
    syscall: 'eventfd2',
    page: 'eventfd(2)',
    classes: ['desc'],
    accepts: [word, word],
    makes: the_result,
    print: (_, initval, flags) => [String(initval >>> 0), bits_of(eventfd_flags, flags, 'EFD_???')],
  },
  timerfd_create: {
    page: 'timerfd_create(2)',
    classes: ['desc'],
    accepts: [int, word],
    makes: the_result,
    print: (_, clockid, flags) => [name_of(clocks, clockid, 'CLOCK_???'), bits_of(timerfd_flags, flags, 'TFD_???')],
  },
  timerfd_settime: {
    page: 'timerfd_create(2)',
    classes: ['desc'],
    accepts: [fd, word, at_least(itimerspec_size), or_null(at_least(itimerspec_size))],
    print: (options, fd, flags, new_value, old_value) => [
      options.fd(fd),
      bits_of(timerfd_flags, flags, 'TFD_???'),
      itimerspec(new_value),
      old_value === null ? 'NULL' : (result) => (result < 0 ? pointer(old_value) : itimerspec(old_value)),
    ],
  },
  timerfd_gettime: {
    page: 'timerfd_create(2)',
    classes: ['desc'],
    accepts: [fd, at_least(itimerspec_size)],
    print: (options, fd, curr_value) => [
      options.fd(fd),
      (result) => (result < 0 ? pointer(curr_value) : itimerspec(curr_value)),
    ],
  },
} satisfies SomeCalls;
