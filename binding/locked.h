// Holds a mutex until the end of the block. Plain pthread, because libstdc++ is not linked (runtime.cc).
#pragma once

#include <pthread.h>

namespace sys_socket {

class Locked {
 public:
  explicit Locked(pthread_mutex_t& mutex) : mutex_(mutex) { pthread_mutex_lock(&mutex_); }
  ~Locked() { pthread_mutex_unlock(&mutex_); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  pthread_mutex_t& mutex_;
};

}  // namespace sys_socket
