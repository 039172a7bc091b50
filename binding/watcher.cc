// One thread for the whole process. It ends the calls of workers whose JavaScript has ended.
//
// A blocked thread is not notified that its environment ends: worker.terminate() and process.exit() set flags, write to
// the thread's event loop, and wait for the thread. So the watcher waits for that write too, and asks Node-API whether
// JavaScript may still run: napi_run_script without a script returns napi_invalid_arg if it may, and another error if
// it may not. In that case the watcher makes the thread leave its current call and every later one.
//
// A loop is watched only while its thread may be blocked, so that a thread at work in its event loop does not wake the
// watcher:
//
//   resting   `bell` is set: the thread's next call rings the bell, and the watcher arms the loop
//   armed     the loop is in `watched`, for one event. While the loop has no event, nobody has ended the environment:
//             libuv leaves out a write only if an earlier one has not been read
//   tried     the loop has an event, and JavaScript may run. The watcher looks again at every tick, and arms the loop
//             if the thread is in a call. The event remains while the thread is blocked, so a loop that is armed
//             immediately would report the same event immediately
//   ending    JavaScript has ended. The signal is sent at every tick while the thread is in a call, since a signal that
//             arrives before a call of `always` is lost
//
// Node-API forbids the question, because the watcher asks it on another thread and two threads may not use an
// environment at once. So the environment's own thread is stopped meanwhile. That thread stores `inside` and, after the
// call, reads `ask`; the watcher stores `question` in `ask` and then reads `inside`. When two threads each write a word
// and then read the other's word, at least one sees the other's write, if each has a barrier between its write and its
// read. The thread has no barrier, since that would cost too much in every call; the watcher's membarrier(2) acts as
// one on every running thread of the process. So either the watcher reads that the thread is outside and does not ask,
// or the thread reads `question` before it continues, and waits until the watcher clears it. `bell` follows the same
// rule: the thread rings, or the watcher sees that it is inside.
#include "watcher.h"
#include "guard.h"
#include "locked.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <linux/membarrier.h>
#include <new>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

extern "C" {
struct uv_loop_s;
[[gnu::weak]] int uv_backend_fd(const uv_loop_s* loop);
[[gnu::weak]] napi_status napi_get_uv_event_loop(napi_env env, uv_loop_s** loop);
}

