#include "guard.h"

#include "proc.h"

#include <pthread.h>

namespace sys_socket {

std::atomic<std::uint64_t> Guard::held_[most / 64];

void Guard::hold(int fd) {
  const auto at = static_cast<unsigned>(fd);
  if (at < most) held_[at / 64] |= std::uint64_t{1} << (at % 64);
}

void Guard::release(int fd) {
  const auto at = static_cast<unsigned>(fd);
  if (at < most) held_[at / 64] &= ~(std::uint64_t{1} << (at % 64));
}

namespace {

constexpr const char* what[] = {"the epoll of an event loop", "the eventfd that wakes an event loop",
                                "the pipe of an event loop's signals", "the pipe of an event loop's signals"};

// More loops than a process is likely to have at once. The descriptors of any further loop are not guarded.
constexpr std::size_t most_loops = 256;
Loop loops[most_loops];
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

bool is_free(const Loop& loop) { return loop.owner == nullptr && loop.pipe == 0; }

void drop(Loop& loop) {
  for (const int fd : loop.fds) Guard::release(fd);
  loop = {};
}

}  // namespace

Guard::Lock::Lock() { pthread_mutex_lock(&mutex); }

Guard::Lock::~Lock() { pthread_mutex_unlock(&mutex); }

void Guard::put(const Loop& added) {
  for (Loop& loop : loops) {
    if (!is_free(loop)) continue;
    loop = added;
    for (const int fd : loop.fds) hold(fd);
    return;
  }
}

bool Guard::has(int epoll) {
  for (const Loop& loop : loops) {
    if (!is_free(loop) && loop.fds[0] == epoll) return true;
  }
  return false;
}

int Guard::epolls() {
  int count = 0;
  for (const Loop& loop : loops) count += !is_free(loop) && loop.fds[0] >= 0;
  return count;
}

const Loop* Guard::lowest() {
  const Loop* lowest = nullptr;
  for (const Loop& loop : loops) {
    if (loop.pipe != 0 && loop.fds[0] >= 0 && (lowest == nullptr || loop.fds[0] < lowest->fds[0])) lowest = &loop;
  }
  return lowest;
}

void Guard::drop_of(const void* owner) {
  for (Loop& loop : loops) {
    if (loop.owner == owner) drop(loop);
  }
}

const char* Guard::holds(int fd) {
  const Lock lock;
  for (Loop& loop : loops) {
    for (std::size_t i = 0; i < 4 && !is_free(loop); ++i) {
      if (loop.fds[i] != fd) continue;
      if (loop.pipe == 0 || proc::pipe(loop.fds[2]) == loop.pipe) {
        return loop.use != nullptr ? loop.use : what[i];
      }
      drop(loop);
    }
  }
  release(fd);
  return nullptr;
}

}  // namespace sys_socket
