// A handler in front of libuv's. It makes the main thread leave its call, so that the program returns to the event
// loop, where the JavaScript part of the handler runs. SA_RESTART stays set, because other calls rely on it.
//
// The kernel may deliver a signal of the process to any thread, and does so when the main thread has another one
// pending. So the handler always interrupts the main thread, whichever thread it runs on.
#include "siginterrupt.h"
#include "cancel.h"

#include <cerrno>
#include <csignal>

namespace sys_socket {

namespace {

struct sigaction behind[_NSIG];

// errno is preserved: nothing here sets it, and libuv's handler restores it.
void in_front(int sig, siginfo_t* info, void* context) {
  const struct sigaction& other = behind[sig];
  if ((other.sa_flags & SA_SIGINFO) != 0) {
    other.sa_sigaction(sig, info, context);
  } else {
    other.sa_handler(sig);
  }
  Caller* main = caller_of(::getpid());
  if (main != nullptr) interrupt_from_handler(*main, context);
}

bool is_ours(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == in_front;
}

bool has_handler(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) != 0 || (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN);
}

}  // namespace

long siginterrupt(int sig, int flag) {
  struct sigaction now {};
  if (sig < 1 || sig >= _NSIG || sig == our_signal() || ::sigaction(sig, nullptr, &now) != 0 || !has_handler(now)) {
    return -EINVAL;
  }
  if (is_ours(now) == (flag != 0)) return 0;
  if (flag == 0) return returned(::sigaction(sig, &behind[sig], nullptr));
  behind[sig] = now;
  struct sigaction action = now;
  action.sa_sigaction = in_front;
  action.sa_flags = now.sa_flags | SA_SIGINFO;
  return returned(::sigaction(sig, &action, nullptr));
}

}  // namespace sys_socket
