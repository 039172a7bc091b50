// The descriptors that Node keeps for itself: the epoll, the eventfd and the pipe of signals of an event loop. A call
// on one of them would end the process or leave a loop deaf, so a Descriptor among the arguments is none of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <sys/types.h>

namespace sys_socket {

// The descriptors of a loop. The inode of its pipe is nobody else's as long as the system runs: while the pipe is what
// it was, so is the loop.
struct Loop {
  const void* owner;  // null where no thread's end says that the loop ends
  int fds[4];         // epoll, eventfd, and both ends of the pipe, or -1
  ino_t pipe;         // or 0, when only the epoll is known
};

class Guard {
 public:
  // What every call on a descriptor asks: one bit.
  static bool may_hold(int fd) {
    const auto at = static_cast<unsigned>(fd);
    return at < most && (held_[at / 64].load(std::memory_order_relaxed) >> (at % 64) & 1) != 0;
  }

  // What of Node's the descriptor is, or null: since its loop has ended, the number may be another's.
  static const char* holds(int fd);

  static void release(int fd);

  // What is held, under a lock.
  struct Lock {
    Lock();
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
  };
  static void put(const Loop& loop);
  static bool has(int epoll);
  static int epolls();
  static const Loop* lowest();
  static void drop_of(const void* owner);

 private:
  static void hold(int fd);

  static constexpr unsigned most = 1024;
  static std::atomic<std::uint64_t> held_[most / 64];
};

}  // namespace sys_socket
