// A syscall that may block, and that can be made to return: a cancellation point, as musl has it. Nothing of Node-API
// is here, so that test/binding/cancel.cc can prove it instruction by instruction.
#pragma once

#include "sys.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <sys/types.h>

// The syscall, unless *ask says to leave: then -EINTR, with nothing done.
extern "C" long sys_socket_call(const std::atomic<std::uint32_t>* ask, long number, long a, long b, long c, long d,
                                long e, long f);

namespace sys_socket {

// A thread that makes such calls. One is never freed, so that a signal's handler can look through all of them.
struct Caller {
  std::atomic<std::uint32_t> ask{0};      // the call that is made, or the next, returns EINTR
  std::atomic<std::uint32_t> inside{0};   // it is in such a call
  std::atomic<std::uint32_t> sending{0};  // so many are about to send the signal
  volatile std::sig_atomic_t held = 0;    // the signal waits for another handler to return
  std::atomic<pid_t> tid{0};              // 0: free
  Caller* next = nullptr;

  // What the call returned, once nothing of what was asked is left but what is asked anew.
  long left(long result);
};

// The record of the calling thread; null when there is no memory, or no handler can be had.
Caller* enter_caller();
void leave_caller(Caller* caller);

// 0, or -ESRCH: no such thread makes calls here.
long interrupt(pid_t tid);

inline long padded(const std::atomic<std::uint32_t>* ask, long number, long a = 0, long b = 0, long c = 0, long d = 0,
                   long e = 0, long f = 0) {
  return sys_socket_call(ask, number, a, b, c, d, e, f);
}

template <class... Words>
long blocking(Caller& caller, long number, Words... words) {
  prove_regions(words...);
  caller.inside.store(1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  const long result = padded(&caller.ask, number, word(words)...);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  caller.inside.store(0, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (caller.ask.load(std::memory_order_relaxed) == 0 && caller.held == 0) return result;
  return caller.left(result);
}

}  // namespace sys_socket
