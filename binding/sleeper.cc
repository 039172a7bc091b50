#include "sleeper.h"
#include "sys.h"

#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>

namespace sys_socket {

int Sleeper::start(int fd, napi_value callback, void* holder, napi_finalize done) {
  fd_ = fd;
  bell_ = static_cast<int>(returned(::eventfd(0, EFD_CLOEXEC)));
  if (bell_ < 0) return bell_;
  napi_value name = nullptr;
  if (napi_create_string_utf8(env_, "sys-socket", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_threadsafe_function(env_, callback, nullptr, name, 0, 1, holder, done, this, wake_javascript,
                                      &call_) != napi_ok) {
    ::close(bell_);
    return 1;
  }
  // The program's signals are not handled on this thread.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = ::pthread_create(&thread_, nullptr, sleep, this);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (failed == 0) return 0;
  napi_release_threadsafe_function(call_, napi_tsfn_abort);
  ::close(bell_);
  return -failed;
}

void Sleeper::ref(bool on) {
  if (on) {
    napi_ref_threadsafe_function(env_, call_);
  } else {
    napi_unref_threadsafe_function(env_, call_);
  }
}

void Sleeper::stop() {
  stopping_ = true;
  ring();
  ::pthread_join(thread_, nullptr);
  napi_release_threadsafe_function(call_, napi_tsfn_abort);
  ::close(bell_);
}

void Sleeper::ring() {
  const std::uint64_t once = 1;
  if (::write(bell_, &once, sizeof once) < 0) return;  // cannot fail: the counter never comes near its limit
}

bool Sleeper::stopped_by_bell() {
  std::uint64_t rung = 0;
  while (returned(::read(bell_, &rung, sizeof rung)) == -EINTR) {
  }
  return stopping_;
}

void* Sleeper::sleep(void* sleeper) {
  auto& self = *static_cast<Sleeper*>(sleeper);
  for (;;) {
    pollfd fds[] = {{self.fd_, POLLIN, 0}, {self.bell_, POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0) continue;
    if (fds[1].revents == 0) {
      if (napi_call_threadsafe_function(self.call_, nullptr, napi_tsfn_nonblocking) == napi_closing) return nullptr;
    }
    // Waits until JavaScript has read the data: the descriptor stays readable until then.
    if (self.stopped_by_bell()) return nullptr;
  }
}

void Sleeper::wake_javascript(napi_env env, napi_value callback, void* sleeper, void*) {
  auto& self = *static_cast<Sleeper*>(sleeper);
  if (env == nullptr || self.stopping_) return;  // the environment or the watch is ending
  napi_value global = nullptr;
  if (napi_get_global(env, &global) == napi_ok) napi_call_function(env, global, callback, 0, nullptr, nullptr);
  // JavaScript may have stopped the thread: then bell_ is closed, and its number may have been reused.
  if (!self.stopping_) self.ring();
}

}  // namespace sys_socket
