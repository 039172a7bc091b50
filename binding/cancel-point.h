// The cancellation point itself: a check of *ask, then the syscall instruction. It is inlined into each call, so the
// section sys_socket_points lists where each copy begins and ends. A thread whose program counter is between the two
// has not completed the syscall.
#pragma once

#include <atomic>
#include <cstdint>

namespace sys_socket {

// -ERESTARTSYS, which the kernel never returns to a program.
constexpr long not_called = -512;

// A copy of the cancellation point. Both are distances from the number's own address, so the loader has nothing to do.
struct Point {
  std::int32_t to_begin;
  std::int32_t to_end;

  static std::uintptr_t address(const std::int32_t& distance) {
    return reinterpret_cast<std::uintptr_t>(&distance) + static_cast<std::uintptr_t>(std::intptr_t{distance});
  }
  std::uintptr_t begin() const { return address(to_begin); }
  std::uintptr_t end() const { return address(to_end); }
};

#if defined(SYS_SOCKET_PLAYED_KERNEL)
// test/fuzz/native/ simulates the kernel.
long cancellable(const std::atomic<std::uint32_t>& ask, long number, long a = 0, long b = 0, long c = 0, long d = 0,
                 long e = 0, long f = 0);
#else
// "?" puts the entry into the group of its function: the linker keeps both or neither.
#define SYS_SOCKET_POINT                                 \
  "2:\n"                                                 \
  ".pushsection sys_socket_points, \"a?\", %%progbits\n" \
  ".balign 4\n"                                          \
  ".long 1b - .\n"                                       \
  ".long 2b - .\n"                                       \
  ".popsection\n"

// Makes the syscall, unless `ask` is set: then it makes no call and returns `not_called`.
[[gnu::always_inline]] inline long cancellable(const std::atomic<std::uint32_t>& ask, long number, long a = 0,
                                               long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
#if defined(__x86_64__) && !defined(__ILP32__)
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  long result = number;
  asm volatile(
      "1: cmpl $0, %[ask]\n"
      "jne 3f\n"
      "syscall\n" SYS_SOCKET_POINT
      ".subsection 1\n"
      "3: mov %[left], %%rax\n"
      "jmp 2b\n"
      ".previous\n"
      : "+a"(result)
      : [ask] "m"(ask), [left] "i"(not_called), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
      : "rcx", "r11", "cc", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile(
      "1: ldr w9, %[ask]\n"
      "cbnz w9, 3f\n"
      "svc #0\n" SYS_SOCKET_POINT
      ".subsection 1\n"
      "3: mov x0, %[left]\n"
      "b 2b\n"
      ".previous\n"
      : "+r"(x0)
      : [ask] "m"(ask), [left] "i"(not_called), "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
      : "x9", "cc", "memory");
  return x0;
#else
#error "the cancellation point is written for x64 and arm64"
#endif
}
#undef SYS_SOCKET_POINT
#endif

}  // namespace sys_socket
