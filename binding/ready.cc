// Waiting for readiness, and descriptors made to be waited for: poll(2) epoll_create(2) epoll_ctl(2)
// epoll_wait(2) eventfd(2) timerfd_create(2)
#include "cancel.h"
#include "modules.h"
#include "signals.h"

#include <ctime>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

// True if the bytes are too short for the struct. NULL, which C takes too, is not.
template <class T>
bool is_short(const Bytes& bytes) {
  return bytes.data != nullptr && bytes.size < sizeof(T);
}

constexpr auto timespec_rule = "a struct timespec or null";
constexpr auto itimerspec_rule = "a struct itimerspec";

// `fds` is an array of struct pollfd. The kernel of arm64 has only ppoll.
long poll(Reader& reader, Bytes fds, int timeout) {
#ifdef SYS_poll
  return blocking_unless(timeout == 0, reader.caller(), SYS_poll, fds.data, fds.size / sizeof(pollfd), timeout);
#else
  timespec time{timeout / 1000, timeout % 1000 * 1000000L};
  return blocking_unless(timeout == 0, reader.caller(), SYS_ppoll, fds.data, fds.size / sizeof(pollfd),
                         timeout < 0 ? nullptr : &time, nullptr, sizeof(SignalSet));
#endif
}

// The kernel writes the remaining time into `tmo_p`.
long ppoll(Reader& reader, Bytes fds, MaybeBytes tmo_p, MaybeBytes sigmask) {
  if (is_short<timespec>(tmo_p)) return reader.refuse_range("tmo_p", timespec_rule);
  if (is_short<SignalSet>(sigmask)) return reader.refuse_range("sigmask", signal_set_rule);
  const Blocked blocked(sigmask.data);
  return blocking(reader.caller(), SYS_ppoll, fds.data, fds.size / sizeof(pollfd), tmo_p.data, blocked.data(),
                  sizeof(SignalSet));
}

long epoll_create1(Flags flags) { return sys(SYS_epoll_create1, flags.bits); }

// Watching one of Node's own descriptors is allowed, so that an event loop can be nested in another.
long epoll_ctl(Reader& reader, Descriptor epfd, int op, int fd, MaybeBytes event) {
  if (is_short<epoll_event>(event)) return reader.refuse_range("event", "a struct epoll_event or null");
  return sys(SYS_epoll_ctl, epfd, op, fd, event.data);
}

int maxevents(const Bytes& events) { return static_cast<int>(events.size / sizeof(epoll_event)); }

long epoll_wait(Reader& reader, Descriptor epfd, Bytes events, int timeout) {
#ifdef SYS_epoll_wait
  return blocking_unless(timeout == 0, reader.caller(), SYS_epoll_wait, epfd, events.data, maxevents(events), timeout);
#else
  return blocking_unless(timeout == 0, reader.caller(), SYS_epoll_pwait, epfd, events.data, maxevents(events), timeout,
                         nullptr, sizeof(SignalSet));
#endif
}

long epoll_pwait2(Reader& reader, Descriptor epfd, Bytes events, MaybeBytes timeout, MaybeBytes sigmask) {
  if (is_short<timespec>(timeout)) return reader.refuse_range("timeout", timespec_rule);
  if (is_short<SignalSet>(sigmask)) return reader.refuse_range("sigmask", signal_set_rule);
#ifdef SYS_epoll_pwait2
  const Blocked blocked(sigmask.data);
  return blocking(reader.caller(), SYS_epoll_pwait2, epfd, events.data, maxevents(events), timeout.data, blocked.data(),
                  sizeof(SignalSet));
#else
  return -ENOSYS;
#endif
}

long eventfd(Flags initval, Flags flags) { return sys(SYS_eventfd2, initval.bits, flags.bits); }

long timerfd_create(int clockid, Flags flags) { return sys(SYS_timerfd_create, clockid, flags.bits); }

long timerfd_settime(Reader& reader, Descriptor fd, Flags flags, Bytes new_value, MaybeBytes old_value) {
  if (is_short<itimerspec>(new_value)) return reader.refuse_range("new_value", itimerspec_rule);
  if (is_short<itimerspec>(old_value)) return reader.refuse_range("old_value", itimerspec_rule);
  return sys(SYS_timerfd_settime, fd, flags.bits, new_value.data, old_value.data);
}

long timerfd_gettime(Reader& reader, Descriptor fd, Bytes curr_value) {
  if (is_short<itimerspec>(curr_value)) return reader.refuse_range("curr_value", itimerspec_rule);
  return sys(SYS_timerfd_gettime, fd, curr_value.data);
}

}  // namespace

void add_ready(Table& native) {
  native.add<"poll", poll, "fds", "timeout">();
  native.add<"ppoll", ppoll, "fds", "tmo_p", "sigmask">();
  native.add<"epoll_create1", epoll_create1, "flags">();
  native.add<"epoll_ctl", epoll_ctl, "epfd", "op", "fd", "event">();
  native.add<"epoll_wait", epoll_wait, "epfd", "events", "timeout">();
  native.add<"epoll_pwait2", epoll_pwait2, "epfd", "events", "timeout", "sigmask">();
  native.add<"eventfd", eventfd, "initval", "flags">();
  native.add<"timerfd_create", timerfd_create, "clockid", "flags">();
  native.add<"timerfd_settime", timerfd_settime, "fd", "flags", "new_value", "old_value">();
  native.add<"timerfd_gettime", timerfd_gettime, "fd", "curr_value">();
}

}  // namespace sys_socket
