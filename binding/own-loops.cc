// Finds the descriptors that are libuv's own, without guessing: an inherited descriptor, or one that a script has
// opened, is never among them. libuv returns the epoll of a loop. The others are read from the loop's struct, whose
// layout is stable in libuv 1. They are used only if the struct holds the same epoll, and the kernel confirms what kind
// of descriptor each is.
#include "guard.h"
#include "modules.h"
#include "proc.h"

#include <cstring>
#include <pthread.h>

extern "C" {
struct uv_loop_s;
[[gnu::weak]] std::size_t uv_loop_size();
[[gnu::weak]] int uv_backend_fd(const uv_loop_s* loop);
[[gnu::weak]] uv_loop_s* uv_default_loop();
[[gnu::weak]] napi_status napi_get_uv_event_loop(napi_env env, uv_loop_s** loop);
}

namespace sys_socket {

namespace {

// The offsets of the fields in struct uv_loop_s. The numbers are those of x64; the pthread types before the fields are
// larger on other architectures.
constexpr std::size_t at_backend_fd = 64;
constexpr std::size_t at_async_fd = 504 + sizeof(pthread_mutex_t) - 40 + sizeof(pthread_rwlock_t) - 56;
constexpr std::size_t at_signal_pipefd = at_async_fd + 48;

bool first_load = true;

int number_at(const uv_loop_s* loop, std::size_t at) {
  int number = -1;
  std::memcpy(&number, reinterpret_cast<const char*>(loop) + at, sizeof number);
  return number;
}

Loop loop_of(const uv_loop_s* loop) {
  Loop found{loop, {uv_backend_fd(loop), -1, -1, -1}, 0};
  if (uv_loop_size() < at_signal_pipefd + 2 * sizeof(int) || number_at(loop, at_backend_fd) != found.fds[0])
    return found;
  const int event = number_at(loop, at_async_fd);
  const int pipe[] = {number_at(loop, at_signal_pipefd), number_at(loop, at_signal_pipefd + sizeof(int))};
  const ino_t inode = proc::pipe(pipe[0]);
  if (inode == 0 || proc::pipe(pipe[1]) != inode || !proc::is_eventfd(event)) return found;
  return {loop, {found.fds[0], event, pipe[0], pipe[1]}, inode};
}

// Guards the first of all loops, and the pipe with which all loops lock signals, which was created between the epoll
// and the pipe of the first loop. There was only one thread then, and each descriptor got the lowest free number. So
// these are the descriptors below the lowest known loop that occur in this order and exactly once. Inherited
// descriptors may be there as well: if one is of the same kind, nothing is guarded.
void put_first() {
  const Loop* const lowest = Guard::lowest();
  if (lowest == nullptr) return;
  if (const proc::Pipe lock = proc::only_pipe(lowest->fds[0], lowest->fds[2], false); lock.inode != 0) {
    Guard::put({nullptr, {-1, -1, lock.fds[0], lock.fds[1]}, lock.inode});
    return;
  }
  const int end = lowest->fds[0];
  const int epoll = proc::only(0, end, proc::is_epoll);
  const int event = proc::only(0, end, proc::is_eventfd);
  const proc::Pipe lock = proc::only_pipe(0, end, false);
  const proc::Pipe own = proc::only_pipe(0, end, true);
  if (lock.inode == 0 || own.inode == 0 || epoll < 0) return;
  if (!(epoll < lock.fds[0] && lock.fds[1] < own.fds[0] && own.fds[1] < event)) return;
  Guard::put({nullptr, {-1, -1, lock.fds[0], lock.fds[1]}, lock.inode});
  Guard::put({nullptr, {epoll, event, own.fds[0], own.fds[1]}, own.inode});
}

// Guards the loops of other threads, before the package has created any descriptor: the main thread's loop, the loops
// in whose epoll another thread sleeps (one serves Node's own timers), and the first loop.
void put_others() {
  if (const uv_loop_s* loop = uv_default_loop(); loop != nullptr) {
    const Loop main = loop_of(loop);
    if (main.pipe != 0 && !Guard::has(main.fds[0]))
      Guard::put({nullptr, {main.fds[0], main.fds[1], main.fds[2], main.fds[3]}, main.pipe});
  }
  // For each thread a file is opened, which is also a line in a trace. So the search ends when no epoll is unknown but
  // that of the first loop, in which no thread sleeps.
  static int unknown;
  unknown = proc::epolls() - Guard::epolls() - 1;
  proc::each_sleeper([](int epoll) {
    if (const proc::Watched watched = proc::watched_by(epoll); watched.pipe != 0 && !Guard::has(epoll)) {
      Guard::put({nullptr, {epoll, watched.event, watched.pipefd[0], watched.pipefd[1]}, watched.pipe});
      --unknown;
    }
    return unknown > 0;
  });
  put_first();
}

void on_end(void* owner) {
  const Guard::Lock lock;
  Guard::drop_of(owner);
}

// guard(): guards the descriptors of this thread's loop from now on. Must not be called on Bun and Deno, whose
// functions with libuv's names end the process.
napi_value guard(napi_env env, napi_callback_info) {
  uv_loop_s* own = nullptr;
  if (uv_loop_size == nullptr || uv_backend_fd == nullptr || uv_default_loop == nullptr ||
      napi_get_uv_event_loop == nullptr || napi_get_uv_event_loop(env, &own) != napi_ok || own == nullptr) {
    return nullptr;
  }
  const Guard::Lock lock;
  const Loop found = loop_of(own);
  if (!Guard::has(found.fds[0]) && napi_add_env_cleanup_hook(env, on_end, own) == napi_ok) Guard::put(found);
  if (first_load) put_others();
  first_load = false;
  return nullptr;
}

napi_value unguard(napi_env env, napi_callback_info info) {
  std::size_t count = 1;
  napi_value argument = nullptr;
  int fd = -1;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) == napi_ok &&
      napi_get_value_int32(env, argument, &fd) == napi_ok) {
    Guard::release(fd);
  }
  return nullptr;
}

}  // namespace

void add_guard(Table& loop) {
  const auto add = [&loop](const char* name, napi_callback function) {
    napi_value created = nullptr;
    const napi_status status = napi_create_function(loop.env(), name, NAPI_AUTO_LENGTH, function, nullptr, &created);
    loop.set(name, js::made(loop.env(), status, created));
  };
  add("guard", guard);
  add("unguard", unguard);
}

}  // namespace sys_socket
