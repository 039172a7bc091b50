// What the kernel reads and writes is not instrumented, so a sanitized build asks ASan before the call whether each region
// that it is given is the program's to give.
#pragma once

#include <cstddef>
#include <sys/socket.h>
#include <type_traits>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace sys_socket {

inline void prove_region([[maybe_unused]] const void* data, [[maybe_unused]] std::size_t size) {
#if defined(__SANITIZE_ADDRESS__)
  // Reading the first byte that is not makes ASan report it as it reports any other.
  const void* bad = __asan_region_is_poisoned(const_cast<void*>(data), size);
  if (bad != nullptr) static_cast<void>(*static_cast<const volatile char*>(bad));
#endif
}

// The regions among the arguments of a call: a pointer and its size, or a pointer and the socklen_t that measures it.
inline void prove_regions() {}

template <class First, class... Rest>
void prove_regions(First, Rest... rest) {
  prove_regions(rest...);
}

template <class T, class Size, class... Rest>
void prove_regions(T* data, Size size, Rest... rest) {
  if constexpr (std::is_unsigned_v<Size>) {
    prove_region(data, size);
  } else if constexpr (std::is_same_v<Size, socklen_t*>) {
    if (size != nullptr) prove_region(data, *size);
  }
  prove_regions(size, rest...);
}

}  // namespace sys_socket
