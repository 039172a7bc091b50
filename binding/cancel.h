// A syscall that may block and that can be made to return: a cancellation point, as in musl. This file does not use
// Node-API, so that test/binding/cancel.cc can test it instruction by instruction.
#pragma once

#include "cancel-point.h"
#include "sys.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <sys/types.h>

namespace sys_socket {

// A thread that makes such calls. Records are never freed, so that a signal handler can search all of them.
struct Caller {
  // The requests to the thread, in one word, so that a call checks only one word.
  static constexpr std::uint32_t once = 1;      // the current call, or the next, returns EINTR
  static constexpr std::uint32_t ending = 2;    // every call returns EINTR: the thread's JavaScript has ended
  static constexpr std::uint32_t held = 4;      // the signal is pending, and blocked until another handler returns
  static constexpr std::uint32_t question = 8;  // the thread may not leave its call: the watcher uses its environment
  static constexpr std::uint32_t bell = 16;     // the thread's next call notifies the watcher

  // Where the thread is.
  static constexpr std::uint32_t outside = 0;
  static constexpr std::uint32_t in_call = 1;
  static constexpr std::uint32_t in_whole_call = 2;  // in a call that must be made before the thread leaves it

  std::atomic<std::uint32_t> ask{0};
  std::atomic<std::uint32_t> inside{outside};
  std::atomic<std::uint32_t> sending{0};  // number of senders that are about to send the signal
  std::atomic<pid_t> tid{0};              // 0: the record is free
  std::atomic<int> thread_id{-1};         // Node's number for the thread
  int environments = 0;                   // number of environments of this thread
  std::int32_t answered = 0;              // number of requests that were answered with EINTR
  Caller* next = nullptr;

  // Notifies the watcher of a call.
  void ring();

  // Serves the requests in `ask` after a call. Returns the call's result, -EINTR if the thread has to leave, or
  // `not_called` if the call has to be made again.
  [[gnu::cold]] long left(long result);
};

// The record of the calling thread, the same for each of its environments. Null if there is no memory, or if the signal
// handler cannot be installed.
Caller* enter_caller();
void leave_caller(Caller* caller);

// Returns 0, -ESRCH if no thread with this number makes calls here, or -EAGAIN if too many signals are queued.
long interrupt(int thread_id);

// Sends our signal to the thread. Its record must not be released (leave_caller) meanwhile.
long send_ours(const Caller& caller);

// A signal handler may use these two, for another thread or for the thread that it interrupted.
Caller* caller_of(pid_t tid);
void interrupt_from_handler(Caller& caller, void* context);

int our_signal();

// The eventfd that a thread with `bell` set writes to.
void set_bell(int eventfd);

// Inlined, because a return takes longer after a syscall.
template <class... Words>
[[gnu::always_inline]] inline long blocking(Caller& caller, long number, Words... words) {
  prove_regions(words...);
  for (;;) {
    caller.inside.store(Caller::in_call, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    long result = cancellable(caller.ask, number, word(words)...);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    caller.inside.store(Caller::outside, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (caller.ask.load(std::memory_order_relaxed) != 0) result = caller.left(result);
    if (result != not_called) [[likely]]
      return result;
  }
}

// A call that does not block is not a cancellation point: a request stays for the next call that may block.
template <class... Words>
[[gnu::always_inline]] inline long blocking_unless(bool never, Caller& caller, long number, Words... words) {
  return never ? sys(number, words...) : blocking(caller, number, words...);
}

// For close(2) and similar calls, where EINTR means that the descriptor is closed. The call is always made; a request
// only ends its wait.
template <class... Words>
long always(Caller& caller, long number, Words... words) {
  caller.inside.store(Caller::in_whole_call, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if ((caller.ask.load(std::memory_order_relaxed) & Caller::bell) != 0) caller.ring();
  const long result = sys(number, words...);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  caller.inside.store(Caller::outside, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  return caller.ask.load(std::memory_order_relaxed) == 0 ? result : caller.left(result);
}

}  // namespace sys_socket
