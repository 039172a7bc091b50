// The only place that knows how the kernel says no: -1 and errno on the way in, one negative number on the way out.
#pragma once

#include "region.h"

#include <cerrno>
#include <type_traits>
#include <unistd.h>

namespace sys_socket {

template <class T>
long word(T value) {
  if constexpr (std::is_null_pointer_v<T>) {
    return 0;
  } else if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<long>(value);
  } else {
    return static_cast<long>(value);
  }
}

// What a call returned: itself when it is >= 0, else -errno. errno is read before anything else can disturb it.
inline long returned(long result) { return result == -1 ? -errno : result; }

// syscall(2), not libc's wrappers: those are cancellation points, which cost up to 35 ns a call in a process with
// threads, and musl's sendmsg copies the control data. What is written here is what strace prints.
template <class... Words>
long sys(long number, Words... words) {
  prove_regions(words...);
  return returned(::syscall(number, word(words)...));
}

}  // namespace sys_socket
