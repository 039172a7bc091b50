// The only place that knows how the kernel reports errors: -1 and errno on the way in, one negative number on the way
// out.
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

// The result of a libc call: -errno if it is -1, else the result itself. errno is read before anything can change it.
inline long returned(long result) { return result == -1 ? -errno : result; }

#if defined(SYS_SOCKET_PLAYED_KERNEL)
// test/fuzz/native/ simulates the kernel.
long enter_kernel(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);
#else
// The syscall instruction itself: libc's syscall(2) does the same, but reports errors through errno.
inline long enter_kernel(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
#if defined(__x86_64__) && !defined(__ILP32__)
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#else
  return returned(::syscall(number, a, b, c, d, e, f));
#endif
}
#endif

// libc's wrappers are not used: they are cancellation points, which cost up to 35 ns a call in a process with threads,
// and musl's sendmsg copies the control data. strace prints exactly the call that is made here.
template <class... Words>
long sys(long number, Words... words) {
  prove_regions(words...);
  return enter_kernel(number, word(words)...);
}

}  // namespace sys_socket
