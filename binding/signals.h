// A set of signals as the kernel takes it: a bit for each, from signal 1 on. libc's sigset_t is larger, and begins with
// it.
#pragma once

#include <array>
#include <csignal>

namespace sys_socket {

using SignalSet = std::array<unsigned char, (_NSIG - 1) / 8>;
constexpr auto signal_set_rule = "a set of signals or null";

}  // namespace sys_socket
