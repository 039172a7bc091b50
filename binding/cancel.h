// A syscall that may block, and that can be made to return: a cancellation point, as musl has it. Nothing of Node-API
// is here, so that test/binding/cancel.cc can prove it instruction by instruction.
#pragma once

#include "sys.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <sys/types.h>

// The syscall, unless *ask is set: then sys_socket::not_called, with nothing done.
extern "C" long sys_socket_call(const std::atomic<std::uint32_t>* ask, long number, long a, long b, long c, long d,
                                long e, long f);

namespace sys_socket {

// ERESTARTSYS, which the kernel keeps to itself.
constexpr long not_called = -512;

// A thread that makes such calls. One is never freed, so that a signal's handler can look through all of them.
struct Caller {
  // What is asked of the thread, in one word, so that a call looks at one.
  static constexpr std::uint32_t once = 1;      // the call that is made, or the next, returns EINTR
  static constexpr std::uint32_t ending = 2;    // each does: its JavaScript has ended
  static constexpr std::uint32_t held = 4;      // the signal waits for another handler to return
  static constexpr std::uint32_t question = 8;  // it may not leave its call: the watcher uses its environment
  static constexpr std::uint32_t bell = 16;     // the watcher wants to know of its next call

  // Where the thread is.
  static constexpr std::uint32_t outside = 0;
  static constexpr std::uint32_t in_call = 1;
  static constexpr std::uint32_t in_whole_call = 2;  // in one that may not be left before it is made

  std::atomic<std::uint32_t> ask{0};
  std::atomic<std::uint32_t> inside{outside};
  std::atomic<std::uint32_t> sending{0};  // so many are about to send the signal
  std::atomic<pid_t> tid{0};              // 0: free
  std::atomic<int> thread_id{-1};         // Node's number of it
  int environments = 0;                   // that this thread has
  std::int32_t answered = 0;              // requests that were answered by EINTR
  Caller* next = nullptr;

  // Tells the watcher of a call.
  void ring();

  // What the call returned, once nothing of what was asked is left but what is asked anew.
  long left(long result);
};

// The record of the calling thread, the same for each of its environments; null when there is no memory, or no handler
// can be had.
Caller* enter_caller();
void leave_caller(Caller* caller);

// 0, or -ESRCH: no thread of that number makes calls here. -EAGAIN: too many signals are queued.
long interrupt(int thread_id);

// Of one that cannot leave meanwhile.
long send_ours(const Caller& caller);

// What a signal's handler may ask of another thread, or of the one that it interrupted.
Caller* caller_of(pid_t tid);
void interrupt_from_handler(Caller& caller, void* context);

int our_signal();

// Rung by a thread that has `bell` set.
void set_bell(int eventfd);

inline long padded(const std::atomic<std::uint32_t>* ask, long number, long a = 0, long b = 0, long c = 0, long d = 0,
                   long e = 0, long f = 0) {
  return sys_socket_call(ask, number, a, b, c, d, e, f);
}

template <class... Words>
long blocking(Caller& caller, long number, Words... words) {
  prove_regions(words...);
  for (;;) {
    caller.inside.store(Caller::in_call, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    long result = padded(&caller.ask, number, word(words)...);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    caller.inside.store(Caller::outside, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (caller.ask.load(std::memory_order_relaxed) != 0) result = caller.left(result);
    if (result != not_called) return result;
  }
}

// One that is told not to block is no cancellation point, and leaves a request to the next that may.
template <class... Words>
long blocking_unless(bool never, Caller& caller, long number, Words... words) {
  return never ? sys(number, words...) : blocking(caller, number, words...);
}

// close(2) and its like, whose EINTR means that the descriptor is closed: always made, and a request ends its wait
// alone.
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
