// For runtimes without libuv: a thread sleeps until a descriptor is readable, and a thread-safe function calls
// JavaScript.
#pragma once

#include <atomic>
#include <napi.h>
#include <pthread.h>

namespace sys_socket {

class Sleeper {
 public:
  explicit Sleeper(napi_env env) : env_(env) {}

  // Returns 0, -errno, or 1 if the JavaScript thread is ending. `done(env, holder, nullptr)` is called when nothing
  // uses this object any more.
  int start(int fd, napi_value callback, void* holder, napi_finalize done);
  void ref(bool on);
  // Ends the thread and waits until it has ended: JavaScript is not called after that.
  void stop();

 private:
  static void* sleep(void* sleeper);
  static void wake_javascript(napi_env env, napi_value callback, void* sleeper, void* data);
  bool stopped_by_bell();
  void ring();

  napi_env env_;
  int fd_ = -1;
  // An eventfd that wakes the thread when JavaScript has read the descriptor, or when the thread has to end.
  int bell_ = -1;
  std::atomic<bool> stopping_ = false;
  pthread_t thread_{};
  napi_threadsafe_function call_ = nullptr;
};

}  // namespace sys_socket
