// The descriptors that Node keeps for itself: the epoll, the eventfd and the signal pipe of each event loop; and those
// of the package's watcher. A call on one of them could end the process, or stop a loop or the watcher from receiving
// events, so an argument of type Descriptor may not be one of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <sys/types.h>

namespace sys_socket {

// The descriptors of a loop. The inode of its pipe is unique while the system runs: as long as the descriptor is that
// pipe, the loop still exists.
struct Loop {
  const void* owner;          // null if no cleanup hook reports the end of the loop
  int fds[4];                 // epoll, eventfd, and both ends of the pipe; -1 if unknown
  ino_t pipe;                 // 0 if only the epoll is known
  const char* use = nullptr;  // of what is no loop: what its descriptors are for
};

class Guard {
 public:
  // The check that every call on a descriptor makes: one bit.
  static bool may_hold(int fd) {
    const auto at = static_cast<unsigned>(fd);
    if (at >= most) [[unlikely]]
      return false;
    return (held_[at / 64].load(std::memory_order_relaxed) >> (at % 64) & 1) != 0;
  }

  // What the descriptor is used for. Null if its loop has ended: the number may have been reused since.
  static const char* holds(int fd);

  static void release(int fd);

  // The functions from `put` to `drop_of` need this lock.
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
