// Waiting for signals, the mask of the calling thread, and other processes: signalfd(2) pthread_sigmask(3) tgkill(2)
// gettid(2) pidfd_open(2) pidfd_getfd(2)
#include "signals.h"
#include "modules.h"
#include "sys.h"

#include <cstring>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

long signalfd(Reader& reader, Descriptor fd, Bytes mask, Flags flags) {
  if (mask.size < sizeof(SignalSet)) return reader.refuse_range("mask", signal_set_rule);
  SignalSet wanted;
  std::memcpy(wanted.data(), mask.data, wanted.size());
  remove_signal(wanted, our_signal());  // a held one (cancel.h) would be read here and lost
  return sys(SYS_signalfd4, fd, wanted.data(), wanted.size(), flags.bits);
}

// The syscall itself, as libcs differ: glibc leaves its own signals out of every set, musl out of none, and musl makes
// no syscall for an unknown `how`. Here they are left out, because setuid(2) would wait for ever while one is blocked.
long pthread_sigmask(Reader& reader, int how, MaybeBytes set, Bytes oldset) {
  if (set.data != nullptr && set.size < sizeof(SignalSet)) return reader.refuse_range("set", signal_set_rule);
  if (oldset.size < sizeof(SignalSet)) return reader.refuse_range("oldset", signal_set_rule);
  const Blocked blocked(set.data);
  const unsigned char* wanted = blocked.data();
  SignalSet unblocked{};
  if (set.data != nullptr && how == SIG_UNBLOCK) {
    // A program may unblock any signal, also one that it may not block.
    std::memcpy(unblocked.data(), set.data, unblocked.size());
    remove_of_libc(unblocked);
    wanted = unblocked.data();
  }
  SignalSet before{};
  const long result = sys(SYS_rt_sigprocmask, how, wanted, before.data(), before.size());
  if (result >= 0) std::memcpy(oldset.data, before.data(), before.size());
  return result;
}

long gettid() { return sys(SYS_gettid); }

long tgkill(int tgid, int tid, int sig) { return sys(SYS_tgkill, tgid, tid, sig); }

long pidfd_open(int pid, Flags flags) { return sys(SYS_pidfd_open, pid, flags.bits); }

long pidfd_getfd(int pidfd, int targetfd, Flags flags) { return sys(SYS_pidfd_getfd, pidfd, targetfd, flags.bits); }

}  // namespace

void add_signals(Table& native) {
  native.add<"signalfd", signalfd, "fd", "mask", "flags">();
  native.add<"pthread_sigmask", pthread_sigmask, "how", "set", "oldset">();
  native.add<"gettid", gettid>();
  native.add<"tgkill", tgkill, "tgid", "tid", "sig">();
  native.add<"pidfd_open", pidfd_open, "pid", "flags">();
  native.add<"pidfd_getfd", pidfd_getfd, "pidfd", "targetfd", "flags">();
}

}  // namespace sys_socket