namespace sys_socket {

namespace {

constexpr std::int64_t tick = 25;  // milliseconds
constexpr std::int64_t never = -1;
constexpr unsigned patience = 40;  // ticks outside a call after which a tried thread rests

enum class State { resting, armed, tried, ending };

struct Watched {
  Caller* caller;
  napi_env env;
  int loop;
  State state;
  unsigned quiet;  // ticks outside a call
  Watched* next;
};

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;  // guards the variables below
Watched* all = nullptr;
int watched = -1;
int bell = -1;
bool running = false;

void barrier() { sys(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0); }

bool is_inside(const Watched& one) { return one.caller->inside.load() != Caller::outside; }

void arm(Watched& one) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLONESHOT;
  event.data.ptr = &one;
  one.state = State::armed;
  one.quiet = 0;
  ::epoll_ctl(watched, EPOLL_CTL_MOD, one.loop, &event);
}

// True if the thread is in a call and its JavaScript has ended.
bool has_ended(const Watched& one) {
  one.caller->ask.fetch_or(Caller::question);
  barrier();
  const bool ended = is_inside(one) && napi_run_script(one.env, nullptr, nullptr) != napi_invalid_arg;
  one.caller->ask.fetch_and(~Caller::question);
  return ended;
}

// Called when the loop has an event.
void examine(Watched& one) {
  if (!has_ended(one)) {
    one.state = State::tried;
    return;
  }
  one.state = State::ending;
  one.caller->ask.fetch_or(Caller::ending);
  send_ours(*one.caller);
}

void rest(Watched& one) {
  one.caller->ask.fetch_or(Caller::bell);
  barrier();
  if (!is_inside(one)) {
    one.state = State::resting;
    return;
  }
  one.caller->ask.fetch_and(~Caller::bell);
  arm(one);
}

// True if it rests and its thread has rung, which clears `bell`.
bool has_rung(const Watched& one) {
  return one.state == State::resting && (one.caller->ask.load() & Caller::bell) == 0;
}

bool waits_for_a_tick(const Watched& one) { return one.state == State::tried || one.state == State::ending; }

void at_a_tick(Watched& one) {
  if (one.state == State::ending) {
    if (is_inside(one)) send_ours(*one.caller);
  } else if (one.state == State::tried) {
    if (is_inside(one)) {
      arm(one);
    } else if (++one.quiet >= patience) {
      rest(one);
    }
  }
}

// Milliseconds.
std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

// epoll_wait(2)'s timeout.
int until(std::int64_t due) { return due == never ? -1 : static_cast<int>(std::max(due - now(), std::int64_t{0})); }

void* watch(void*) {
  sys(SYS_prctl, PR_SET_NAME, "socket-watcher");  // src/learn/process.ts finds this in /proc/PID/task/TID/comm
  for (std::int64_t due = never;;) {
    epoll_event events[16];
    const long count = sys(SYS_epoll_pwait, watched, events, 16, until(due), nullptr, 0);
    if (count < 0 && count != -EINTR) return nullptr;  // other code closed the descriptor: its number may be anything
    const Locked locked(mutex);
    std::uint64_t rung = 0;
    sys(SYS_read, bell, &rung, sizeof rung);
    const bool ticks = due != never && now() >= due;
    for (Watched* one = all; one != nullptr; one = one->next) {
      if (has_rung(*one)) arm(*one);
      if (ticks) at_a_tick(*one);
    }
    for (int i = 0; i < count; ++i) {
      // The search skips the bell's event, and events of threads that were unwatched meanwhile.
      for (Watched* one = all; one != nullptr; one = one->next) {
        if (one == events[i].data.ptr && one->state == State::armed) examine(*one);
      }
    }
    bool waiting = false;
    for (const Watched* one = all; one != nullptr; one = one->next) waiting = waiting || waits_for_a_tick(*one);
    if (!waiting) {
      due = never;
    } else if (ticks || due == never) {
      due = now() + tick;
    }
  }
}

// No program opened these descriptors, and a thread cannot be ended without them.
void guard_own() {
  const Guard::Lock lock;
  if (!Guard::has(watched)) Guard::put({&all, {watched, bell, -1, -1}, 0, "with which the package ends threads"});
}

bool start() {
  if (running) return true;
  if (sys(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) != 0) return false;
  if (watched < 0) watched = ::epoll_create1(EPOLL_CLOEXEC);
  if (bell < 0) bell = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  if (watched < 0 || bell < 0) return false;
  const long added = sys(SYS_epoll_ctl, watched, EPOLL_CTL_ADD, bell, &event);
  if (added != 0 && added != -EEXIST) return false;
  guard_own();
  set_bell(bell);
  // The program's signals are not handled on this thread.
  sigset_t every;
  sigset_t before;
  sigfillset(&every);
  ::pthread_sigmask(SIG_SETMASK, &every, &before);
  pthread_t thread;
  running = ::pthread_create(&thread, nullptr, watch, nullptr) == 0;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (running) ::pthread_detach(thread);
  return running;
}

}  // namespace

bool watch_thread(napi_env env, Caller& caller) {
  uv_loop_s* loop = nullptr;
  if (uv_backend_fd == nullptr || napi_get_uv_event_loop == nullptr || napi_get_uv_event_loop(env, &loop) != napi_ok) {
    return false;
  }
  const Locked locked(mutex);
  for (const Watched* one = all; one != nullptr; one = one->next) {
    if (one->caller == &caller) return true;
  }
  if (!start()) return false;
  auto* one = new (std::nothrow) Watched{&caller, env, uv_backend_fd(loop), State::resting, 0, all};
  if (one == nullptr) return false;
  epoll_event event{};
  event.data.ptr = one;
  if (::epoll_ctl(watched, EPOLL_CTL_ADD, one->loop, &event) != 0) {
    delete one;
    return false;
  }
  caller.ask.fetch_or(Caller::bell);  // the thread is not in a call
  all = one;
  return true;
}

void unwatch_thread(napi_env env, const Caller& caller) {
  const Locked locked(mutex);
  for (Watched** at = &all; *at != nullptr; at = &(*at)->next) {
    Watched* one = *at;
    if (one->caller != &caller || one->env != env) continue;
    ::epoll_ctl(watched, EPOLL_CTL_DEL, one->loop, nullptr);
    *at = one->next;
    delete one;
    return;
  }
}

}  // namespace sys_socket
