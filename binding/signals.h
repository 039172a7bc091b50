// A set of signals as the kernel takes it: one bit for each signal, starting with signal 1. libc's sigset_t is larger
// and begins with the same bits.
#pragma once

#include "cancel.h"

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sys_socket {

using SignalSet = std::array<unsigned char, (_NSIG - 1) / 8>;
constexpr auto signal_set_rule = "a set of signals or null";

inline void remove_signal(SignalSet& set, int signal) {
  unsigned char& eight = set[static_cast<std::size_t>(signal - 1) / 8];
  eight = static_cast<unsigned char>(eight & ~(1U << (signal - 1) % 8));
}

// The signals between the last named one and SIGRTMIN are libc's: while one is blocked, setuid(2) waits for ever.
inline void remove_of_libc(SignalSet& set) {
  for (int signal = 32; signal < SIGRTMIN; ++signal) remove_signal(set, signal);
}

// A processor fault whose signal is blocked ends the process even if it has a handler. V8 turns such faults into
// exceptions, for example an access beyond the memory of WebAssembly.
constexpr std::array faults{SIGSEGV, SIGBUS, SIGFPE, SIGILL};

// The signals that a thread may block, as a copy that no other thread can change. Our own signal is left out: while it
// is blocked, it cannot end a call.
class Blocked {
 public:
  explicit Blocked(const std::uint8_t* set) : given_(set != nullptr) {
    if (set == nullptr) return;
    std::memcpy(set_.data(), set, set_.size());
    for (const int fault : faults) remove_signal(set_, fault);
    remove_of_libc(set_);
    remove_signal(set_, our_signal());
  }

  const unsigned char* data() const { return given_ ? set_.data() : nullptr; }

 private:
  bool given_;
  SignalSet set_{};
};

}  // namespace sys_socket
